package scenario

import (
	"math"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"gopkg.in/yaml.v3"
)

// A reader reads one mapping, key by key. What a key is asked for is what the
// mapping may have: done reports every other key, and the required ones that
// are missing.
type reader struct {
	p       *parser
	node    *yaml.Node
	path    string // "backfill"; "" for a step's own mapping
	usage   string // what the mapping looks like, for those who forgot a key
	entries map[string]entry
	known   []string
	missing []string
}

type entry struct{ key, value *yaml.Node }

type need bool

const (
	optional need = false
	required need = true
)

// mapping begins to read a mapping. The result is nil if n is none.
func (p *parser) mapping(n *yaml.Node, path, usage string) *reader {
	r := &reader{p: p, node: n, path: path, usage: usage, entries: map[string]entry{}}
	if n.Kind != yaml.MappingNode {
		p.errorf(n, "%swant a mapping, have %s%s", r.prefix(), have(n), r.hint())
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			p.errorf(key, "%sa key must be text, not %s", r.prefix(), have(key))
			continue
		}
		if _, dup := r.entries[key.Value]; !dup { // lint has reported it
			r.entries[key.Value] = entry{key, value}
		}
	}
	return r
}

// done ends the reading.
func (r *reader) done() {
	for _, name := range slices.Sorted(keysOf(r.entries)) {
		if slices.Contains(r.known, name) {
			continue
		}
		meant := nearest(name, r.known)
		r.missing = slices.DeleteFunc(r.missing, func(m string) bool { return m == meant })
		r.p.errorf(r.entries[name].key, "%sunknown key %s%s", r.prefix(), quote(name), suggest(name, r.known))
	}
	if len(r.missing) > 0 {
		r.p.errorf(r.node, "%smissing %s%s", r.prefix(), and(r.missing), r.hint())
	}
}

func (r *reader) prefix() string {
	if r.path == "" {
		return ""
	}
	return r.path + ": "
}

func (r *reader) hint() string {
	if r.usage == "" {
		return ""
	}
	return "; usage: " + r.usage
}

// name is how messages call a key: backfill.days.
func (r *reader) name(key string) string {
	if r.path == "" {
		return key
	}
	return r.path + "." + key
}

// value is the node of a key, or nil if the mapping lacks it.
func (r *reader) value(key string, n need) *yaml.Node {
	r.known = append(r.known, key)
	e, ok := r.entries[key]
	if ok {
		return e.value
	}
	if n == required {
		r.missing = append(r.missing, key)
	}
	return nil
}

// at is where to point for something wrong with a key's value.
func (r *reader) at(key string) *yaml.Node {
	e, ok := r.entries[key]
	switch {
	case !ok:
		return r.node
	case isNull(e.value):
		return e.key // an absent value stands nowhere in particular
	default:
		return e.value
	}
}

// errorf reports something wrong with a key's value.
func (r *reader) errorf(key, format string, args ...any) {
	r.p.errorf(r.at(key), "%s: "+format, append([]any{r.name(key)}, args...)...)
}

// sayf is errorf for a message that names the key itself.
func (r *reader) sayf(key, format string, args ...any) {
	r.p.errorf(r.at(key), "%s"+format, append([]any{r.prefix()}, args...)...)
}

// str reads text. The result is "" if the key is missing or wrong, which was
// then reported; what may be "" must be told apart with has.
func (r *reader) str(key string, n need) string {
	v := r.value(key, n)
	switch {
	case v == nil:
		return ""
	case !isText(v):
		hint := ""
		if v.Kind == yaml.ScalarNode && !isNull(v) {
			hint = "; quote it: " + quote(v.Value)
		}
		r.errorf(key, "want text, have %s%s", have(v), hint)
		return ""
	case strings.TrimSpace(v.Value) == "":
		r.errorf(key, "must not be empty")
		return ""
	}
	return v.Value
}

func (r *reader) has(key string) bool { _, ok := r.entries[key]; return ok }

// integer reads a whole number of a range; otherwise it reports and is absent.
func (r *reader) integer(key string, low, high int) (n int, ok bool) {
	v := r.value(key, optional)
	if v == nil {
		return 0, false
	}
	if v.ShortTag() != "!!int" || v.Decode(&n) != nil || n < low || n > high {
		limits := "of at least " + itoa(low)
		if high < math.MaxInt {
			limits = "from " + itoa(low) + " to " + itoa(high)
		}
		r.errorf(key, "want a whole number %s, have %s", limits, have(v))
		return 0, false
	}
	return n, true
}

// boolean reads true or false.
func (r *reader) boolean(key string, otherwise bool) bool {
	v := r.value(key, optional)
	if v == nil {
		return otherwise
	}
	if v.ShortTag() != "!!bool" || v.Decode(&otherwise) != nil {
		r.errorf(key, "want true or false, have %s", have(v))
	}
	return otherwise
}

// list reads a list of text.
func (r *reader) list(key string) []*yaml.Node {
	v := r.value(key, optional)
	if v == nil {
		return nil
	}
	if v.Kind != yaml.SequenceNode {
		r.errorf(key, "want a list, have %s", have(v))
		return nil
	}
	if len(v.Content) == 0 {
		r.errorf(key, "an empty list; leave %s out to have them all", key)
	}
	var texts []*yaml.Node
	for _, item := range v.Content {
		if !isText(item) {
			r.p.errorf(item, "%s: want text, have %s", r.name(key), have(item))
			continue
		}
		texts = append(texts, item)
	}
	return texts
}

// suggest is the end of an "unknown" message: the nearest word, or all of them.
func suggest(word string, known []string) string {
	if meant := nearest(word, known); meant != "" {
		return near.Hint(word, known)
	}
	if len(known) == 0 {
		return ""
	}
	return "; known: " + strings.Join(known, ", ")
}

// nearest spares the comparison with words that are far too long.
func nearest(word string, known []string) string {
	if len(word) > 100 {
		return ""
	}
	return near.Word(word, known)
}
