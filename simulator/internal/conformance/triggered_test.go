package conformance_test

import (
	"net/http"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestTriggeredExamplesHold: each event type, triggered by hand, is valid by the
// vendor's closed schema and verifies with the libraries of Go and npm.
func TestTriggeredExamplesHold(t *testing.T) {
	t.Parallel()
	needVendor(t)
	node := needNode(t)
	r := receive(t, func(int) int { return http.StatusNoContent })
	sim, err := simulator.New(simulator.Config{Target: r.url, Secret: testSecret})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, eventType := range vital.EventTypes() {
		if _, err := sim.Trigger(t.Context(), user.UserID, eventType, nil); err != nil {
			t.Error(err)
		}
	}
	c := newChecker(t)
	var all []signed
	for _, d := range r.deliveries() {
		if err := c.check(d.body, d.header); err != nil {
			t.Error(err)
		}
		all = append(all, signed{
			Kind: "triggered", ID: d.header.Get("Svix-Id"), Timestamp: d.header.Get("Svix-Timestamp"),
			Signature: d.header.Get("Svix-Signature"), Body: d.body, Secret: testSecret,
		})
	}
	arrived := map[string]bool{}
	for _, v := range verdicts(t, node, all) {
		if !v.Accepted {
			t.Errorf("%s: npm's svix refuses it: %s", v.ID, v.Error)
		}
		arrived[v.EventType] = true
	}
	for _, eventType := range vital.EventTypes() {
		if !arrived[eventType] {
			t.Errorf("%s did not arrive", eventType)
		}
	}
}
