// Package control is the simulator's own API under /_sim/v1/: it moves clocks,
// shows messages, waits for deliveries and starts over. A team is chosen by
// the header x-vital-api-key; without it, it is the first one.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// A Team is what the API drives.
type Team interface {
	Now() time.Time
	Advance(ctx context.Context, d time.Duration) error
	Speed() float64
	SetSpeed(speed float64) error
	// Messages are all messages that are kept, in the order of the timeline.
	Messages() []Message
	// Evicted are those that are not: they can only be counted.
	Evicted() []Tally
	// Changed is closed with the next attempt that ends.
	Changed() <-chan struct{}
	Inbox() []Received
	ClearInbox()
	Connector

	// Faults are the active ones; AddFault adds one in its grammar and returns
	// its name, ClearFaults ends the one of a name, or "all".
	Faults() []fault.State
	AddFault(text string) (name string, err error)
	ClearFaults(name string) error
	Injected() []fault.Injection
	// Acted is closed with the next act of a fault.
	Acted() <-chan struct{}
	// Requests are what clients asked of Vital's API.
	Requests() []journal.Request

	Endpoints() []Endpoint
	// Fill says how full the log is; it is encoded as it is.
	Fill() any
	// Resend attempts a message again, Recover all that failed since a time: at
	// one endpoint, or where endpointID is empty at all; n is how many attempts.
	Resend(ctx context.Context, svixID, endpointID string) (n int, err error)
	Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error)
}

// An Endpoint is where webhooks go. Its secret and the values of sensitive
// headers are not shown.
type Endpoint struct {
	ID          string            `json:"id"`
	URL         string            `json:"url"`
	Description string            `json:"description"`
	FilterTypes []string          `json:"filter_types"` // null for all
	RateLimit   int               `json:"rate_limit"`   // attempts in a simulated second; 0 for as many as there are
	Disabled    bool              `json:"disabled"`
	Headers     map[string]string `json:"headers"`
	Sensitive   []string          `json:"sensitive"`
	CreatedAt   time.Time         `json:"created_at"` // simulated
	UpdatedAt   time.Time         `json:"updated_at"`
}

// A Message is a webhook message on its way to an endpoint, with its attempts.
type Message struct {
	SvixID     string          `json:"svix_id"`
	EndpointID string          `json:"endpoint_id"` // "" where no endpoint wants it
	EventType  string          `json:"event_type"`
	User       string          `json:"client_user_id"`
	UserID     string          `json:"user_id"`
	At         time.Time       `json:"at"` // simulated
	Status     string          `json:"status"`
	Summary    string          `json:"summary"`
	Accepted   bool            `json:"-"`        // an attempt was answered with a 2xx
	Attempts   any             `json:"attempts"` // is encoded only where the message is shown
	Body       json.RawMessage `json:"body"`
}

// A Tally is a number of messages of which only type, users and status are known.
type Tally struct {
	Message
	Count int
}

// Received is a delivery that an inbox has verified.
type Received struct {
	SvixID    string          `json:"svix_id"`
	EventType string          `json:"event_type"`
	Body      json.RawMessage `json:"body"`
}

// Config is what the API needs.
type Config struct {
	Team     func(key string) (Team, error) // "" is the first team
	Reset    func(key string) error         // of one team; "" the first
	ResetAll func()
	// Busy tells the error of a clock that somebody else moves, or of an endpoint
	// that is disabled; Missing that of a message or endpoint that there is not.
	Busy, Missing func(error) bool
	// Duration reads durations such as 1d12h.
	Duration func(string) (time.Duration, error)
}

// routes are what the API has, for its mux and for its errors.
var routes = []struct {
	pattern string
	handle  func(a *api, t Team, r *http.Request) (any, error)
}{
	{"GET /_sim/v1/clock", (*api).clock},
	{"POST /_sim/v1/clock/advance", (*api).advance},
	{"PUT /_sim/v1/clock/speed", (*api).speed},
	{"POST /_sim/v1/connections", (*api).connect},
	{"GET /_sim/v1/messages", (*api).messages},
	{"POST /_sim/v1/wait", (*api).wait},
	{"GET /_sim/v1/inbox", (*api).inbox},
	{"DELETE /_sim/v1/inbox", (*api).clearInbox},
	{"GET /_sim/v1/requests", (*api).requests},
	{"GET /_sim/v1/faults", (*api).faults},
	{"POST /_sim/v1/faults", (*api).addFault},
	{"DELETE /_sim/v1/faults", (*api).clearFaults},
	{"GET /_sim/v1/faults/ledger", (*api).ledger},
	{"GET /_sim/v1/endpoints", (*api).endpoints},
	{"POST /_sim/v1/messages/{svix_id}/resend", (*api).resend},
	{"POST /_sim/v1/recover", (*api).recover},
}

