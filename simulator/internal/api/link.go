package api

import (
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func (a *api) linkRoutes(r *mux.Router) {
	r.Handle("/v2/link/connect/demo", serve(a, a.connectDemo)).Methods(http.MethodPost)
}

// connectDemo is POST /v2/link/connect/demo (contract 7.2): thirty days of
// history of any simulated provider, not only of the four that Vital offers.
func (a *api) connectDemo(t Team, r *http.Request) (announcing[vital.DemoConnection], error) {
	var none announcing[vital.DemoConnection]
	b, err := readBody(r)
	if err != nil {
		return none, err
	}
	user, slug := b.text("user_id", true), b.text("provider", true)
	if err := b.err(); err != nil {
		return none, err
	}
	id, err := parseID(user, "body", "user_id")
	if err != nil {
		return none, err
	}
	changes, err := t.World.Connect(t.Now(), id, slug, world.ConnectOptions{Demo: true})
	if err != nil {
		return none, err
	}
	answer := vital.DemoConnection{Success: true, Detail: fmt.Sprintf("Connected user %s to provider %s", id, slug)}
	return announcing[vital.DemoConnection]{answer, func() { t.Send(changes) }}, nil
}
