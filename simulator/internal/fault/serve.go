package fault

import (
	"net/http"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// A Request is what a client asks of Vital's API.
type Request struct {
	At     time.Time // simulated
	Method string
	Path   string
	Route  string // the path with {names} in the place of ids
	User   User   // whom it is about, where it says
}

// Serve answers a request as next does, or as a fault wants it. It returns the
// name of the fault that acted, or "".
func (s *Set) Serve(w http.ResponseWriter, r *http.Request, q Request, next http.Handler) string {
	f, undo := s.take(q)
	if f == nil {
		next.ServeHTTP(w, r)
		return ""
	}
	a := f.Answer
	w.Header().Set("Vitalsim-Fault", f.Name)
	if a.Latency > 0 && s.wall.Sleep(r.Context(), a.Latency) != nil {
		return f.Name // the client did not wait
	}
	if a.Reset {
		reset(w)
		return f.Name
	}
	if a.Status != 0 {
		next = refusal{a}
	}
	if !a.Truncate && !a.Malformed && a.SlowBody == 0 {
		next.ServeHTTP(w, r)
		return f.Name
	}
	spoiled := &spoiler{ResponseWriter: w, answer: a, ctx: r.Context(), wall: s.wall}
	next.ServeHTTP(spoiled, r)
	spoiled.send()
	if spoiled.empty && a.Latency == 0 {
		undo() // there was no body to spoil
		return ""
	}
	return f.Name
}

// take finds the fault that acts upon a request, or nil. What undo undoes has
// not happened.
func (s *Set) take(q Request) (f *Fault, undo func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.active {
		if !a.matches(q) || !a.takes(s.seed, q.User, q.Method+" "+q.Route) {
			continue
		}
		line := s.note(a, Injection{At: q.At, User: q.User.key(), Request: q.Method + " " + q.Path})
		return &a.Fault, func() { s.undo(a, line) }
	}
	return nil, nil
}

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
