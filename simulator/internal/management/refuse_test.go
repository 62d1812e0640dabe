package management_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestAuthorization checks that only the key, in either header, is accepted.
func TestAuthorization(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	path := fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook", org, teamID)
	for _, tt := range []struct {
		header       []string
		status       int
		detail, hint string
	}{
		{[]string{"X-Management-Key", key}, 200, "", ""},
		{[]string{"x-vital-org-key", key}, 200, "", ""},
		{nil, 401, "Missing X-Management-Key", "mg_"},
		{[]string{"X-Vital-Api-Key", "sk_us_1"}, 401, "Missing X-Management-Key", ""},
		{[]string{"X-Management-Key", "mg_other"}, 401, "invalid token", "--management-key"},
		{[]string{"X-Management-Key", "sk_us_1"}, 401, "invalid token", "team API"},
		{[]string{"Authorization", "Bearer " + key}, 401, "Missing X-Management-Key", ""},
	} {
		status, v := c.ask("GET", path, "", tt.header...)
		detail, _ := v["detail"].(string)
		hint, _ := v["hint"].(string)
		if status != tt.status || detail != tt.detail || !strings.Contains(hint, tt.hint) || strings.Contains(hint, key+" ") {
			t.Errorf("%q: %d %v", tt.header, status, v)
		}
	}
}