type api struct{ Config }

// New is the control API as a handler.
func New(c Config) http.Handler {
	a := &api{c}
	mux := http.NewServeMux()
	known := []string{"POST /_sim/v1/reset"}
	for _, route := range routes {
		known = append(known, route.pattern)
		mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
			t, err := a.Team(r.Header.Get("X-Vital-Api-Key"))
			if err != nil {
				fail(w, &problem{http.StatusUnauthorized, err.Error(), nil})
				return
			}
			answer, err := route.handle(a, t, r)
			if err != nil {
				fail(w, a.reason(err))
				return
			}
			write(w, http.StatusOK, answer)
		})
	}
	mux.HandleFunc("POST /_sim/v1/reset", a.reset)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		text := fmt.Sprintf("no route %s %s; there are: %s", r.Method, r.URL.Path, strings.Join(known, ", "))
		fail(w, &problem{http.StatusNotFound, text, nil})
	})
	return mux
}

// A problem is an answer that refuses, with whatever helps beside the reason.
type problem struct {
	status int
	reason string
	more   map[string]any
}

func (p *problem) Error() string { return p.reason }

func refuse(format string, args ...any) error {
	return &problem{http.StatusUnprocessableEntity, fmt.Sprintf(format, args...), nil}
}

// reason is an error of a team as an answer.
func (a *api) reason(err error) error {
	switch _, told := errors.AsType[*problem](err); {
	case told:
		return err
	case a.Busy(err):
		return &problem{http.StatusConflict, err.Error(), nil}
	case a.Missing(err):
		return &problem{http.StatusNotFound, err.Error(), nil}
	}
	return err
}

func fail(w http.ResponseWriter, err error) {
	p, ok := errors.AsType[*problem](err)
	if !ok {
		p = &problem{http.StatusInternalServerError, err.Error(), nil}
	}
	answer := map[string]any{"error": p.reason}
	for k, v := range p.more {
		answer[k] = v
	}
	write(w, p.status, answer)
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // the client may have gone
}

// read decodes a body whose keys must all be known; an empty one is {}.
func read(r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return refuse("body: %v", err)
	}
	return nil
}

// clock is GET /_sim/v1/clock: {"now","speed"}.
func (a *api) clock(t Team, _ *http.Request) (any, error) {
	return map[string]any{"now": t.Now(), "speed": t.Speed()}, nil
}

// advance is POST /_sim/v1/clock/advance {"by":"1d"}: it returns when all that
// fell due was attempted; 409 while another advance is running.
func (a *api) advance(t Team, r *http.Request) (any, error) {
	var body struct{ By string }
	if err := read(r, &body); err != nil {
		return nil, err
	}
	d, err := a.Duration(body.By)
	if err != nil {
		return nil, refuse("by: %v", err)
	}
	if err := t.Advance(r.Context(), d); err != nil {
		return nil, err
	}
	return a.clock(t, r)
}

// speed is PUT /_sim/v1/clock/speed {"speed":60}: simulated seconds in a second.
func (a *api) speed(t Team, r *http.Request) (any, error) {
	var body struct{ Speed *float64 }
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if body.Speed == nil {
		return nil, refuse("speed: missing; 0 stops the clock, 1 is real time")
	}
	if err := t.SetSpeed(*body.Speed); err != nil {
		return nil, refuse("%v", err)
	}
	return a.clock(t, r)
}

// inbox is GET /_sim/v1/inbox: what the built-in receiver has verified.
func (a *api) inbox(t Team, _ *http.Request) (any, error) {
	return map[string]any{"received": append([]Received{}, t.Inbox()...)}, nil
}

// clearInbox is DELETE /_sim/v1/inbox.
func (a *api) clearInbox(t Team, r *http.Request) (any, error) {
	t.ClearInbox()
	return a.inbox(t, r)
}

// reset is POST /_sim/v1/reset: the team starts over, with ?all=true every one.
func (a *api) reset(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("all") == "true" {
		a.ResetAll()
	} else if err := a.Reset(r.Header.Get("X-Vital-Api-Key")); err != nil {
		fail(w, &problem{http.StatusUnauthorized, err.Error(), nil})
		return
	}
	write(w, http.StatusOK, map[string]any{"reset": true})
}
