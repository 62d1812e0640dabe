package fault

import (
	"net/http"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// A Request is a request of a client to Vital's API.
type Request struct {
	At     time.Time // simulated
	Method string
	Path   string
	Route  string // the path with {names} in the place of ids
	User   User   // whom it is about, where it says
}

// An Act is a fault's act on a request. It is in the ledger.
type Act struct {
	Fault string // its name

	answer Answer
	wall   clock.Wall
	undo   func()
}

// Take returns the act of a fault on a request, or nil.
func (s *Set) Take(q Request) *Act {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.active {
		if !a.matches(q) || !a.takes(s.seed, q.User, q.Method+" "+q.Route) {
			continue
		}
		return s.act(a, q)
	}
	return nil
}

// act records the act of a fault on a request; s.mu is held.
func (s *Set) act(a *active, q Request) *Act {
	line := s.note(a, Injection{At: q.At, User: q.User.key(), Request: q.Method + " " + q.Path})
	return &Act{a.Name, a.Answer, s.wall, func() { s.undo(a, line) }}
}

// Serve answers the request with the effects of the fault; next answers without
// them. It returns false if the fault had no effect on the response, which is then
// unchanged, and takes the act back.
func (a *Act) Serve(w http.ResponseWriter, r *http.Request, next http.Handler) bool {
	w.Header().Set("Vitalsim-Fault", a.Fault)
	if a.answer.Latency > 0 && a.wall.Sleep(r.Context(), a.answer.Latency) != nil {
		return true // the client did not wait
	}
	if a.answer.Reset {
		reset(w)
		return true
	}
	if a.answer.Status != 0 {
		next = refusal{a.answer}
	}
	if !a.answer.spoils() {
		next.ServeHTTP(w, r)
		return true
	}
	spoiled := &responseMangler{ResponseWriter: w, answer: a.answer, ctx: r.Context(), wall: a.wall}
	next.ServeHTTP(spoiled, r)
	spoiled.send()
	if spoiled.empty && a.answer.Latency == 0 {
		a.undo()
		return false
	}
	return true
}

// spoils reports whether the fault changes the body of the response.
func (a Answer) spoils() bool { return a.Truncate || a.Malformed || a.SlowBody > 0 }

func (s *Set) undo(a *active, line *Injection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.taken--
	a.done--
	s.ledger = slices.DeleteFunc(s.ledger, func(l *Injection) bool { return l == line })
}

func (a *active) matches(q Request) bool {
	return a.Side == API && q.User.is(a.User) && (a.Method == "" || a.Method == q.Method) && (a.Path == "" || glob.Match(a.Path, q.Path))
}
