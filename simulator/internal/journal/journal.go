// Package journal keeps the requests of clients to Vital's API.
package journal

import (
	"encoding/json"
	"math"
	"sync"
	"time"
)

// Kept is the number of requests that a journal keeps, the newest ones.
const Kept = 10_000

// A Request is a request of a client and its response.
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
func (r Request) MarshalJSON() ([]byte, error) {
	type plain Request
	return json.Marshal(struct {
		plain
		Milliseconds float64 `json:"duration_ms"`
	}{plain(r), float64(r.Duration.Microseconds()) / 1000})
}

// UnmarshalJSON reads the output of MarshalJSON, with a precision of microseconds.
func (r *Request) UnmarshalJSON(b []byte) error {
	type plain Request
	wire := struct {
		*plain
		Milliseconds float64 `json:"duration_ms"`
	}{plain: (*plain)(r)}
	if err := json.Unmarshal(b, &wire); err != nil {
		return err
	}
	r.Duration = time.Duration(math.Round(wire.Milliseconds*1000)) * time.Microsecond
	return nil
}

// A State is the saved form of a journal.
type State struct {
	Requests  []Request `json:"requests,omitempty"` // oldest first
	Forgotten int       `json:"forgotten,omitempty"`
}

// A Journal keeps requests in the order in which they were answered. The zero
// value is empty. It is safe for concurrent use.
type Journal struct {
	mu       sync.Mutex
	requests []Request // a ring once it is full
	total    int
	lost     int           // forgotten before it was loaded
	changed  chan struct{} // closed with the next request; nil while nobody waits
}

// Add appends a request and drops the oldest one beyond Kept.
func (j *Journal) Add(r Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.requests) < Kept {
		j.requests = append(j.requests, r)
	} else {
		j.requests[j.total%Kept] = r
	}
	j.total++
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// Changed returns a channel that is closed with the next request.
func (j *Journal) Changed() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// Requests returns the kept requests, oldest first.
func (j *Journal) Requests() []Request {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Request, 0, len(j.requests))
	if j.total > Kept {
		from := j.total % Kept
		out = append(out, j.requests[from:]...)
		return append(out, j.requests[:from]...)
	}
	return append(out, j.requests...)
}

// Forgotten returns the number of dropped requests.
func (j *Journal) Forgotten() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lost + j.total - len(j.requests)
}

// Save returns the state of the journal.
func (j *Journal) Save() State { return State{j.Requests(), j.Forgotten()} }

// Load restores a saved state into an empty journal.
func (j *Journal) Load(s State) {
	j.lost = s.Forgotten
	for _, r := range s.Requests {
		j.Add(r)
	}
}
