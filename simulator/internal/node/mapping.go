package node

import (
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"gopkg.in/yaml.v3"
)

// A Mapping reads a mapping key by key. Each key that the caller asks for
// becomes a known key; Done then reports the other keys in the file as
// unknown, and the required ones that are missing.
type Mapping struct {
	Node *yaml.Node

	path    string // the prefix of messages, such as "backfill", or ""
	usage   string // the form of the mapping, shown when a key is missing
	report  Report
	entries map[string]Entry
	known   []string
	missing []string
	refused []string
}

// An Entry is a key of a mapping and its value.
type Entry struct{ Key, Value *yaml.Node }

// A Need tells whether a key may be left out.
type Need bool

// The values of a Need.
const (
	Optional Need = false
	Required Need = true
)

// NewMapping starts to read a mapping, which messages call path. It reports
// any other kind of node and returns nil.
func NewMapping(n *yaml.Node, path, usage string, report Report) *Mapping {
	m := &Mapping{Node: n, path: path, usage: usage, report: report, entries: map[string]Entry{}}
	if n.Kind != yaml.MappingNode {
		m.reportf(n, "%swant a mapping, have %s%s", m.prefix(), Have(n), m.hint())
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			m.reportf(key, "%sa key must be text, not %s", m.prefix(), Have(key))
			continue
		}
		if _, dup := m.entries[key.Value]; !dup { // Load has reported it
			m.entries[key.Value] = Entry{key, value}
		}
	}
	return m
}

func (m *Mapping) reportf(n *yaml.Node, format string, args ...any) {
	m.report(n, fmt.Sprintf(format, args...))
}

// Refuse reports a key, if the mapping has it, for a more specific reason
// than that it is unknown.
func (m *Mapping) Refuse(key, format string, args ...any) {
	if e, ok := m.entries[key]; ok {
		m.refused = append(m.refused, key)
		m.reportf(e.Key, "%s"+format, append([]any{m.prefix()}, args...)...)
	}
}

// Done ends the reading and reports unknown and missing keys. It returns
// false if a key was refused, unknown or missing.
func (m *Mapping) Done() bool {
	whole := len(m.refused) == 0
	for _, name := range slices.Sorted(maps.Keys(m.entries)) {
		if slices.Contains(m.known, name) || slices.Contains(m.refused, name) {
			continue
		}
		whole = false
		meant := Nearest(name, m.known)
		m.missing = slices.DeleteFunc(m.missing, func(name string) bool { return name == meant })
		m.reportf(m.entries[name].Key, "%sunknown key %s%s", m.prefix(), Quote(name), Suggest(name, m.known))
	}
	if len(m.missing) > 0 {
		m.reportf(m.Node, "%smissing %s%s", m.prefix(), And(m.missing), m.hint())
		whole = false
	}
	return whole
}

func (m *Mapping) prefix() string {
	if m.path == "" {
		return ""
	}
	return m.path + ": "
}

func (m *Mapping) hint() string {
	if m.usage == "" {
		return ""
	}
	return "; usage: " + m.usage
}

// name returns the full name of a key for messages, such as backfill.days.
func (m *Mapping) name(key string) string {
	if m.path == "" {
		return key
	}
	return m.path + "." + key
}

// Value returns the value of a key, or nil if the mapping does not have it.
func (m *Mapping) Value(key string, n Need) *yaml.Node {
	m.known = append(m.known, key)
	e, ok := m.entries[key]
	if ok {
		return e.Value
	}
	if n == Required {
		m.missing = append(m.missing, key)
	}
	return nil
}

// All returns the entries of a mapping with arbitrary keys, sorted by key.
func (m *Mapping) All() iter.Seq2[string, Entry] {
	return func(yield func(string, Entry) bool) {
		for _, name := range slices.Sorted(maps.Keys(m.entries)) {
			if !yield(name, m.entries[name]) {
				return
			}
		}
	}
}

// At returns the node at which to report a problem with the value of a key.
func (m *Mapping) At(key string) *yaml.Node {
	e, ok := m.entries[key]
	switch {
	case !ok:
		return m.Node
	case IsNull(e.Value):
		return e.Key // a missing value has no position of its own
	default:
		return e.Value
	}
}

