package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A route is a path of Vital's API and its methods, simulated or not.
type route struct{ pattern, methods string }

// routes are Vital's wearables routes in order of preference (contract 2.1 to
// 2.6), to tell what is not simulated from what does not exist. Those of
// resources are patterns, as {resource} stands for many.
var routes = []route{
	{"/aggregate/v1/user/{user_id}/continuous_query/{query_id_or_slug}/result_table", "GET"},
	{"/aggregate/v1/user/{user_id}/continuous_query/{query_id_or_slug}/task_history", "GET"},
	{"/aggregate/v1/user/{user_id}/query", "POST"},
	{"/v2/introspect/historical_pull", "GET"},
	{"/v2/introspect/resources", "GET"},
	{"/v2/link/auth", "POST"}, // this one and others without a place in the spec are called by old SDKs
	{"/v2/link/auth/email", "POST"},
	{"/v2/link/bulk_export", "POST"},
	{"/v2/link/bulk_import", "POST"},
	{"/v2/link/bulk_op", "GET"},
	{"/v2/link/bulk_pause", "POST"},
	{"/v2/link/bulk_trigger_historical_pull", "POST"},
	{"/v2/link/code/create", "POST"},
	{"/v2/link/connect/demo", "POST"},
	{"/v2/link/connect/{provider}", "GET"},
	{"/v2/link/provider/email/{provider}", "POST"},
	{"/v2/link/provider/manual/{provider}", "POST"},
	{"/v2/link/provider/oauth/{oauth_provider}", "GET"},
	{"/v2/link/provider/password/{provider}", "POST"},
	{"/v2/link/provider/password/{provider}/complete_mfa", "POST"},
	{"/v2/link/providers", "GET"},
	{"/v2/link/start", "POST"},
	{"/v2/link/state", "GET"},
	{"/v2/link/token", "POST"},
	{"/v2/link/token/isValid", "POST"},
	{"/v2/providers", "GET"},
	{"/v2/summary/activity/{user_id}/raw", "GET"},
	{"/v2/summary/body/{user_id}/raw", "GET"},
	{"/v2/summary/devices/{user_id}/raw", "GET"},
	{"/v2/summary/profile/{user_id}/raw", "GET"},
	{"/v2/summary/sleep/{user_id}/raw", "GET"},
	{"/v2/summary/workouts/{user_id}/raw", "GET"},
	{"/v2/team/link/config", "GET"},
	{"/v2/team/source/priorities", "GET PATCH"},
	{"/v2/team/svix/url", "GET"},
	{"/v2/team/users/search", "GET"},
	{"/v2/team/{team_id}", "GET"},
	{"/v2/team/{team_id}/physicians", "GET"},
	{"/v2/timeseries/sleep/{sleep_id}/stream", "GET"},
	{"/v2/timeseries/workouts/{workout_id}/stream", "GET"},
	{"/v2/user", "GET POST"},
	{"/v2/user/metrics", "GET"},
	{"/v2/user/providers/{user_id}", "GET"},
	{"/v2/user/refresh/{user_id}", "POST"},
	{"/v2/user/resolve/{client_user_id}", "GET"},
	{"/v2/user/undo_delete", "POST"},
	{"/v2/user/{user_id}", "GET PATCH DELETE"},
	{"/v2/user/{user_id}/create_portal_url", "POST"},
	{"/v2/user/{user_id}/device", "GET"},
	{"/v2/user/{user_id}/device/{device_id}", "GET"},
	{"/v2/user/{user_id}/info", "PATCH"},
	{"/v2/user/{user_id}/info/latest", "GET"},
	{"/v2/user/{user_id}/insurance", "POST"},
	{"/v2/user/{user_id}/insurance/latest", "GET"},
	{"/v2/user/{user_id}/sign_in_token", "POST"},
	{"/v2/user/{user_id}/{provider}", "DELETE"},
	{"/v2/summary/{resource}/{user_id}", "GET"},
	{"/v2/timeseries/{user_id}/{resource}/grouped", "GET"},
	{"/v2/timeseries/{user_id}/cholesterol/hdl", "GET"},
	{"/v2/timeseries/{user_id}/cholesterol/ldl", "GET"},
	{"/v2/timeseries/{user_id}/cholesterol/total", "GET"},
	{"/v2/timeseries/{user_id}/cholesterol/triglycerides", "GET"},
	{"/v2/timeseries/{user_id}/{resource}", "GET"},
}

// split are the routes by segments: every request is compared with them.
var split = func() []splitRoute {
	out := make([]splitRoute, len(routes))
	for i, r := range routes {
		out[i] = splitRoute{strings.Split(r.pattern, "/"), strings.Fields(r.methods)}
	}
	return out
}()

type splitRoute struct{ segments, methods []string }

// fits is whether the segments of a path fit the route, whose {names} take one
// segment each.
func (r splitRoute) fits(path []string) bool {
	if len(path) != len(r.segments) {
		return false
	}
	for i, want := range r.segments {
		if want != path[i] && (path[i] == "" || !strings.HasPrefix(want, "{")) {
			return false
		}
	}
	return true
}

// beyond are Vital's families that are not about wearables.
var beyond = []string{"/v3/", "/lab_report/", "/v1/org/"}

// unmatched answers what no simulated route takes, in the way that helps most:
// 405 where Vital has the path with other methods, 501 where it has the route
// and the simulator does not, else Vital's 404 with the nearest path as a hint.
func (a *api) unmatched(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	for _, prefix := range beyond {
		if strings.HasPrefix(path, prefix) {
			a.writeError(w, r, vital.NotSimulated(r.Method+" "+prefix+"…: only wearables are"))
			return
		}
	}
	var methods []string
	have := strings.Split(path, "/")
	for i, known := range split {
		if !known.fits(have) {
			continue
		}
		if slices.Contains(known.methods, r.Method) {
			a.writeError(w, r, vital.NotSimulated(r.Method+" "+routes[i].pattern))
			return
		}
		methods = append(methods, known.methods...)
	}
	if len(methods) > 0 {
		slices.Sort(methods)
		w.Header().Set("Allow", strings.Join(slices.Compact(methods), ", "))
		a.writeError(w, r, vital.MethodNotAllowed())
		return
	}
	refused := vital.NotFound("Not Found")
	if len(path) <= maxHinted {
		refused = refused.WithHint("Vital has no path %q%s", path, near.Hint(path, candidates(path)))
	}
	a.writeError(w, r, refused)
}

// maxHinted is the longest path that is repeated in a hint and compared.
const maxHinted = 500

// candidates are Vital's paths, with the path's own segments in the place of
// {names} where the number of segments agrees: ids are not what is mistyped.
func candidates(path string) []string {
	have := strings.Split(path, "/")
	out := make([]string, len(routes))
	for i, known := range routes {
		want := strings.Split(known.pattern, "/")
		for j := range want {
			if len(want) == len(have) && strings.HasPrefix(want[j], "{") {
				want[j] = have[j]
			}
		}
		out[i] = strings.Join(want, "/")
	}
	return out
}
