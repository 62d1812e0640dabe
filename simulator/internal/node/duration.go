package node

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Wall reads a span of wall time such as 300ms or 2s, above zero and at most
// the given limit. It reports anything else and returns 0.
func (m *Mapping) Wall(key string, most time.Duration) time.Duration {
	want := fmt.Sprintf("a duration of wall time such as 300ms or 2s, up to %v", most)
	s := m.Measure(key, want, "ms", "s", "m")
	if s == "" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > most {
		m.Errorf(key, "want %s, have %s", want, Quote(s))
		return 0
	}
	return d
}

// Simulated reads a span of simulated time such as 2h or 1d12h, above zero.
// It reports anything else and returns 0.
func (m *Mapping) Simulated(key string) time.Duration {
	v := m.Value(key, Optional)
	if v == nil {
		return 0
	}
	d, cause := Simulated(v)
	if cause != "" {
		m.Errorf(key, "%s", cause)
	}
	return d
}

// Simulated reads a span of simulated time above zero. The cause says what is
// wrong with it.
func Simulated(n *yaml.Node) (d time.Duration, cause string) {
	if cause = unitless(n, "s", "m", "h", "d"); cause != "" {
		return 0, cause
	}
	if !IsText(n) {
		return 0, "want a duration such as 90s, 6h or 1d12h, have " + Have(n)
	}
	parsed, err := clock.ParseDuration(n.Value)
	switch {
	case err != nil:
		return 0, err.Error()
	case parsed == 0:
		return 0, "want a duration above zero, have " + Quote(n.Value)
	}
	return time.Duration(parsed), ""
}

// Measure reads text that is a number with its unit, such as 5s. It reports a
// number without a unit, with the units that fit, and returns "".
func (m *Mapping) Measure(key, want string, units ...string) string {
	v := m.Value(key, Optional)
	if v == nil {
		return ""
	}
	switch cause := unitless(v, units...); {
	case cause != "":
		m.Errorf(key, "%s", cause)
		return ""
	case isNumber(v) && !misread(v):
		m.Errorf(key, "want %s, have %s", want, Have(v))
		return ""
	}
	return m.Text(key, Optional)
}

var wholeNumber = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)

// unitless says that a value is a whole number without a unit, or returns "".
func unitless(n *yaml.Node, units ...string) string {
	if n.Kind != yaml.ScalarNode || !wholeNumber.MatchString(n.Value) {
		return ""
	}
	var with []string
	for _, unit := range units {
		with = append(with, n.Value+unit)
	}
	last := len(with) - 1
	return Short(n.Value) + " has no unit; write " + strings.Join(with[:last], ", ") + " or " + with[last]
}
