package simtest

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// AllowNotSimulated lets the test pass although requests to these paths are
// answered 501, not simulated; without paths it is all of them. In a path, * is
// any run of characters and {user_id} a segment.
func (s *Sim) AllowNotSimulated(paths ...string) {
	if len(paths) == 0 {
		paths = []string{"*"}
	}
	s.allowed = append(s.allowed, paths...)
}

// reportGaps fails the test for what the client could not have from a simulator.
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
