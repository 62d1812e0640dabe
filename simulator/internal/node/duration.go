package node

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Wall reads a span of wall time such as 300ms or 2s, above zero and at most
// the given limit. It reports anything else and returns 0.
func (m *Mapping) Wall(key string, most time.Duration) time.Duration {
	s := m.Text(key, Optional)
	if s == "" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > most {
		m.Errorf(key, "want a duration of wall time such as 300ms or 2s, up to %v, have %s", most, Quote(s))
		return 0
	}
	return d
}

// Simulated reads a span of simulated time such as 2h or 1d12h, above zero.
// It reports anything else and returns 0.
func (m *Mapping) Simulated(key string) time.Duration {
	s := m.Text(key, Optional)
	if s == "" {
		return 0
	}
	d, err := clock.ParseDuration(s)
	switch {
	case err != nil:
		m.Errorf(key, "%s", err)
	case d == 0:
		m.Errorf(key, "want a duration above zero, have %s", Quote(s))
	}
	return time.Duration(d)
}