// TestUnknownTargets checks that unknown organizations and teams, and invalid
// parameters, are refused.
func TestUnknownTargets(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	for path, want := range map[string]string{
		fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook", nobody, teamID):            `404 Not found`,
		fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook", org, nobody):               `404 Not found`,
		fmt.Sprintf("/v1/org/%s/team/%s/production/webhook", org, teamID):            `404 Not found`,
		fmt.Sprintf("/v1/org/%s/team/%s/staging/webhook", org, teamID):               `422 [map[loc:[path environment] msg:Input should be 'production' or 'sandbox' type:enum]]`,
		fmt.Sprintf("/v1/org/acme/team/%s/sandbox/webhook", teamID):                  `422 [map[loc:[path org_id] msg:Input should be a valid UUID, invalid character: found ` + "`m`" + ` at 3 type:uuid_parsing]]`,
		fmt.Sprintf("/v1/org/%s/team/x/none/webhook", org):                           `422 [map[loc:[path team_id] msg:Input should be a valid UUID, invalid character: found ` + "`x`" + ` at 1 type:uuid_parsing] map[loc:[path environment] msg:Input should be 'production' or 'sandbox' type:enum]]`,
		fmt.Sprintf("/v1/org/%s/team/{%s/sandbox/webhook", org, teamID):              `422 [map[loc:[path team_id] msg:Input should be a valid UUID, invalid character: found ` + "`{`" + ` at 1 type:uuid_parsing]]`,
		fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook?limit=0", org, teamID):       `422 [map[loc:[query limit] msg:Input should be greater than or equal to 1 type:greater_than_equal]]`,
		fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook?limit=x", org, teamID):       `422 [map[loc:[query limit] msg:Input should be a valid integer, unable to parse string as an integer type:int_parsing]]`,
		fmt.Sprintf("/v1/org/%s/team/%s/sandbox/webhook?next_cursor=x", org, teamID): `422 [map[loc:[query next_cursor] msg:Value error, invalid cursor type:value_error]]`,
	} {
		status, v := c.ask("GET", path, "", "X-Management-Key", key)
		if got := fmt.Sprint(status, " ", v["detail"]); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestWrongBodies checks that one response reports every wrong field and its
// location.
func TestWrongBodies(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	hook := "/webhook/" + c.hooks.Endpoints()[0].ID
	before := text(c.hooks.Endpoints())
	for _, tt := range []struct {
		method, path, body string
		want               []string // location and type of each problem
	}{
		{"POST", "/webhook", ``, []string{"[body] missing"}},
		{"POST", "/webhook", `{"url":`, []string{"[body 0] json_invalid"}},
		{"POST", "/webhook", `[]`, []string{"[body] model_attributes_type"}},
		{"POST", "/webhook", `null`, []string{"[body] model_attributes_type"}},
		{"POST", "/webhook", `{}`, []string{"[body url] missing"}},
		{"POST", "/webhook", `{"url":null,"description":null,"disabled":null}`, []string{"[body url] none_forbidden", "[body description] none_forbidden", "[body disabled] none_forbidden"}},
		{"POST", "/webhook", `{"url":1,"description":2,"rate_limit":"3","disabled":"no","filter_types":{},"secret":4}`, []string{
			"[body secret] string_type", "[body url] string_type", "[body disabled] bool_type", "[body description] string_type", "[body rate_limit] int_type", "[body filter_types] list_type",
		}},
		{"POST", "/webhook", `{"url":"localhost","rate_limit":-1,"filter_types":[],"secret":"hunter2"}`, []string{
			"[body url] value_error", "[body rate_limit] value_error", "[body filter_types] value_error", "[body secret] value_error",
		}},
		{"POST", "/webhook", `{"url":"ftp://a.invalid","rate_limit":0}`, []string{"[body url] value_error", "[body rate_limit] value_error"}},
		{"POST", "/webhook", `{"url":"http://127.0.0.1:/webhooks"}`, []string{"[body url] value_error"}},
		{"POST", "/webhook", `{"url":"http://a.invalid","rate_limit":1.5}`, []string{"[body rate_limit] int_from_float"}},
		{"POST", "/webhook", `{"url":"http://a.invalid","filter_types":["daily.data.sleep.created","daily.data.slep.created",7]}`, []string{"[body filter_types 2] string_type", "[body filter_types 1] value_error", "[body filter_types 2] value_error"}},
		{"PATCH", hook, `{"url":"","disabled":1}`, []string{"[body disabled] bool_type"}},
		{"PATCH", hook, `{"url":""}`, []string{"[body url] value_error"}},
		{"PATCH", hook, ``, []string{"[body] missing"}},
		{"PUT", hook + "/headers", `{}`, []string{"[body headers] missing"}},
		{"PUT", hook + "/headers", `{"headers":null}`, []string{"[body headers] dict_type"}},
		{"PUT", hook + "/headers", `{"headers":{"a":1}}`, []string{"[body headers a] string_type"}},
		{"PUT", hook + "/headers", `{"headers":{"Svix-Id":"1","a b":"2","content-type":"3","X":"4\n5","webhook-id":"6","ok":"7"}}`, []string{
			"[body headers] value_error", "[body headers] value_error", "[body headers] value_error", "[body headers] value_error", "[body headers] value_error",
		}},
		{"POST", hook + "/secret/rotate", `{"key":"hunter2"}`, []string{"[body key] value_error"}},
		{"POST", hook + "/secret/rotate", `{"key":""}`, []string{"[body key] value_error"}},
		{"POST", hook + "/secret/rotate", `{"key":7}`, []string{"[body key] string_type"}},
	} {
		status, v := c.send(tt.method, tt.path, tt.body)
		problems, _ := v["detail"].([]any)
		var got []string
		for _, p := range problems {
			p := p.(map[string]any)
			got = append(got, fmt.Sprint(p["loc"], " ", p["type"]))
			if msg := p["msg"].(string); msg == "" || strings.Contains(msg, "hunter2") {
				t.Errorf("%s %s: says %q", tt.path, tt.body, msg)
			}
		}
		if status != http.StatusUnprocessableEntity || fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s %s %s: %d %q, want %q", tt.method, tt.path, tt.body, status, got, tt.want)
		}
	}
	if after := text(c.hooks.Endpoints()); after != before {
		t.Errorf("refused requests have changed the endpoints to %s", after)
	}
	_, v := c.send("POST", "/webhook", `{"url":"http://a.invalid","filter_types":["daily.data.slep.created"]}`)
	if !strings.Contains(text(v), `did you mean \"daily.data.sleep.created\"?`) {
		t.Errorf("no suggestion: %v", v)
	}
	if status, v := c.send("POST", "/webhook", `{"url":"`+strings.Repeat("x", 2<<20)+`"}`); status != http.StatusBadRequest {
		t.Errorf("two MiB: %d %v", status, v)
	}
}

// TestOtherRoutes checks routes that are not simulated and routes that do not exist.
func TestOtherRoutes(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	base := "/v1/org/" + org.String()
	one := base + "/team/" + teamID.String()
	for _, tt := range []struct {
		method, path, want string
	}{
		{"GET", base, "501 not simulated: GET /v1/org/{org_id}"},
		{"POST", base + "/team", "501 not simulated: POST /v1/org/{org_id}/team"},
		{"GET", one + "/sandbox/event_delivery_metric", "501 not simulated: GET /v1/org/{org_id}/team/{team_id}/{environment}/event_delivery_metric"},
		{"DELETE", base + "/team_api_keys/sandbox/us", "501 not simulated: DELETE /v1/org/{org_id}/team_api_keys/{env}/{region}"},
		{"PUT", one + "/sandbox/webhook", "405 Method Not Allowed"},
		{"POST", one, "405 Method Not Allowed"},
		{"GET", one + "/sandbox/webhooks", "404 Not Found; did you mean \"" + one + "/sandbox/webhook\"?"},
		{"GET", base + "/" + strings.Repeat("x", 4000), "404 Not Found"},
	} {
		status, v := c.ask(tt.method, tt.path, "", "X-Management-Key", key)
		got := fmt.Sprint(status, " ", v["detail"])
		if hint, _ := v["hint"].(string); strings.Contains(hint, ";") {
			got += hint[strings.Index(hint, ";"):]
		}
		if got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.method, tt.path, got, tt.want)
		}
	}
}
