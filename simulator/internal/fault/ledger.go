package fault

import (
	"cmp"
	"slices"
	"time"
)

// An Injection is one act of a fault: a line of the ledger.
type Injection struct {
	At   time.Time `json:"at"` // simulated
	Side Side      `json:"side"`
	// Fault is the fault's name, Done its effect in the words of the grammar.
	Fault string `json:"fault"`
	Done  string `json:"done"`
	User  string `json:"user,omitempty"` // client_user_id, or user_id where that is unknown

	Request string `json:"request,omitempty"` // method and path

	EventType string `json:"event_type,omitempty"`
	SvixID    string `json:"svix_id,omitempty"`
	Attempt   int    `json:"attempt,omitempty"`
	Endpoint  string `json:"endpoint,omitempty"`

	seq     int64 // of a message
	arrived int
}

// note records an act in the ledger; s.mu is held.
func (s *Set) note(a *active, i Injection) *Injection {
	a.done++
	s.arrived++
	i.Side, i.Fault, i.Done, i.arrived = a.Side, a.Name, a.Fault.done(), s.arrived
	s.ledger = append(s.ledger, &i)
	close(s.changed)
	s.changed = make(chan struct{})
	return &i
}

// Changed returns a channel that is closed with the next act.
func (s *Set) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Since returns the acts after the first n, in order, and their total number. Acts
// that were taken back are left out.
func (s *Set) Since(n int) (acts []Injection, now int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, line := range s.ledger {
		if line.arrived > n {
			acts = append(acts, *line)
		}
	}
	return acts, s.arrived
}

// Ledger returns all acts, sorted like the timeline: by simulated time, then by user,
// then deliveries by message, attempt and endpoint, and requests in their order. It
// does not depend on the order in which deliveries ended.
func (s *Set) Ledger() []Injection {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Injection, len(s.ledger))
	for i, line := range s.ledger {
		out[i] = *line
	}
	slices.SortStableFunc(out, func(a, b Injection) int {
		if c := cmp.Or(a.At.Compare(b.At), cmp.Compare(a.User, b.User), cmp.Compare(b.Side, a.Side)); c != 0 {
			return c // deliveries before requests: they are what receivers react to
		}
		if a.Side == API {
			return cmp.Compare(a.arrived, b.arrived)
		}
		return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.Attempt, b.Attempt), cmp.Compare(a.Endpoint, b.Endpoint))
	})
	return out
}
