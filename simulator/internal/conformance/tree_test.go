package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// A node is a JSON value that keeps the order of its keys and the spelling of
// its numbers.
type node struct {
	keys   []string         // of an object
	fields map[string]*node // of an object, nil for anything else
	items  []*node          // of an array
	array  bool
	scalar any // string, json.Number, bool, or nil for null
}

// parseTree reads one JSON value. A duplicate key in an object is an error.
func parseTree(text []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	n, err := readNode(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("unexpected text after the JSON value at byte %d", d.InputOffset())
	}
	return n, nil
}

func readNode(d *json.Decoder) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		n := object()
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			child, err := readNode(d)
			if err != nil {
				return nil, err
			}
			name := key.(string)
			if n.fields[name] != nil {
				return nil, fmt.Errorf("duplicate key %q at byte %d", name, d.InputOffset())
			}
			n.set(name, child)
		}
		_, err = d.Token()
		return n, err
	case json.Delim('['):
		n := &node{array: true}
		for d.More() {
			child, err := readNode(d)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, child)
		}
		_, err = d.Token()
		return n, err
	}
	return &node{scalar: token}, nil
}

func object() *node         { return &node{fields: map[string]*node{}} }
func scalar(v any) *node    { return &node{scalar: v} }
func list(n ...*node) *node { return &node{array: true, items: n} }

// literal returns the tree of JSON text in a test.
func literal(text string) *node {
	n, err := parseTree([]byte(text))
	if err != nil {
		panic(fmt.Sprintf("literal %s: %v", text, err))
	}
	return n
}

// get returns the value of a key, or nil if there is none or n is not an object.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	return n.fields[key]
}

// text returns the string value of a key, or "".
func (n *node) text(key string) string {
	if v := n.get(key); v != nil {
		s, _ := v.scalar.(string)
		return s
	}
	return ""
}

// set sets the value of a key. A new key is added at the end.
func (n *node) set(key string, v *node) {
	if n.fields[key] == nil {
		n.keys = append(n.keys, key)
	}
	n.fields[key] = v
}

func (n *node) remove(key string) {
	delete(n.fields, key)
	n.keys = slices.DeleteFunc(n.keys, func(k string) bool { return k == key })
}

func (n *node) clone() *node {
	c := &node{keys: slices.Clone(n.keys), array: n.array, scalar: n.scalar}
	if n.fields != nil {
		c.fields = make(map[string]*node, len(n.fields))
		for k, v := range n.fields {
			c.fields[k] = v.clone()
		}
	}
	for _, v := range n.items {
		c.items = append(c.items, v.clone())
	}
	return c
}

// plain returns the value as encoding/json decodes it, with json.Number for
// numbers.
func (n *node) plain() any {
	switch {
	case n.fields != nil:
		m := make(map[string]any, len(n.fields))
		for k, v := range n.fields {
			m[k] = v.plain()
		}
		return m
	case n.array:
		a := make([]any, len(n.items))
		for i, v := range n.items {
			a[i] = v.plain()
		}
		return a
	}
	return n.scalar
}

// kind returns the JSON type; a number without a fraction is an integer.
func (n *node) kind() string {
	switch v := n.scalar.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number"
		}
		return "integer"
	}
	switch {
	case n.fields != nil:
		return "object"
	case n.array:
		return "array"
	}
	return "null"
}

// pointer joins segments into a JSON pointer.
func pointer(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(s))
	}
	return b.String()
}

func segments(ptr string) []string {
	parts := strings.Split(strings.TrimPrefix(ptr, "/"), "/")
	for i, s := range parts {
		parts[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	return parts
}

// at returns the node at a JSON pointer through objects, or nil if there is none.
func (n *node) at(ptr string) *node {
	for _, s := range segments(ptr) {
		n = n.get(s)
	}
	return n
}

// match calls f with every node whose pointer matches the pattern, each segment
// as in path.Match.
func (n *node) match(pattern string, f func(*node)) {
	n.matchAll(segments(pattern), f)
}

func (n *node) matchAll(pattern []string, f func(*node)) {
	if len(pattern) == 0 {
		f(n)
		return
	}
	for _, key := range n.keys {
		if fits(pattern[0], key) {
			n.fields[key].matchAll(pattern[1:], f)
		}
	}
}

// fits is like path.Match, but a star also matches slashes.
func fits(pattern, name string) bool {
	flat := strings.NewReplacer("/", "|", "[", "|", "\\", "|")
	ok, err := path.Match(flat.Replace(pattern), flat.Replace(name))
	return ok && err == nil
}
