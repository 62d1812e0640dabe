// Package glob matches words and paths against patterns. In a pattern *
// stands for any run of characters, {name} for one path segment, and any
// other character for itself. Match tests one text; Meet tests whether two
// patterns overlap.
package glob

import "strings"

// Match reports whether the pattern matches all of s.
func Match(pattern, s string) bool {
	if !strings.Contains(pattern, "{") {
		return matchStars(pattern, s)
	}
	return meet(parse(pattern), literals(s))
}

// matchStars is like Match, for patterns without {name}. It takes linear time.
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

// Meet reports whether some text matches both patterns.
func Meet(a, b string) bool { return meet(parse(a), parse(b)) }

// A unit is one element of a pattern: a byte, or one of the wildcards.
type unit int

const (
	run     unit = -1 - iota // any bytes, or none
	segment                  // one byte other than /
	rest                     // any number of bytes other than /, the remainder of a segment
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
				units = append(units, unit(c)) // a brace that is never closed stands for itself
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

// meet reports whether some text matches both patterns. It fills a table from
// the end of both: row[j], for a given i, tells whether a[i:] and b[j:] have
// a text in common.
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

// common computes one cell of the table: whether a and b have a text in
// common. after(da, db) is the cell that is da units on in a and db in b.
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
	// Both match one byte. A wildcard that may match more of them stays.
	stayA, stayB := a[0].skips(), b[0].skips()
	return !stayA && !stayB && after(1, 1) ||
		stayA && !stayB && after(0, 1) ||
		!stayA && stayB && after(1, 0)
}

// skips reports whether the unit matches any number of bytes, including none.
func (u unit) skips() bool { return u == run || u == rest }

// shares reports whether some byte matches both units.
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
