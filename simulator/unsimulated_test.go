package simulator_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestNotSimulated checks that each request for something that is not simulated is
// reported once, for all teams and the management API, also after a reset, and that
// faults that look alike are not.
func TestNotSimulated(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {method: GET, path: /v2/user, status: 501, times: 1}"}})
	id := link(t, sim, "sk_us_other", "app-user-1")
	for range 2 {
		ask(t, sim, "", "GET", "/v2/user", "")
		ask(t, sim, sim.APIKey(), "GET", "/v2/user", "")
		ask(t, sim, "sk_us_other", "GET", "/v2/user/"+id+"/insurance/latest", "")
		ask(t, sim, sim.APIKey(), "GET", "/v3/lab_tests", "")
		ask(t, sim, sim.APIKey(), "GET", "/v2/nowhere", "")
		request(t, sim, "GET", teamPath(sim, sim.TeamID())+"/sandbox/event_delivery_metric", "", "X-Management-Key", sim.ManagementKey())
	}
	if err := sim.Reset(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range sim.NotSimulated() {
		got = append(got, fmt.Sprint(r.Method, " ", r.Path, " ", r.Status))
	}
	want := []string{
		"GET /v2/user/" + id + "/insurance/latest 501", "GET /v3/lab_tests 501",
		"GET " + teamPath(sim, sim.TeamID()) + "/sandbox/event_delivery_metric 501",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("gaps %q, want %q", got, want)
	}
}
