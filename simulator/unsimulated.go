package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"sync"
)

// maxUnsimulated bounds how many gaps are remembered.
const maxUnsimulated = 100

// unsimulated are requests that were answered 501: the first of each method and
// route, of all teams.
type unsimulated struct {
	mu       sync.Mutex
	seen     map[string]bool
	requests []Request
}

// note remembers a request if it met a gap.
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

// NotSimulated is what clients asked that Vital has and the simulator lacks, with
// whatever key: the first request of each method and route. Resets do not forget
// it.
func (s *Simulator) NotSimulated() []Request {
	s.unsimulated.mu.Lock()
	defer s.unsimulated.mu.Unlock()
	return slices.Clone(s.unsimulated.requests)
}

// noting remembers requests of the management API that meet a gap.
func (s *Simulator) noting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusWriter{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		s.unsimulated.note(Request{Wall: s.config.Wall.Now().UTC(), Method: r.Method, Path: r.URL.Path, Status: answer.status})
	})
}
