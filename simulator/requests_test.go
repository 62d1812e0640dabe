package simulator_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// call is a request of the own team whose answer need not be an object; the
// error is of an answer that does not parse.
func call(sim *simulator.Simulator, method, path, body string) (status int, err error) {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Vital-Api-Key", sim.APIKey())
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	var v any
	if w.Body.Len() > 0 {
		err = json.Unmarshal(w.Body.Bytes(), &v)
	}
	return w.Code, err
}

// TestRequestsAreRecorded checks that requests are recorded with their user and
// response.
func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	id := link(t, sim, sim.APIKey(), "ada")
	if err := sim.Advance(t.Context(), 48*time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := sim.Fault("api: {name: busy, path: /v2/timeseries/*, status: 503, nth: 1}"); err != nil {
		t.Fatal(err)
	}
	_, v := ask(t, sim, sim.APIKey(), "GET", "/v2/summary/sleep/"+id+"?start_date=2026-01-01", "")
	sleep := v["sleep"].([]any)[0].(map[string]any)["id"].(string)
	for _, path := range []string{"/v2/timeseries/" + id + "/steps/grouped", "/v2/timeseries/sleep/" + sleep + "/stream", "/v2/user/resolve/ada", "/v2/nothing"} {
		if _, err := call(sim, "GET", path, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := call(sim, "PATCH", "/v2/user/"+id, `{"fallback_time_zone":"UTC"}`); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"DELETE", "GET"} { // whoever is deleted is still known
		if _, err := call(sim, method, "/v2/user/"+id, ""); err != nil {
			t.Fatal(err)
		}
	}
	ask(t, sim, "sk_us_other", "GET", "/v2/user", "")
	ask(t, sim, "", "GET", "/_sim/v1/clock", "")
	type seen struct {
		Method, Route, User string
		Status              int
		Fault               string
	}
	want := []seen{
		{"POST", "/v2/user", "ada", 200, ""},
		{"POST", "/v2/link/connect/demo", "ada", 200, ""},
		{"GET", "/v2/summary/sleep/{user_id}", "ada", 200, ""},
		{"GET", "/v2/timeseries/{user_id}/steps/grouped", "ada", 503, "busy"},
		{"GET", "/v2/timeseries/sleep/{sleep_id}/stream", "ada", 200, ""},
		{"GET", "/v2/user/resolve/{client_user_id}", "ada", 200, ""},
		{"GET", "", "", 404, ""},
		{"PATCH", "/v2/user/{user_id}", "ada", 204, ""},
		{"DELETE", "/v2/user/{user_id}", "ada", 200, ""},
		{"GET", "/v2/user/{user_id}", "ada", 404, ""},
	}
	got := sim.Requests()
	if len(got) != len(want) {
		t.Fatalf("%d requests: %+v", len(got), got)
	}
	for i, r := range got {
		if (seen{r.Method, r.Route, r.ClientUserID, r.Status, r.Fault}) != want[i] {
			t.Errorf("request %d: %+v, want %+v", i, r, want[i])
		}
		if r.ClientUserID != "" && r.UserID != id || r.Wall.IsZero() || r.Duration < 0 {
			t.Errorf("request %d: %+v", i, r)
		}
	}
	if got[2].Query != "start_date=2026-01-01" || !got[2].At.Equal(sim.Now()) || got[0].At.Equal(sim.Now()) {
		t.Errorf("request 2: %+v", got[2])
	}
}

// TestControlShowsRequestsAndFaults reads requests and faults over the control API.
func TestControlShowsRequestsAndFaults(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	key := sim.APIKey()
	total := func(path string) any { _, v := ask(t, sim, key, "GET", path, ""); return v["total"] }
	if status, v := ask(t, sim, key, "POST", "/_sim/v1/faults", `{"api":{"path":"/v2/user","status":503,"times":2}}`); status != 200 ||
		v["name"] != "api-1" || v["fault"] != "api: {name: api-1, path: /v2/user, times: 2, status: 503}" || v["spent"] != false {
		t.Errorf("%d %v", status, v)
	}
	ask(t, sim, key, "POST", "/_sim/v1/faults", "delivery: {name: twice, event: daily.data.*, duplicate: 1}")
	for range 3 {
		ask(t, sim, key, "GET", "/v2/user", "")
	}
	_, v := ask(t, sim, key, "GET", "/_sim/v1/faults", "")
	faults := v["faults"].([]any)
	if len(faults) != 2 || faults[0].(map[string]any)["spent"] != true || faults[0].(map[string]any)["done"] != 2.0 {
		t.Errorf("faults %v", v)
	}
	_, v = ask(t, sim, key, "GET", "/_sim/v1/faults/ledger?name=api-1", "")
	if line := v["injected"].([]any)[1].(map[string]any); v["total"] != 2.0 || line["request"] != "GET /v2/user" || line["done"] != "status: 503" {
		t.Errorf("ledger %v", v)
	}
	if n := total("/_sim/v1/faults/ledger?name=twice"); n != 0.0 {
		t.Errorf("%v acts of the other", n)
	}
	id := link(t, sim, key, "ada")
	call(sim, "GET", "/v2/user/"+id, "")
	for query, want := range map[string]float64{
		"": 6, "?method=POST": 2, "?path=/v2/user": 4, "?path=/v2/user*": 5, "?path=/v2/user/{user_id}": 1, "?user=ada": 3, "?user=" + id: 3,
		"?status=503": 2, "?status=5xx": 2, "?status=2xx": 4, "?fault=api-1": 2, "?fault=api-1&status=200": 0,
	} {
		if got := total("/_sim/v1/requests" + query); got != want {
			t.Errorf("%s: %v requests, want %v", query, got, want)
		}
	}
	for _, tt := range []struct{ method, path, body, reason string }{
		{"POST", "/_sim/v1/faults", `{"api":{"pth":"/v2/user","status":503}}`, `unknown key "pth"; did you mean "path"?`},
		{"POST", "/_sim/v1/faults", "", "the text is empty"},
		{"DELETE", "/_sim/v1/faults?name=twise", "", `did you mean "twice"?`},
		{"GET", "/_sim/v1/faults/ledger?name=twise", "", `did you mean "twice"?`},
		{"GET", "/_sim/v1/requests?status=often", "", "a class such as 4xx"},
	} {
		if status, v := ask(t, sim, key, tt.method, tt.path, tt.body); status != 422 || !strings.Contains(v["error"].(string), tt.reason) {
			t.Errorf("%s %s: %d %v", tt.method, tt.path, status, v)
		}
	}
	if _, v := ask(t, sim, key, "DELETE", "/_sim/v1/faults?name=twice", ""); len(v["faults"].([]any)) != 1 {
		t.Errorf("after clearing one: %v", v)
	}
	if _, v := ask(t, sim, key, "DELETE", "/_sim/v1/faults", ""); len(v["faults"].([]any)) != 0 {
		t.Errorf("after clearing all: %v", v)
	}
	if n := total("/_sim/v1/faults/ledger"); n != 2.0 {
		t.Errorf("the ledger has %v acts after clearing", n)
	}
}

// TestControlWaitsForFaults waits over the control API until faults have acted.
func TestControlWaitsForFaults(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {name: busy, path: /v2/user, status: 503, times: 2}", "api: {name: gone, status: 500}"}})
	key := sim.APIKey()
	done := make(chan map[string]any)
	go func() {
		_, v := ask(t, sim, key, "POST", "/_sim/v1/wait", `{"fault":"busy","at_least":2,"timeout":"1m"}`)
		done <- v
	}()
	ask(t, sim, key, "GET", "/v2/user", "")
	ask(t, sim, key, "GET", "/v2/user", "")
	if v := <-done; v["total"] != 2.0 || v["injected"].([]any)[1].(map[string]any)["request"] != "GET /v2/user" {
		t.Errorf("waited for %v", v)
	}
	status, v := ask(t, sim, key, "POST", "/_sim/v1/wait", `{"fault":"gone","timeout":"0s"}`)
	if status != 408 || v["missing"] != 1.0 || v["others"].(map[string]any)["busy"] != 2.0 || len(v["faults"].([]any)) != 2 {
		t.Errorf("%d %v", status, v)
	}
	if status, v := ask(t, sim, key, "POST", "/_sim/v1/wait", `{"fault":"gone","user":"ada"}`); status != 422 {
		t.Errorf("%d %v", status, v)
	}
}
