package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// A Request is a request of a client to Vital's API and its response.
type Request struct {
	At           time.Time     `json:"at"`   // simulated
	Wall         time.Time     `json:"wall"` // the machine's clock
	Method       string        `json:"method"`
	Route        string        `json:"route,omitempty"` // with {names} for ids; "" where Vital has no such path
	Path         string        `json:"path"`
	Query        string        `json:"query,omitempty"`
	ClientUserID string        `json:"client_user_id,omitempty"`
	UserID       string        `json:"user_id,omitempty"`
	Status       int           `json:"status"`             // 0 where there was no answer
	Response     string        `json:"response,omitempty"` // of a refusal: the beginning of the body
	Hint         string        `json:"hint,omitempty"`     // of a refusal: the advice in its header Vitalsim-Hint
	Fault        string        `json:"fault,omitempty"`    // the name of the one that acted
	Duration     time.Duration `json:"-"`                  // wall time; duration_ms in JSON
}

// MarshalJSON writes the duration in milliseconds.
func (r Request) MarshalJSON() ([]byte, error) { return journal.Request(r).MarshalJSON() }

// Requests returns the newest 10,000 requests to the team API, in the order in
// which they were answered.
func (s *Simulator) Requests() []Request {
	t := s.teams.Last()
	if t == nil {
		return nil
	}
	var out []Request
	for _, r := range t.Journal.Requests() {
		out = append(out, Request(r))
	}
	return out
}

// maxUnsimulated bounds the number of requests that NotSimulated returns.
const maxUnsimulated = 100

// unsimulated keeps the requests that were answered 501: the first of each method
// and route, of all teams.
type unsimulated struct {
	mu       sync.Mutex
	seen     map[string]bool
	requests []Request
}

// note keeps a request if it was answered 501.
func (u *unsimulated) note(r Request) {
	if r.Status != http.StatusNotImplemented || r.Fault != "" {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	key := r.Method + " " + cmp.Or(r.Route, r.Path)
	if u.seen[key] || len(u.requests) == maxUnsimulated {
		return
	}
	if u.seen == nil {
		u.seen = map[string]bool{}
	}
	u.seen[key] = true
	u.requests = append(u.requests, r)
}

// NotSimulated returns the requests of all teams for what Vital has and the
// simulator lacks: the first of each method and route. It survives resets.
func (s *Simulator) NotSimulated() []Request {
	s.unsimulated.mu.Lock()
	defer s.unsimulated.mu.Unlock()
	return slices.Clone(s.unsimulated.requests)
}
