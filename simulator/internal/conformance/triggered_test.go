package conformance_test

import (
	"net/http"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestTriggeredExamples ensures that a triggered event of each type is valid by
// the vendor's closed schema and verifies with the libraries for Go and npm.
func TestTriggeredExamples(t *testing.T) {
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
	var all []signedDelivery
	for _, d := range r.deliveries() {
		if err := c.check(d.body, d.header); err != nil {
			t.Error(err)
		}
		all = append(all, signedDelivery{
			Kind: "triggered", ID: d.header.Get("Svix-Id"), Timestamp: d.header.Get("Svix-Timestamp"),
			Signature: d.header.Get("Svix-Signature"), Body: d.body, Secret: testSecret,
		})
	}
	arrived := map[string]bool{}
	for _, v := range verdicts(t, node, all) {
		if !v.Accepted {
			t.Errorf("%s: npm's svix rejects it: %s", v.ID, v.Error)
		}
		arrived[v.EventType] = true
	}
	for _, eventType := range vital.EventTypes() {
		if !arrived[eventType] {
			t.Errorf("%s did not arrive", eventType)
		}
	}
}
