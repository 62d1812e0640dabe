// Package glob matches words and paths with patterns: * is any run of
// characters, {name} is one segment of a path, anything else is itself.
package glob

import "strings"

// Match is whether the whole of s fits the pattern.
func Match(pattern, s string) bool {
	if !strings.Contains(pattern, "{") {
		return matchStars(pattern, s)
	}
	return meet(parse(pattern), literals(s))
}

// matchStars is Match for a pattern without {names}, in linear time.
func matchStars(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	s, ok := strings.CutPrefix(s, head)
	if !ok {
		return false
	}
	pieces := strings.Split(rest, "*")
	last := len(pieces) - 1
	for _, piece := range pieces[:last] {
		_, after, found := strings.Cut(s, piece)
		if !found {
			return false
		}
		s = after
	}
	return strings.HasSuffix(s, pieces[last])
}

// Meet is whether some text fits both patterns.
func Meet(a, b string) bool { return meet(parse(a), parse(b)) }

// A unit is one piece of a pattern: a byte, or a wildcard.
type unit int

const (
	run     unit = -1 - iota // any bytes, or none
	segment                  // one or more bytes but /
	rest                     // what is left of a segment: any bytes but /, or none
)

func literals(s string) []unit {
	units := make([]unit, len(s))
	for i := range len(s) {
		units[i] = unit(s[i])
	}
	return units
}

func parse(pattern string) []unit {
	units := make([]unit, 0, len(pattern))
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; c {
		case '*':
			units = append(units, run)
		case '{':
			end := strings.IndexAny(pattern[i:], "}/")
			if end < 0 || pattern[i+end] == '/' {
				units = append(units, unit(c)) // no name is closed here
				continue
			}
			units = append(units, segment, rest)
			i += end
		default:
			units = append(units, unit(c))
		}
	}
	return units
}

// meet walks both patterns at once. Row i holds, for each j, whether what is
// left of a after i and of b after j have a text in common.
func meet(a, b []unit) bool {
	row, next := make([]bool, len(b)+1), make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			row[j] = common(a[i:], b[j:], func(da, db int) bool {
				if da == 0 {
					return row[j+db]
				}
				return next[j+db]
			})
		}
		row, next = next, row
	}
	return next[0]
}

// common is one step: whether a and b share a text, given after, which says
// whether they do without their first da and db units.
func common(a, b []unit, after func(da, db int) bool) bool {
	switch {
	case len(a) == 0 && len(b) == 0:
		return true
	case len(a) > 0 && a[0].skips() && after(1, 0):
		return true
	case len(b) > 0 && b[0].skips() && after(0, 1):
		return true
	case len(a) == 0 || len(b) == 0 || !a[0].shares(b[0]):
		return false
	}
	// Both take one byte: what can take more of them stays.
	stayA, stayB := a[0].skips(), b[0].skips()
	return !stayA && !stayB && after(1, 1) ||
		stayA && !stayB && after(0, 1) ||
		!stayA && stayB && after(1, 0)
}

// skips is whether the unit may take nothing, and more than one byte.
func (u unit) skips() bool { return u == run || u == rest }

// shares is whether some byte fits both units.
func (u unit) shares(v unit) bool {
	switch {
	case u == run || v == run:
		return true
	case u < 0 && v < 0:
		return true
	case u < 0:
		return v != '/'
	case v < 0:
		return u != '/'
	}
	return u == v
}
