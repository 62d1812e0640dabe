package clock

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Duration is a span of simulated time, written as 90s, 15m, 6h, 1d, 2w or
// a sum such as 1d12h. A day is 24 hours.
type Duration time.Duration

// quote returns s in quotes, cut to the length that fits a message.
func quote(s string) string { return fmt.Sprintf("%.60q", s) }

type unit struct {
	name string
	size time.Duration
}

// units lists the units from the largest to the smallest, the order in which
// a sum must have them.
var units = []unit{
	{"w", 7 * 24 * time.Hour},
	{"d", 24 * time.Hour},
	{"h", time.Hour},
	{"m", time.Minute},
	{"s", time.Second},
}

// ParseDuration parses a duration: whole numbers, each followed by its unit,
// from the largest unit to the smallest.
func ParseDuration(s string) (Duration, error) {
	bad := func(format string, args ...any) (Duration, error) {
		return 0, fmt.Errorf("%s"+format, append([]any{quote(s)}, args...)...)
	}
	var total time.Duration
	last := -1
	for rest := s; rest != "" || s == ""; {
		digits, name := number(rest)
		if digits == "" || name == "" && len(digits) < len(rest) {
			return bad(": want a whole number and a unit (s, m, h, d or w), as in 90s, 6h or 1d12h")
		}
		rest = strings.TrimLeft(rest[len(digits):], letters)
		i := unitNamed(name)
		switch {
		case name == "":
			return bad(": %s has no unit; want s, m, h, d or w, as in 90s, 6h or 1d12h", digits)
		case i < 0:
			return bad(": unknown unit %s; units are s, m, h, d and w", quote(name))
		case i <= last:
			return bad(": write units from the largest to the smallest, each once, as in 1d12h")
		}
		last = i
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n > int64((math.MaxInt64-total)/units[i].size) {
			return bad(": longer than the longest duration, 292 years")
		}
		total += time.Duration(n) * units[i].size
	}
	return Duration(total), nil
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// number splits s after its leading digits and returns them and the letters
// that follow.
func number(s string) (digits, name string) {
	rest := strings.TrimLeft(s, "0123456789")
	after := strings.TrimLeft(rest, letters)
	return s[:len(s)-len(rest)], rest[:len(rest)-len(after)]
}

func unitNamed(name string) int {
	for i, u := range units {
		if u.name == name {
			return i
		}
	}
	return -1
}

// String formats the duration so that ParseDuration can read it. Weeks are
// used only for whole weeks: 2w, but 15d.
func (d Duration) String() string {
	rest := time.Duration(d)
	if rest == 0 {
		return "0s"
	}
	var b strings.Builder
	if rest < 0 {
		b.WriteByte('-')
		rest = -rest
	}
	for _, u := range units {
		if u.name == "w" && rest%u.size != 0 {
			continue
		}
		if n := rest / u.size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			rest -= n * u.size
		}
	}
	if rest != 0 { // a fraction of a second, which ParseDuration never returns
		b.WriteString(rest.String())
	}
	return b.String()
}
