package conformance_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// harmless lists the mutations that validation must accept because of a
// deviation. Any other accepted mutation is a gap in the tests.
var harmless = []struct{ schema, at, mutation, why string }{
	{"/webhooks/historical.data.*", "/data/is_final", "another value than the constant", "earlier chunks are not final"},
	{"/webhooks/*", "/client_user_id", "bad uuid", "client_user_id is free"},
}

// TestMutationsAreRejected breaks valid documents of every kind in one place at
// a time. The validator must reject each.
func TestMutationsAreRejected(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: validates thousands of mutations")
	}
	s := agreedSpec(t)
	bare, err := specWith(nil) // mutations are derived from the document without deviations
	if err != nil {
		t.Fatal(err)
	}
	used := make([]bool, len(harmless))
	total := 0
	for schema, trees := range representatives(bare.doc, loadCorpus(t)) {
		tried := map[string]int{}
		done := map[string]bool{} // one place may occur in many documents
		for _, tree := range trees {
			if err := s.validate(schema, tree.plain()); err != nil {
				t.Fatalf("%s: a shortened document is not valid: %v", short(schema), err)
			}
			m := mutator{doc: bare.doc, try: func(at, mutation string) {
				if tried[at+" "+mutation]++; tried[at+" "+mutation] > 2 { // once in each of two documents
					return
				}
				total++
				if s.validate(schema, tree.plain()) != nil {
					return
				}
				for i, h := range harmless {
					if fits(h.schema, schema) && fits(h.at, at) && h.mutation == mutation {
						used[i] = true
						return
					}
				}
				if what := at + " " + mutation; !done[what] {
					done[what] = true
					t.Errorf("%s: validation accepts %s at %s", short(schema), mutation, at)
				}
			}}
			m.value("", bare.doc.at(schema), tree, func(n *node) { *tree = *n })
		}
	}
	for i, h := range harmless {
		if !used[i] {
			t.Errorf("%s at %s is rejected now, remove its entry", h.mutation, h.at)
		}
	}
	if total < 5000 {
		t.Errorf("only %d mutations were tried; the generator of mutations is broken", total)
	}
	t.Logf("%d mutations", total)
}

// representatives returns, by schema, a few short documents that together have
// every place of the corpus with every type that occurs there.
func representatives(doc *node, docs []document) map[string][]*node {
	chosen := map[string][]*node{}
	seen := map[string]bool{}
	for _, d := range docs {
		tree := shorten(doc, doc.at(d.schema), d.tree)
		fresh := false
		places("", tree, func(place string) {
			if key := d.schema + " " + place; !seen[key] {
				seen[key], fresh = true, true
			}
		})
		if fresh {
			chosen[d.schema] = append(chosen[d.schema], tree)
		}
	}
	return chosen
}

func places(at string, v *node, f func(string)) {
	f(at + " " + v.kind())
	for _, key := range v.keys {
		places(at+"/"+key, v.fields[key], f)
	}
	for _, item := range v.items {
		places(at+"/*", item, f)
	}
}

// shorten returns a copy in which long arrays and maps have only their first and
// last elements.
func shorten(doc, schema, v *node) *node {
	c := &node{array: v.array, scalar: v.scalar}
	branches := branchesOf(doc, schema)
	properties := propertiesOf(branches)
	for i, item := range v.items {
		if i == 0 || i == len(v.items)-1 {
			c.items = append(c.items, shorten(doc, itemsOf(branches), item))
		}
	}
	if v.fields == nil {
		return c
	}
	c.fields = map[string]*node{}
	for i, key := range v.keys {
		if properties != nil || i == 0 || i == len(v.keys)-1 {
			c.set(key, shorten(doc, propertyOrValue(branches, key), v.fields[key]))
		}
	}
	return c
}

// itemsOf returns the schema of an array's items and propertiesOf that of an
// object's properties, or nil if there is none.
func itemsOf(branches []*node) *node      { return firstOf(branches, "items") }
func propertiesOf(branches []*node) *node { return firstOf(branches, "properties") }

func firstOf(branches []*node, keyword string) *node {
	for _, b := range branches {
		if inner := b.get(keyword); inner != nil {
			return inner
		}
	}
	return nil
}

// propertyOrValue returns the schema of the value of a key, or nil if there is
// none.
func propertyOrValue(branches []*node, key string) *node {
	for _, b := range branches {
		if p := b.get("properties").get(key); p != nil {
			return p
		}
		if p := b.get("additionalProperties"); p != nil && p.fields != nil {
			return p
		}
	}
	return nil
}

