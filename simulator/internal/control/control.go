// Package control serves the simulator's own API under /_sim/v1/: it moves clocks,
// shows messages, waits for deliveries and resets teams. The header x-vital-api-key
// chooses the team; without it, a request is for the simulator's first team.
//
// The table of routes defines the API: the mux, the errors and the OpenAPI document
// are built from it.
package control

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Config is what the API needs.
type Config struct {
	Teams   *team.Teams
	Metrics *team.Metrics
	// EventTypes are those that endpoints can filter by.
	EventTypes []string
	// CheckPath returns why a pattern matches none of Vital's paths, or "".
	CheckPath func(pattern string) string
	// Fault parses a fault in its grammar.
	Fault func(text string) (fault.Fault, error)
	// Fixture and Persona load what a request refers to by a name or a path.
	// Fixture returns nil for "", Persona for everything but a path.
	Fixture func(ref string) (*fixture.Folder, error)
	Persona func(ref string) (*body.Archetype, error)
	// Scenarios returns the shipped scenarios, and Scenario parses a text; file is
	// its name in errors.
	Scenarios func() []Scenario
	Scenario  func(file, text string) (*scenario.Scenario, error)
	// Report returns a report in the form in which it is encoded.
	Report func(*team.Report) Report
}

type api struct {
	Config
	metrics  http.Handler
	document func() json.RawMessage
}

// New returns a handler for the control API.
func New(c Config) http.Handler {
	a := &api{c, c.Metrics.Handler(), sync.OnceValue(func() json.RawMessage { return newDocument(c.Report(&team.Report{})) })}
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.pattern(), func(w http.ResponseWriter, r *http.Request) { a.serve(route, w, r) })
	}
	mux.HandleFunc("/", a.unknown)
	return mux
}

// open returns the team of an API key; "" is the simulator's own.
func (a *api) open(key string) (*team.Team, error) {
	if key == "" {
		return a.Teams.Own()
	}
	t, err := a.Teams.Open(key)
	if refused, ok := errors.AsType[*vital.Error](err); ok && refused.Hint != "" {
		return nil, fmt.Errorf("the key in x-vital-api-key opens no team: %s", refused.Hint)
	}
	return t, err
}

// serve answers a request that matches a route.
func (a *api) serve(route route, w http.ResponseWriter, r *http.Request) {
	response := &rest.StatusWriter{ResponseWriter: w}
	defer func() {
		// net/http sends 200 for a handler that writes nothing.
		a.Metrics.Served("control", route.method, route.path, cmp.Or(response.Status, http.StatusOK))
	}()
	w = response
	c := &call{api: a, r: r, w: w}
	if !route.teamless {
		var err error
		if c.team, err = a.open(r.Header.Get("X-Vital-Api-Key")); err != nil {
			fail(w, &problem{http.StatusUnauthorized, err.Error(), nil, nil})
			return
		}
	}
	if err := route.do(c); err != nil {
		fail(w, reason(err))
	}
}

// Routes is part of the answer to a request that matches no route.
type Routes struct {
	Routes []string `json:"routes"`
}

// unknown answers a request that matches no route.
func (a *api) unknown(w http.ResponseWriter, r *http.Request) {
	asked := r.Method + " " + r.URL.Path
	known := make([]string, len(routes))
	for i, route := range routes {
		known[i] = route.pattern()
	}
	hint := ""
	if len(asked) < 200 {
		hint = near.Hint(asked, known)
	}
	slices.Sort(known)
	reason := fmt.Sprintf("there is no route %.200s%s (GET /_sim/openapi.json describes all)", asked, hint)
	fail(w, &problem{http.StatusNotFound, reason, nil, Routes{known}})
}

func showMetrics(c *call, _ nothing) error {
	c.metrics.ServeHTTP(c.w, c.r)
	return nil
}
