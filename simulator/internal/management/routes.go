package management

import (
	"net/http"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// organization is the path below which everything lies.
const organization = "/v1/org/{org_id}"

// routes are the paths of Vital's management API below the organization and
// their methods, simulated or not, to tell what is not simulated from what does
// not exist (contract 2.8).
var routes = []struct{ path, methods string }{
	{"", "GET PATCH"},
	{"/domain", "GET POST"},
	{"/domain/{domain_id}", "GET DELETE"},
	{"/domain/{domain_id}/send_domain_instructions", "POST"},
	{"/domain/{domain_id}/verify", "POST"},
	{"/ehr_integration/configuration", "GET PUT"},
	{"/ehr_integration/create_dashboard_url", "POST"},
	{"/ehr_integration/member", "POST GET"},
	{"/ehr_integration/member/{member_id}", "GET PATCH DELETE"},
	{"/ehr_integration/resolve_member", "POST"},
	{"/invite", "GET POST"},
	{"/invite/{invite_id}", "DELETE"},
	{"/lab_account/{env}/{region}", "GET"},
	{"/lab_account/{env}/{region}/{account_id}", "PATCH"},
	{"/management_key", "GET POST"},
	{"/management_key/{key_id}", "PATCH DELETE"},
	{"/member", "GET"},
	{"/member/{member_id}", "PATCH DELETE"},
	{"/prepare_team_custom_credentials/{env}/{region}", "POST"},
	{"/resolve_team", "POST"},
	{"/team", "GET POST"},
	{"/team/{team_id}", "GET PATCH DELETE"},
	{"/team/{team_id}/create_api_access_token", "POST"},
	{"/team/{team_id}/scope_requirements", "GET POST"},
	{"/team/{team_id}/{environment}/continuous_query", "GET POST"},
	{"/team/{team_id}/{environment}/continuous_query/{query_id}", "PATCH DELETE"},
	{"/team/{team_id}/{environment}/event_delivery_metric", "GET"},
	{"/team/{team_id}/{environment}/validate_continuous_query", "POST"},
	{"/team/{team_id}/{environment}/webhook", "GET POST"},
	{"/team/{team_id}/{environment}/webhook/{webhook_id}", "GET PATCH DELETE"},
	{"/team/{team_id}/{environment}/webhook/{webhook_id}/headers", "GET PUT"},
	{"/team/{team_id}/{environment}/webhook/{webhook_id}/secret", "GET"},
	{"/team/{team_id}/{environment}/webhook/{webhook_id}/secret/rotate", "POST"},
	{"/team_api_keys/{env}/{region}", "GET POST DELETE"},
	{"/team_custom_credentials/{env}/{region}", "GET POST DELETE"},
	{"/team_data_pull_preferences/{env}/{region}", "GET POST DELETE"},
	{"/team_ehr_pipelines/{environment}/{region}", "GET POST DELETE"},
	{"/team_etl_pipelines/{env}/{region}", "GET POST DELETE"},
}

// unmatched answers what no simulated route takes: 405 where Vital has the path
// with other methods, 501 where it has the route and the simulator does not,
// else 404 with the nearest path as a hint.
func (m *management) unmatched(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	var methods, known []string
	for _, route := range routes {
		pattern := organization + route.path
		filled, ok := fill(pattern, path)
		known = append(known, filled)
		if !ok {
			continue
		}
		allowed := strings.Fields(route.methods)
		if slices.Contains(allowed, r.Method) {
			api.WriteError(w, r, m.Logger, vital.NotSimulated(r.Method+" "+pattern))
			return
		}
		methods = append(methods, allowed...)
	}
	if len(methods) > 0 {
		slices.Sort(methods)
		w.Header().Set("Allow", strings.Join(slices.Compact(methods), ", "))
		api.WriteError(w, r, m.Logger, vital.MethodNotAllowed())
		return
	}
	refused := vital.NotFound("Not Found")
	if len(path) <= maxHinted {
		refused = refused.WithHint("the management API has no path %q%s", path, near.Hint(path, known))
	}
	api.WriteError(w, r, m.Logger, refused)
}

// maxHinted is the longest path that is repeated in a hint and compared.
const maxHinted = 500

// fill is a pattern with the path's own segments in the place of its {names},
// where the numbers of segments agree, and whether that makes it the path.
func fill(pattern, path string) (filled string, ok bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return pattern, false
	}
	for i := range want {
		if strings.HasPrefix(want[i], "{") && have[i] != "" {
			want[i] = have[i]
		}
	}
	filled = strings.Join(want, "/")
	return filled, filled == path
}
