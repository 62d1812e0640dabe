package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestFaultsOfSeveralEndpoints checks that faults of a limited number act on the same
// attempts, whichever endpoint is slow.
func TestFaultsOfSeveralEndpoints(t *testing.T) {
	t.Parallel()
	var first string
	for _, slow := range []string{"", "/a", "/b", "/c"} {
		synctest.Test(t, func(t *testing.T) {
			sim := start(t, simulator.Config{
				Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == slow {
						time.Sleep(time.Second) // of the bubble
					}
					w.WriteHeader(http.StatusNoContent)
				}),
				Endpoints: []simulator.Endpoint{{URL: "/a"}, {URL: "/b"}, {URL: "/c", FilterTypes: []string{"daily.data.sleep.created"}}},
				Faults: []string{
					"delivery: {name: dropped, event: daily.data.*, drop: true, times: 2}",
					"delivery: {name: twice, event: daily.data.*, share: 0.5, duplicate: 1, times: 3}",
					"delivery: {name: behind, reorder: 2, times: 2}",
				},
			})
			third := sim.Endpoints()[2].ID
			if err := sim.Fault("delivery: {name: third, endpoint: " + third + ", tamper: body, times: 1}"); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"ada", "ben"} {
				user, err := sim.CreateUser(simulator.NewUser{ClientUserID: name})
				if err != nil {
					t.Fatal(err)
				}
				if err := sim.Connect(t.Context(), user.UserID, "oura", simulator.ConnectOptions{Days: 3}); err != nil {
					t.Fatal(err)
				}
			}
			if err := sim.Advance(t.Context(), 50*time.Hour); err != nil {
				t.Fatal(err)
			}
			var acts strings.Builder
			for _, i := range sim.Faulted() {
				fmt.Fprintln(&acts, i.Fault, i.At, i.SvixID, i.Endpoint, i.Attempt)
				if i.Fault == "third" && i.Endpoint != third {
					t.Errorf("a fault of %s acted at %s", third, i.Endpoint)
				}
			}
			for _, d := range sim.Timeline() {
				for _, a := range d.Attempts {
					fmt.Fprintln(&acts, d.SvixID, d.EndpointID, a.Number, a.Copy, a.At, a.Fault)
				}
			}
			for _, fault := range []string{"dropped", "twice", "behind", "third"} {
				if !strings.Contains(acts.String(), fault+" ") {
					t.Errorf("the fault %s did not act", fault)
				}
			}
			if first == "" {
				first = acts.String()
			}
			if acts.String() != first {
				t.Errorf("with %s being slow, faults act on other attempts", slow)
			}
		})
	}
}
