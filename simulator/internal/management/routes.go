package management

import "github.com/vitalsim/vitalsim/simulator/internal/rest"

// organization is the common prefix of all routes.
const organization = "/v1/org/{org_id}"

// Routes returns the routes of Vital's management API, simulated or not
// (vital.md 2.8).
func Routes(c Config) []rest.Route {
	m := &management{c}
	return []rest.Route{
		{Methods: "GET PATCH", Path: organization},
		{Methods: "GET POST", Path: organization + "/domain"},
		{Methods: "GET DELETE", Path: organization + "/domain/{domain_id}"},
		{Methods: "POST", Path: organization + "/domain/{domain_id}/send_domain_instructions"},
		{Methods: "POST", Path: organization + "/domain/{domain_id}/verify"},
		{Methods: "GET PUT", Path: organization + "/ehr_integration/configuration"},
		{Methods: "POST", Path: organization + "/ehr_integration/create_dashboard_url"},
		{Methods: "POST GET", Path: organization + "/ehr_integration/member"},
		{Methods: "GET PATCH DELETE", Path: organization + "/ehr_integration/member/{member_id}"},
		{Methods: "POST", Path: organization + "/ehr_integration/resolve_member"},
		{Methods: "GET POST", Path: organization + "/invite"},
		{Methods: "DELETE", Path: organization + "/invite/{invite_id}"},
		{Methods: "GET", Path: organization + "/lab_account/{env}/{region}"},
		{Methods: "PATCH", Path: organization + "/lab_account/{env}/{region}/{account_id}"},
		{Methods: "GET POST", Path: organization + "/management_key"},
		{Methods: "PATCH DELETE", Path: organization + "/management_key/{key_id}"},
		{Methods: "GET", Path: organization + "/member"},
		{Methods: "PATCH DELETE", Path: organization + "/member/{member_id}"},
		{Methods: "POST", Path: organization + "/prepare_team_custom_credentials/{env}/{region}"},
		{Methods: "POST", Path: organization + "/resolve_team"},
		{Methods: "GET POST", Path: organization + "/team"},
		{Methods: "GET PATCH DELETE", Path: organization + "/team/{team_id}"},
		{Methods: "POST", Path: organization + "/team/{team_id}/create_api_access_token", Answer: m.serve((*management).createToken)},
		{Methods: "GET POST", Path: organization + "/team/{team_id}/scope_requirements"},
		{Methods: "GET POST", Path: organization + "/team/{team_id}/{environment}/continuous_query"},
		{Methods: "PATCH DELETE", Path: organization + "/team/{team_id}/{environment}/continuous_query/{query_id}"},
		{Methods: "GET", Path: organization + "/team/{team_id}/{environment}/event_delivery_metric"},
		{Methods: "POST", Path: organization + "/team/{team_id}/{environment}/validate_continuous_query"},
		{Methods: "GET", Path: organization + "/team/{team_id}/{environment}/webhook", Answer: m.serve((*management).list)},
		{Methods: "POST", Path: organization + "/team/{team_id}/{environment}/webhook", Answer: m.serve((*management).create)},
		{Methods: "GET", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}", Answer: m.serve((*management).get)},
		{Methods: "PATCH", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}", Answer: m.serve((*management).patch)},
		{Methods: "DELETE", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}", Answer: m.serve((*management).remove)},
		{Methods: "GET", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}/headers", Answer: m.serve((*management).headers)},
		{Methods: "PUT", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}/headers", Answer: m.serve((*management).setHeaders)},
		{Methods: "GET", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}/secret", Answer: m.serve((*management).secret)},
		{Methods: "POST", Path: organization + "/team/{team_id}/{environment}/webhook/{webhook_id}/secret/rotate", Answer: m.serve((*management).rotate)},
		{Methods: "GET POST DELETE", Path: organization + "/team_api_keys/{env}/{region}"},
		{Methods: "GET POST DELETE", Path: organization + "/team_custom_credentials/{env}/{region}"},
		{Methods: "GET POST DELETE", Path: organization + "/team_data_pull_preferences/{env}/{region}"},
		{Methods: "GET POST DELETE", Path: organization + "/team_ehr_pipelines/{environment}/{region}"},
		{Methods: "GET POST DELETE", Path: organization + "/team_etl_pipelines/{env}/{region}"},
	}
}
