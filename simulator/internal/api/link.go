package api

import (
	"fmt"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// connectDemo serves POST /v2/link/connect/demo (vital.md 7.2): thirty days of
// history of any simulated provider, not only of the four that Vital offers.
func (a *api) connectDemo(t *team.Team, c *rest.Call) (rest.Announcing[vital.DemoConnection], error) {
	var none rest.Announcing[vital.DemoConnection]
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return none, err
	}
	user, slug := b.Required("user_id"), b.Required("provider")
	if err := b.Err(); err != nil {
		return none, err
	}
	id, err := rest.ParseID(user, "body", "user_id")
	if err != nil {
		return none, err
	}
	changes, err := t.World.Connect(t.Now(), id, slug, world.ConnectOptions{Demo: true})
	if err != nil {
		return none, err
	}
	answer := vital.DemoConnection{Success: true, Detail: fmt.Sprintf("Connected user %s to provider %s", id, slug)}
	return rest.Announcing[vital.DemoConnection]{Answer: answer, After: func() { t.Send(changes) }}, nil
}
