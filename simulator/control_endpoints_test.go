package simulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestEndpointsAreManaged adds, changes, rotates and removes endpoints over the
// control API.
func TestEndpointsAreManaged(t *testing.T) {
	t.Parallel()
	var got []*http.Request
	var bodies [][]byte
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(body)
		got, bodies = append(got, r), append(bodies, body)
	}))
	defer receiver.Close()
	sim := start(t, simulator.Config{})
	ok := func(method, path, body string) map[string]any {
		t.Helper()
		status, v := ask(t, sim, "", method, "/_sim/v1"+path, body)
		if status != http.StatusOK {
			t.Fatalf("%s %s %s: %d %v", method, path, body, status, v)
		}
		return v
	}
	made := ok("POST", "/endpoints", fmt.Sprintf(`{"url":%q,"filter_types":["daily.data.sleep.*","provider.connection.created"],"headers":{"X-Shard":"7","Authorization":"Bearer hidden"}}`, receiver.URL))
	id := made["id"].(string)
	if want := []any{"daily.data.sleep.created", "daily.data.sleep.updated", "provider.connection.created"}; !reflect.DeepEqual(made["filter_types"], want) {
		t.Errorf("filter %v", made["filter_types"])
	}
	if text := fmt.Sprint(made, ok("GET", "/endpoints", "")); strings.Contains(text, "hidden") || strings.Contains(text, "whsec_") {
		t.Errorf("secrets are shown: %s", text)
	}
	send := func(eventType string) {
		ok("POST", "/events", fmt.Sprintf(`{"event_type":%q,"user":"ada"}`, eventType))
	}
	verifies := func(secret string) bool {
		v, err := svix.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		return v.Verify(bodies[len(bodies)-1], got[len(got)-1].Header) == nil
	}
	send("daily.data.activity.created")
	send("daily.data.sleep.created")
	if len(got) != 1 || got[0].Header.Get("X-Shard") != "7" || !verifies(sim.Secret()) {
		t.Fatalf("%d arrived", len(got))
	}

	rotated := ok("POST", "/endpoints/"+id+"/rotate", "")["secret"].(string)
	send("daily.data.sleep.created")
	if rotated == sim.Secret() || !verifies(rotated) || !verifies(sim.Secret()) {
		t.Error("the new secret and the old one do not both sign")
	}
	const given = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=" // an example
	if v := ok("POST", "/endpoints/"+id+"/rotate", `{"secret":"`+given+`"}`); v["secret"] != given {
		t.Errorf("rotated to %v", v)
	}

	v := ok("PATCH", "/endpoints/"+id, `{"filter_types":null,"rate_limit":3,"description":"all of it","disabled":true}`)
	if v["filter_types"] != nil || v["rate_limit"] != 3.0 || v["description"] != "all of it" || v["disabled"] != true || v["url"] != receiver.URL {
		t.Errorf("changed to %v", v)
	}
	send("daily.data.activity.created")
	if len(got) != 2 {
		t.Errorf("a disabled endpoint got something: %d", len(got))
	}
	ok("PATCH", "/endpoints/"+id, `{"rate_limit":null,"disabled":false}`)
	send("daily.data.activity.created")
	if len(got) != 3 || !verifies(given) {
		t.Errorf("%d arrived", len(got))
	}
	if v := ok("DELETE", "/endpoints/"+id, ""); len(v["endpoints"].([]any)) != 1 {
		t.Errorf("after removing: %v", v)
	}
	send("daily.data.activity.created")
	if len(got) != 3 {
		t.Error("a removed endpoint got something")
	}
}

func TestEndpointsAreRefusedWithReasons(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	const target = `"url":"http://127.0.0.1:1/"`
	for body, reason := range map[string]string{
		`{}`:                                 "url: missing",
		`{"url":"nowhere"}`:                  "url: want a URL",
		`{` + target + `,"rate_limit":0}`:    "rate_limit: want 1 or more",
		`{` + target + `,"filter_types":[]}`: "filter_types: want at least one",
		`{` + target + `,"filter_types":["daily.data.slep.created"]}`: `did you mean "daily.data.sleep.created"`,
		`{` + target + `,"headers":{"Svix-Id":"x"}}`:                  "belongs to the delivery",
		`{` + target + `,"secret":"short"}`:                           "whsec_",
		`{` + target + `,"disabled":"yes"}`:                           `disabled "yes": want true or false`,
	} {
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/endpoints", body); status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(v["error"]), reason) {
			t.Errorf("%s: %d %v", body, status, v)
		}
	}
	_, v := ask(t, sim, "", "POST", "/_sim/v1/endpoints", `{"url":"nowhere","rate_limit":-1}`)
	if problems, _ := v["problems"].([]any); len(problems) != 2 {
		t.Errorf("not all problems at once: %v", v)
	}
	for _, request := range []struct{ method, path, body string }{
		{"PATCH", "/endpoints/ep_x", `{}`}, {"DELETE", "/endpoints/ep_x", ""}, {"POST", "/endpoints/ep_x/rotate", `{}`},
	} {
		if status, v := ask(t, sim, "", request.method, "/_sim/v1"+request.path, request.body); status != http.StatusNotFound {
			t.Errorf("%s: %d %v", request.method, status, v)
		}
	}
	_, v = ask(t, sim, "", "GET", "/_sim/v1/endpoints", "")
	inbox := v["endpoints"].([]any)[0].(map[string]any)["id"].(string)
	if status, v := ask(t, sim, "", "PATCH", "/_sim/v1/endpoints/"+inbox, `{"url":null}`); status != http.StatusUnprocessableEntity {
		t.Errorf("an endpoint without a URL: %d %v", status, v)
	}
	if status, v := ask(t, sim, "", "POST", "/_sim/v1/endpoints/"+inbox+"/rotate", `{"secret":"short"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("rotated to nothing: %d %v", status, v)
	}
}
