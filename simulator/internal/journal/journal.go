// Package journal remembers what clients asked of Vital's API.
package journal

import (
	"encoding/json"
	"sync"
	"time"
)

// Kept is how many requests a journal keeps, the newest ones.
const Kept = 10_000

// A Request is what a client asked and how it was answered.
type Request struct {
	At           time.Time     `json:"at"`   // simulated
	Wall         time.Time     `json:"wall"` // the machine's clock
	Method       string        `json:"method"`
	Route        string        `json:"route,omitempty"` // with {names} for ids; "" where Vital has no such path
	Path         string        `json:"path"`
	Query        string        `json:"query,omitempty"`
	ClientUserID string        `json:"client_user_id,omitempty"`
	UserID       string        `json:"user_id,omitempty"`
	Status       int           `json:"status"`          // 0 where there was no answer
	Fault        string        `json:"fault,omitempty"` // the name of the one that acted
	Duration     time.Duration `json:"-"`               // wall time; duration_ms in JSON
}

// MarshalJSON writes the duration in milliseconds.
func (r Request) MarshalJSON() ([]byte, error) {
	type plain Request
	return json.Marshal(struct {
		plain
		Milliseconds float64 `json:"duration_ms"`
	}{plain(r), float64(r.Duration.Microseconds()) / 1000})
}

// A Journal keeps requests in the order in which they were answered. The zero
// value is empty. It is safe for concurrent use.
type Journal struct {
	mu       sync.Mutex
	requests []Request // a ring once it is full
	total    int
	changed  chan struct{} // closed with the next request; nil while nobody waits
}

// Add appends a request; beyond Kept, the oldest is forgotten.
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

// Changed is closed with the next request.
func (j *Journal) Changed() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// Requests are those that are kept, oldest first.
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

// Forgotten is how many requests are not kept any more.
func (j *Journal) Forgotten() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.total - len(j.requests)
}
