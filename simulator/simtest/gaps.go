package simtest

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// AllowNotSimulated lets the test pass although requests to these paths are
// answered with 501 "not simulated"; without arguments it allows all paths. In a
// path, * matches any run of characters and {user_id} a segment.
func (s *Sim) AllowNotSimulated(paths ...string) {
	if len(paths) == 0 {
		paths = []string{"*"}
	}
	s.allowed = append(s.allowed, paths...)
}

// reportGaps fails the test if the client requested what is not simulated.
func (s *Sim) reportGaps() {
	s.t.Helper()
	for _, r := range s.NotSimulated() {
		if slices.ContainsFunc(s.allowed, func(pattern string) bool { return glob.Match(pattern, r.Path) }) {
			continue
		}
		s.t.Errorf("%s %s was answered 501: Vital has it, and it is not simulated; if the test is to pass all the same: sim.AllowNotSimulated(%q)",
			r.Method, r.Path, cmp.Or(r.Route, r.Path))
	}
}