// Errorf reports a problem with the value of a key.
func (m *Mapping) Errorf(key, format string, args ...any) {
	m.reportf(m.At(key), "%s: "+format, append([]any{m.name(key)}, args...)...)
}

// Sayf is like Errorf, for a message that does not begin with the key's name.
func (m *Mapping) Sayf(key, format string, args ...any) {
	m.reportf(m.At(key), "%s"+format, append([]any{m.prefix()}, args...)...)
}

// Text reads text. It returns "" if the key is missing or its value is wrong,
// which it reports. A caller that accepts an empty text tells the cases apart
// with Has.
func (m *Mapping) Text(key string, n Need) string {
	v := m.Value(key, n)
	switch {
	case v == nil, misread(v): // Load has reported it
		return ""
	case !IsText(v):
		hint := ""
		if v.Kind == yaml.ScalarNode && !IsNull(v) {
			hint = "; quote it: " + Quote(v.Value)
		}
		m.Errorf(key, "want text, have %s%s", Have(v), hint)
		return ""
	case strings.TrimSpace(v.Value) == "":
		m.Errorf(key, "must not be empty")
		return ""
	}
	return v.Value
}

// Len returns the number of keys.
func (m *Mapping) Len() int { return len(m.entries) }

// Knows reports whether the caller has asked for the key.
func (m *Mapping) Knows(key string) bool { return slices.Contains(m.known, key) }

// Has reports whether the mapping has the key, with any value.
func (m *Mapping) Has(key string) bool { _, ok := m.entries[key]; return ok }

// Integer reads a whole number from low to high. It returns false if the key
// is missing or its value is wrong, which it reports.
func (m *Mapping) Integer(key string, low, high int) (n int, ok bool) {
	v := m.Value(key, Optional)
	if v == nil {
		return 0, false
	}
	if v.ShortTag() != "!!int" || v.Decode(&n) != nil || n < low || n > high {
		limits := "of at least " + strconv.Itoa(low)
		if high < math.MaxInt {
			limits = "from " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
		}
		m.Errorf(key, "want a whole number %s, have %s", limits, Have(v))
		return 0, false
	}
	return n, true
}

// Bool reads true or false. If the key is missing or its value is wrong, it
// returns otherwise.
func (m *Mapping) Bool(key string, otherwise bool) bool {
	v := m.Value(key, Optional)
	if v == nil {
		return otherwise
	}
	if v.ShortTag() != "!!bool" || v.Decode(&otherwise) != nil {
		m.Errorf(key, "want true or false, have %s", Have(v))
	}
	return otherwise
}

// List reads a list of text. It reports an empty list with the advice in
// instead, and items that are not text.
func (m *Mapping) List(key string, n Need, instead string) []*yaml.Node {
	v := m.Value(key, n)
	if v == nil {
		return nil
	}
	if v.Kind != yaml.SequenceNode {
		m.Errorf(key, "want a list, have %s", Have(v))
		return nil
	}
	if len(v.Content) == 0 {
		m.Errorf(key, "an empty list; %s", instead)
	}
	var texts []*yaml.Node
	for _, item := range v.Content {
		if misread(item) { // Load has reported it
			continue
		}
		if !IsText(item) {
			m.reportf(item, "%s: want text, have %s", m.name(key), Have(item))
			continue
		}
		texts = append(texts, item)
	}
	return texts
}

// Hint is like near.Hint, except that it returns "" for very long words.
func Hint(word string, known []string) string {
	if len(word) > maxCompared {
		return ""
	}
	return near.Hint(word, known)
}

// Suggest returns the end of an "unknown" message: the nearest known word, or
// all known words if none is near.
func Suggest(word string, known []string) string {
	if hint := Hint(word, known); hint != "" {
		return hint
	}
	if len(known) == 0 {
		return ""
	}
	return "; known: " + strings.Join(known, ", ")
}

// maxCompared is the length of the longest word that is compared with others.
const maxCompared = 100

// Nearest is like near.Word, except that it returns "" for very long words.
func Nearest(word string, known []string) string {
	if len(word) > maxCompared {
		return ""
	}
	return near.Word(word, known)
}
