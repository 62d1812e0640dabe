package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestImpossibleFiltersAreRefused checks that filters of the control API that can never
// match are refused with the nearest word.
func TestImpossibleFiltersAreRefused(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {name: brown-out, path: /v2/summary/*, status: 503}"}})
	trigger(t, sim, "app-user-1", "provider.connection.created")
	gone, err := sim.CreateUser(simulator.NewUser{ClientUserID: "deleted-user"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.DeleteUser(gone.UserID); err != nil {
		t.Fatal(err)
	}
	link(t, sim, "sk_us_other", "other-user")
	ada, err := sim.User("app-user-1")
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.Connect(t.Context(), ada.UserID, "oura", simulator.ConnectOptions{Demo: true}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "messages?event_type=daily.data.slep.created", "", 422, `event_type: unknown event type "daily.data.slep.created"; did you mean "daily.data.sleep.created"?`},
		{"GET", "messages?event_type=daily.data.slep.*", "", 422, `event_type: no event type matches "daily.data.slep.*"; did you mean "daily.data.sleep.*"?`},
		{"GET", "messages?user=app-user-2", "", 422, `user "app-user-2": User not found; did you mean "app-user-1"?`},
		{"GET", "messages?user=other-user", "", 422, `; the team of the key sk_us_other has this user`},
		{"GET", "messages?user=app-user-1", "", 200, ""},
		{"GET", "messages?user=deleted-user", "", 200, ""},
		{"GET", "messages?user=" + gone.UserID.String(), "", 200, ""},
		{"GET", "messages?endpoint_id=ep_1", "", 422, `endpoint_id: there is no endpoint "ep_1"`},
		{"GET", "requests?user=app-user-2", "", 422, `did you mean "app-user-1"?`},
		{"GET", "requests?path=/v2/sumary/*", "", 422, `path: Vital has no path "/v2/sumary/*"; did you mean "/v2/summary/*"?`},
		{"GET", "requests?method=FETCH", "", 422, `method "FETCH": want GET, POST, PATCH, PUT, DELETE`},
		{"GET", "requests?fault=brown-ou", "", 422, `did you mean "brown-out"?`},
		{"GET", "requests?fault=brown-out", "", 200, ""},
		{"GET", "messages?user=", "", 422, "user: the value is empty"},
		{"GET", "requests?path=%20", "", 422, "path: the value is empty"},
		{"POST", "wait", `{"event_type":"daily.data.*","user":""}`, 422, "user: the value is empty"},
		{"POST", "wait", `{"event_type":"daily.data.slep.*"}`, 422, `did you mean "daily.data.sleep.*"?`},
		{"POST", "wait", `{"event_type":"daily.data.*","endpoint_id":"ep_1"}`, 422, `there is no endpoint "ep_1"`},
		{"POST", "wait", `{"request":"GET /v2/sumary/*"}`, 422, `did you mean "/v2/summary/*"?`},
		{"POST", "wait", `{"event_type":"daily.data.*","user":"app-user-1","timeout":"1ms"}`, 408, "; time stands still, and the next thing is due at 2026-01-05 "},
		{"POST", "wait", `{"event_type":"daily.data.*","user":"app-user-2","timeout":"1ms"}`, 408, `user "app-user-2": User not found; did you mean "app-user-1"?`},
	} {
		status, v := ask(t, sim, "", tt.method, "/_sim/v1/"+tt.path, tt.body)
		if text, _ := v["error"].(string); status != tt.status || !strings.Contains(text, tt.says) || status == http.StatusOK && text != "" {
			t.Errorf("%s %s %s: %d %v, want %d and %s", tt.method, tt.path, tt.body, status, v, tt.status, tt.says)
		}
	}
}
