// Package control is the simulator's own API under /_sim/v1/: it moves clocks,
// shows messages, waits for deliveries and starts over. A team is chosen by
// the header x-vital-api-key; without it, it is the first one.
//
// One table, routes, says what there is: it drives the mux, the errors and the
// OpenAPI document.
package control

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// A Team is what the API drives.
type Team interface {
	Now() time.Time
	Advance(ctx context.Context, d time.Duration) error
	Speed() float64
	SetSpeed(speed float64) error

	Log
	Mailbox
	Misbehaviour
	Requests
	Connector
	Users
	Endpoints
	Trigger
	Player
	Watched
	Snapshotter
}

// Config is what the API needs.
type Config struct {
	Team     func(key string) (Team, error) // "" is the first team
	Reset    func(key string) error         // of one team; "" the first
	ResetAll func()
	// Restore replaces a team by what Snapshot has written.
	Restore func(key string, r io.Reader) error
	// Busy tells the error of a clock that somebody else moves, or of an endpoint
	// that is disabled; Missing that of a message or endpoint that there is not.
	Busy, Missing func(error) bool
	// Duration reads durations such as 1d12h.
	Duration func(string) (time.Duration, error)
	// Scenarios are those that can be played by name, and what checks a text.
	Scenarios Scenarios
	// Metrics are those of the whole simulator.
	Metrics http.Handler
	// Served is told of every request that a route has taken.
	Served func(method, route string, status int)
	// Document is the API in OpenAPI's terms; see Document.
	Document func() json.RawMessage
	// Examples are the events that can be sent without data.
	Examples func() []Example
}

type api struct{ Config }

// New is the control API as a handler.
func New(c Config) http.Handler {
	a := &api{c}
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.pattern(), func(w http.ResponseWriter, r *http.Request) { a.serve(route, w, r) })
	}
	mux.HandleFunc("/", a.unknown)
	return mux
}

// serve answers a request that a route takes.
func (a *api) serve(route route, w http.ResponseWriter, r *http.Request) {
	noted := &noted{ResponseWriter: w, status: http.StatusOK}
	defer func() { a.Served(route.method, route.path, noted.status) }()
	w = noted
	c := &call{api: a, r: r, w: w}
	if !route.teamless {
		var err error
		if c.team, err = a.Team(r.Header.Get("X-Vital-Api-Key")); err != nil {
			fail(w, &problem{http.StatusUnauthorized, err.Error(), nil, nil})
			return
		}
	}
	if err := route.do(c); err != nil {
		fail(w, a.reason(err))
	}
}

// unknown answers what no route takes.
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
	fail(w, &problem{http.StatusNotFound, fmt.Sprintf("no route %.200s%s; there are: %s", asked, hint, strings.Join(known, ", ")), nil, nil})
}

// noted remembers the status of an answer.
type noted struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (w *noted) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController flush.
func (w *noted) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func showMetrics(c *call, _ nothing) error {
	c.Metrics.ServeHTTP(c.w, c.r)
	return nil
}
