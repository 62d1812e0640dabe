package body

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// A value is the value of a key in a persona file.
type value struct {
	*node.Mapping
	key  string
	node *yaml.Node
}

func (v value) errorf(format string, args ...any) { v.Errorf(v.key, format, args...) }

// pair returns the two elements of a list, or a scalar twice.
func pair(n *yaml.Node) (lo, hi *yaml.Node, ok bool) {
	if n.Kind == yaml.SequenceNode {
		if len(n.Content) != 2 {
			return nil, nil, false
		}
		return n.Content[0], n.Content[1], true
	}
	return n, n, n.Kind == yaml.ScalarNode
}

// between reads [lowest, highest], or one number for both.
func between(lo, hi float64, of func(*traits) *extent) func(value, *traits) {
	return func(v value, t *traits) {
		var e extent
		from, to, ok := pair(v.node)
		if ok {
			var a, b bool
			e[0], a = node.Number(from)
			e[1], b = node.Number(to)
			ok = a && b
		}
		switch {
		case !ok:
			v.errorf("want [lowest, highest] or a number, have %s", node.Have(v.node))
		case !e.within(lo, hi):
			v.errorf("want a range within %v and %v, lowest first, have [%v, %v]", lo, hi, e[0], e[1])
		default:
			*of(t) = e
		}
	}
}

// times reads ["HH:MM", "HH:MM"], or one time for both, as minutes.
func times(lo, hi float64, of func(*traits) *extent) func(value, *traits) {
	return func(v value, t *traits) {
		var e extent
		from, to, ok := pair(v.node)
		if !ok {
			v.errorf(`want ["HH:MM", "HH:MM"] or one time, have %s`, node.Have(v.node))
			return
		}
		for i, n := range []*yaml.Node{from, to} {
			m, ok := minuteOf(n.Value)
			if !ok || !node.IsText(n) {
				v.errorf(`want a time such as "02:30", in quotes, have %s`, node.Have(n))
				return
			}
			e[i] = float64(m)
		}
		if !e.within(lo, hi) {
			v.errorf("want times within %s and %s, the earlier first, have %s and %s", clockOf(lo), clockOf(hi), clockOf(e[0]), clockOf(e[1]))
			return
		}
		*of(t) = e
	}
}

var timeOfDay = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})$`)

// minuteOf reads HH:MM.
func minuteOf(text string) (minute int, ok bool) {
	parts := timeOfDay.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(parts[1])
	m, _ := strconv.Atoi(parts[2])
	return 60*h + m, h <= 23 && m <= 59
}

func clockOf(minute float64) string { return fmt.Sprintf("%02d:%02d", int(minute)/60, int(minute)%60) }

// chance reads a number from 0 to 1.
func chance(of func(*traits) *float64) func(value, *traits) {
	return func(v value, t *traits) {
		x, ok := node.Number(v.node)
		if !ok || x < 0 || x > 1 {
			v.errorf("want a number from 0 to 1, have %s", node.Have(v.node))
			return
		}
		*of(t) = x
	}
}

// flag reads true or false.
func flag(of func(*traits) *bool) func(value, *traits) {
	return func(v value, t *traits) { *of(t) = v.Bool(v.key, *of(t)) }
}

// text reads a line of text.
func text(of func(*traits) *string) func(value, *traits) {
	return func(v value, t *traits) { *of(t) = v.Text(v.key, node.Optional) }
}

// word reads a word and stores its value in a table.
func word[T any](kind string, known map[string]T, of func(*traits) *T) func(value, *traits) {
	return func(v value, t *traits) {
		name := v.Text(v.key, node.Optional)
		if name == "" {
			return
		}
		x, ok := known[name]
		if !ok {
			v.errorf("unknown %s %s%s", kind, node.Quote(name), node.Suggest(name, slices.Sorted(maps.Keys(known))))
			return
		}
		*of(t) = x
	}
}

// words reads a non-empty list of known words.
func words(kind string, known func() []string, of func(*traits) *[]string) func(value, *traits) {
	return func(v value, t *traits) {
		var list []string
		for _, n := range v.List(v.key, node.Optional, "name one at least") {
			if !slices.Contains(known(), n.Value) {
				v.errorf("unknown %s %s%s", kind, node.Quote(n.Value), node.Suggest(n.Value, known()))
				continue
			}
			list = append(list, n.Value)
		}
		if len(list) > 0 {
			*of(t) = list
		}
	}
}

// zone reads an IANA name.
func zone(of func(*traits) *string) func(value, *traits) {
	return func(v value, t *traits) {
		name := v.Text(v.key, node.Optional)
		if name == "" {
			return
		}
		if _, err := loadZone(name); err != nil {
			v.errorf("%v", err)
			return
		}
		*of(t) = name
	}
}

// zoneList reads a non-empty list of IANA names.
func zoneList(of func(*traits) *[]string) func(value, *traits) {
	return func(v value, t *traits) {
		var list []string
		for _, n := range v.List(v.key, node.Optional, "name one zone at least, or leave it out for a dozen") {
			if _, err := loadZone(n.Value); err != nil {
				v.errorf("%v", err)
				continue
			}
			list = append(list, n.Value)
		}
		if len(list) > 0 {
			*of(t) = list
		}
	}
}

// days reads a list of days of the week, which may be empty.
func days(of func(*traits) *[7]bool) func(value, *traits) {
	return func(v value, t *traits) {
		if v.node.Kind == yaml.SequenceNode && len(v.node.Content) == 0 {
			*of(t) = [7]bool{}
			return
		}
		var list []string
		words("day", func() []string { return weekdays[:] }, func(*traits) *[]string { return &list })(v, t)
		var out [7]bool
		for _, name := range list {
			out[slices.Index(weekdays[:], name)] = true
		}
		*of(t) = out
	}
}

// weekdays in the order of time.Weekday.
var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