// A mutator makes one change at a time, calls try and undoes it.
type mutator struct {
	doc *node
	try func(at, mutation string)
}

// value changes a value and everything in it. replace replaces the value.
func (m *mutator) value(at string, schema, v *node, replace func(*node)) {
	original := *v
	instead := func(mutation string, n *node) {
		replace(n)
		m.try(at, mutation)
		back := original
		replace(&back)
	}
	branches := branchesOf(m.doc, schema)
	if schema != nil {
		for kind, n := range samples {
			if !allowsType(branches, kind) {
				instead("type "+kind, n)
			}
		}
	}
	m.constraints(branches, &original, instead)
	// The tree now has a copy of v that shares its items and fields.
	for i := range original.items {
		place := &original.items[i]
		m.value(at+"/*", itemsOf(branches), *place, func(n *node) { *place = n })
	}
	m.object(at, branches, &original)
}

// samples has a value of every type.
var samples = map[string]*node{
	"null": scalar(nil), "boolean": scalar(true), "integer": scalar(json.Number("7")), "number": scalar(json.Number("7.5")),
	"string": scalar("vitalsim"), "array": list(scalar(json.Number("7"))), "object": literal(`{"vitalsim":7}`),
}

// allowsType reports whether a schema allows a type. Without a schema, or with
// one that has no type, all types are allowed.
func allowsType(branches []*node, kind string) bool {
	for _, b := range branches {
		typ := b.text("type")
		if typ == "" || typ == kind || typ == "number" && kind == "integer" {
			return true
		}
	}
	return len(branches) == 0
}

// badFormats has strings that are almost valid, by format.
var badFormats = map[string][]string{
	"uuid":      {"", "5f2c7a0e94b14c368d527b1f0e9a6c33", "5f2c7a0e-94b1-4c36-8d52-7b1f0e9a6c3", "zf2c7a0e-94b1-4c36-8d52-7b1f0e9a6c33"},
	"date":      {"", "2026-02-30", "2026-1-5", "2026-01-05T00:00:00+00:00", "05.01.2026"},
	"date-time": {"", "2026-01-05", "2026-01-05T08:00:00", "2026-13-05T08:00:00+00:00", "2026-01-05T25:00:00+00:00"},
}

// constraints breaks formats, constants and enums.
func (m *mutator) constraints(branches []*node, v *node, instead func(string, *node)) {
	for _, b := range branches {
		for _, bad := range badFormats[b.text("format")] {
			instead("bad "+b.text("format"), scalar(bad))
		}
		if b.get("enum") != nil {
			instead("a word outside the enum", scalar("vitalsim"))
		}
		if c := b.get("const"); c != nil {
			switch value := c.scalar.(type) {
			case bool:
				instead("another value than the constant", scalar(!value))
			case string:
				instead("another value than the constant", scalar(value+"x"))
			case json.Number:
				instead("another value than the constant", scalar(value+"1"))
			default:
				panic(fmt.Sprintf("a constant of type %s", c.kind()))
			}
		}
	}
	// Fields that only a deviation allows have no schema here.
	if text, ok := v.scalar.(string); ok && branches == nil && len(text) == 36 && strings.Count(text, "-") == 4 {
		for _, bad := range badFormats["uuid"] {
			instead("bad uuid", scalar(bad))
		}
	}
}

// object removes and adds keys, and mutates the value of each.
func (m *mutator) object(at string, branches []*node, v *node) {
	if v.fields == nil {
		return
	}
	known := propertiesOf(branches) != nil
	names := slices.ContainsFunc(branches, func(b *node) bool { return b.get("propertyNames") != nil })
	if known || names && len(v.keys) > 0 {
		unknown := scalar(nil)
		if !known {
			unknown = v.fields[v.keys[0]]
		}
		v.fields["vitalsim_unknown"] = unknown
		m.try(at, "an unknown key")
		delete(v.fields, "vitalsim_unknown")
	}
	for _, key := range v.keys {
		child := v.fields[key]
		constant := slices.ContainsFunc(branches, func(b *node) bool { return b.get("propertyNames").get("const") != nil })
		if known || constant {
			delete(v.fields, key)
			m.try(at+"/"+key, "a missing key")
			v.fields[key] = child
		}
		place := key
		if !known {
			place = "*"
		}
		m.value(at+"/"+place, propertyOrValue(branches, key), child, func(n *node) { v.fields[key] = n })
	}
}
