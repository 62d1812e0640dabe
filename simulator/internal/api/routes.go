package api

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Routes returns Vital's wearables routes, simulated or not, in order of
// preference (vital.md 2.1 to 2.6). The paths of resources are patterns with
// {resource}; they come first, since most requests are for them and each route
// before costs a comparison. Some paths are called only by old SDKs and are not in
// the vendor's spec.
func Routes(c Config) []rest.Route {
	c.PageSize = cmp.Or(c.PageSize, DefaultPageSize) // a page of none would never end
	a := &api{config: c}
	return []rest.Route{
		{Methods: "GET", Path: "/v2/summary/profile/{user_id}", Answer: serve(a, a.profile)},
		{Methods: "GET", Path: "/v2/summary/{resource}/{user_id}", Answer: serve(a, a.summary)},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/{resource}/grouped", Answer: serve(a, a.grouped)},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/{resource}", Answer: serve(a, a.ungrouped)},
		{Methods: "GET", Path: "/v2/timeseries/sleep/{sleep_id}/stream", Answer: serve(a, a.stream("sleep_id", vital.ResourceSleep))},
		{Methods: "GET", Path: "/v2/timeseries/workouts/{workout_id}/stream", Answer: serve(a, a.stream("workout_id", vital.ResourceWorkouts))},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/cholesterol/hdl", Answer: serve(a, a.cholesterol("hdl"))},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/cholesterol/ldl", Answer: serve(a, a.cholesterol("ldl"))},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/cholesterol/total", Answer: serve(a, a.cholesterol("total"))},
		{Methods: "GET", Path: "/v2/timeseries/{user_id}/cholesterol/triglycerides", Answer: serve(a, a.cholesterol("triglycerides"))},
		{Methods: "GET", Path: "/v2/summary/activity/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceActivity))},
		{Methods: "GET", Path: "/v2/summary/body/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceBody))},
		{Methods: "GET", Path: "/v2/summary/devices/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceDevice))},
		{Methods: "GET", Path: "/v2/summary/profile/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceProfile))},
		{Methods: "GET", Path: "/v2/summary/sleep/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceSleep))},
		{Methods: "GET", Path: "/v2/summary/workouts/{user_id}/raw", Answer: serve(a, a.raw(vital.ResourceWorkouts))},
		{Methods: "GET", Path: "/v2/user", Answer: serve(a, a.listUsers)},
		{Methods: "POST", Path: "/v2/user", Answer: serve(a, a.createUser), UserInBody: true},
		{Methods: "GET", Path: "/v2/user/metrics"},
		{Methods: "GET", Path: "/v2/user/providers/{user_id}", Answer: serve(a, a.connectedProviders)},
		{Methods: "POST", Path: "/v2/user/refresh/{user_id}", Answer: serve(a, a.refreshUser)},
		{Methods: "GET", Path: "/v2/user/resolve/{client_user_id}", Answer: serve(a, a.resolveUser)},
		{Methods: "POST", Path: "/v2/user/undo_delete", Answer: serve(a, a.undoDelete)},
		{Methods: "GET", Path: "/v2/user/{user_id}", Answer: serve(a, a.getUser)},
		{Methods: "PATCH", Path: "/v2/user/{user_id}", Answer: serve(a, a.patchUser)},
		{Methods: "DELETE", Path: "/v2/user/{user_id}", Answer: serve(a, a.deleteUser)},
		{Methods: "POST", Path: "/v2/user/{user_id}/create_portal_url"},
		{Methods: "GET", Path: "/v2/user/{user_id}/device", Answer: serve(a, a.devices)},
		{Methods: "GET", Path: "/v2/user/{user_id}/device/{device_id}", Answer: serve(a, a.device)},
		{Methods: "PATCH", Path: "/v2/user/{user_id}/info", Answer: serve(a, a.patchInfo)},
		{Methods: "GET", Path: "/v2/user/{user_id}/info/latest", Answer: serve(a, a.info)},
		{Methods: "POST", Path: "/v2/user/{user_id}/insurance"},
		{Methods: "GET", Path: "/v2/user/{user_id}/insurance/latest"},
		{Methods: "POST", Path: "/v2/user/{user_id}/sign_in_token"},
		{Methods: "DELETE", Path: "/v2/user/{user_id}/{provider}", Answer: serve(a, a.deregister)},
		{Methods: "GET", Path: "/aggregate/v1/user/{user_id}/continuous_query/{query_id_or_slug}/result_table"},
		{Methods: "GET", Path: "/aggregate/v1/user/{user_id}/continuous_query/{query_id_or_slug}/task_history"},
		{Methods: "POST", Path: "/aggregate/v1/user/{user_id}/query"},
		{Methods: "GET", Path: "/v2/introspect/historical_pull", Answer: serve(a, a.introspectPulls)},
		{Methods: "GET", Path: "/v2/introspect/resources", Answer: serve(a, a.introspectResources)},
		{Methods: "POST", Path: "/v2/link/auth"},
		{Methods: "POST", Path: "/v2/link/auth/email"},
		{Methods: "POST", Path: "/v2/link/bulk_export"},
		{Methods: "POST", Path: "/v2/link/bulk_import"},
		{Methods: "GET", Path: "/v2/link/bulk_op"},
		{Methods: "POST", Path: "/v2/link/bulk_pause"},
		{Methods: "POST", Path: "/v2/link/bulk_trigger_historical_pull"},
		{Methods: "POST", Path: "/v2/link/code/create"},
		{Methods: "POST", Path: "/v2/link/connect/demo", Answer: serve(a, a.connectDemo), UserInBody: true},
		{Methods: "GET", Path: "/v2/link/connect/{provider}"},
		{Methods: "POST", Path: "/v2/link/provider/email/{provider}"},
		{Methods: "POST", Path: "/v2/link/provider/manual/{provider}"},
		{Methods: "GET", Path: "/v2/link/provider/oauth/{oauth_provider}"},
		{Methods: "POST", Path: "/v2/link/provider/password/{provider}"},
		{Methods: "POST", Path: "/v2/link/provider/password/{provider}/complete_mfa"},
		{Methods: "GET", Path: "/v2/link/providers"},
		{Methods: "POST", Path: "/v2/link/start"},
		{Methods: "GET", Path: "/v2/link/state"},
		{Methods: "POST", Path: "/v2/link/token", UserInBody: true},
		{Methods: "POST", Path: "/v2/link/token/isValid"},
		{Methods: "GET", Path: "/v2/providers", Answer: serve(a, a.providers)},
		{Methods: "GET", Path: "/v2/team/link/config"},
		{Methods: "GET PATCH", Path: "/v2/team/source/priorities"},
		{Methods: "GET", Path: "/v2/team/svix/url"},
		{Methods: "GET", Path: "/v2/team/users/search"},
		{Methods: "GET", Path: "/v2/team/{team_id}"},
		{Methods: "GET", Path: "/v2/team/{team_id}/physicians"},
	}
}

// Paths returns the paths of Vital's wearables routes with {names} for
// variable segments.
func Paths() []string {
	var paths []string
	for _, r := range Routes(Config{}) {
		if !slices.Contains(paths, r.Path) {
			paths = append(paths, r.Path)
		}
	}
	return paths
}
