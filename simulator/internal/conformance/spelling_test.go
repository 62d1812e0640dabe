package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSpelling checks what JSON decoders hide: the order of keys, spaces, and the
// spelling of numbers and times (vital.md 10, 9.34). Receivers that re-encode a
// body before they verify it depend on that.
func TestSpelling(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: builds the corpus")
	}
	needVendor(t)
	doc, err := vendor()
	if err != nil {
		t.Fatal(err)
	}
	failed := map[string]int{}
	for _, d := range loadCorpus(t) {
		for _, problem := range misspelled(doc, d.schema, d.body, d.tree) {
			if failed[d.schema]++; failed[d.schema] <= 3 {
				t.Errorf("%s: %s\n%s", d.name, problem, cut(d.body))
			}
		}
	}
}

// misspelled returns all errors in the spelling of a body.
func misspelled(doc *node, schema string, body []byte, tree *node) []string {
	s := speller{doc: doc}
	var compact bytes.Buffer
	if err := json.Compact(&compact, body); err != nil || !bytes.Equal(compact.Bytes(), body) {
		s.problems = append(s.problems, "not compact: there are spaces or newlines between the tokens")
	}
	s.check("", doc.at(schema), tree)
	return s.problems
}

// A speller compares a value with a schema of the vendor's unchanged document.
type speller struct {
	doc      *node
	problems []string
}

func (s *speller) errorf(at, format string, args ...any) {
	s.problems = append(s.problems, at+": "+fmt.Sprintf(format, args...))
}

// check checks a value. schema is nil if the document has none.
func (s *speller) check(at string, schema, v *node) {
	branches := branchesOf(s.doc, schema)
	switch v.kind() {
	case "object":
		s.keys(at, branches, v)
	case "array":
		for i, item := range v.items {
			s.check(fmt.Sprintf("%s/%d", at, i), itemsOf(branches), item)
		}
	case "string":
		s.time(at, branches, v.scalar.(string))
	case "number", "integer":
		number := v.scalar.(json.Number).String()
		if hasType(branches, "integer") && v.kind() != "integer" {
			s.errorf(at, "%s is an integer and must have no fraction", number)
		}
		if strings.ContainsAny(number, "eE") || number == "-0" || strings.Contains(number, ".") && strings.HasSuffix(number, "0") {
			s.errorf(at, "%s is not the shortest spelling of a number", number)
		}
	}
}

// keys checks that keys are in the order of the schema's properties. Keys that
// the schema lacks must be last.
func (s *speller) keys(at string, branches []*node, v *node) {
	properties := propertiesOf(branches)
	if properties == nil {
		for _, key := range v.keys {
			s.check(at+"/"+key, propertyOrValue(branches, key), v.fields[key])
		}
		return
	}
	last := -1
	for _, key := range v.keys {
		place := slices.Index(properties.keys, key)
		if place < 0 && (key == "start" || key == "end") && properties.get("timestamp") != nil {
			place = slices.Index(properties.keys, "timestamp") // of points sent as intervals (vital.md 9.7)
		}
		if place < 0 {
			place = len(properties.keys)
		}
		if place < last {
			s.errorf(at, "the key %q stands too late: the schema's order is %s", key, strings.Join(properties.keys, ", "))
		}
		last = max(last, place)
		s.check(at+"/"+key, properties.get(key), v.fields[key])
	}
}

var (
	timeLike = regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:`)
	timeUTC  = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$`)
)

// time checks that instants are in UTC and end in +00:00, not Z.
func (s *speller) time(at string, branches []*node, text string) {
	instant := timeLike.MatchString(text)
	for _, b := range branches {
		instant = instant || b.text("format") == "date-time"
	}
	if instant && !timeUTC.MatchString(text) {
		s.errorf(at, "the time %q must be spelled like 2026-01-05T08:00:00+00:00", text)
	}
}

// branchesOf returns the schemas that a value may match: one, or those of anyOf.
func branchesOf(doc, schema *node) []*node {
	if schema == nil {
		return nil
	}
	schema = resolve(doc, schema)
	if choices := schema.get("anyOf"); choices != nil {
		var all []*node
		for _, b := range choices.items {
			all = append(all, branchesOf(doc, b)...)
		}
		return all
	}
	return []*node{schema}
}

func hasType(branches []*node, name string) bool {
	return slices.ContainsFunc(branches, func(b *node) bool { return b.text("type") == name })
}

// TestMisspellingsAreFound misspells valid documents to ensure that the checker
// finds the errors.
func TestMisspellingsAreFound(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: searches the corpus once per mistake")
	}
	needVendor(t)
	doc, err := vendor()
	if err != nil {
		t.Fatal(err)
	}
	// old is a regular expression, want a part of the error.
	bad := []struct{ what, kind, old, new, want string }{
		{"a space", "daily.data.sleep.created", `,"user_id":`, `, "user_id":`, "not compact"},
		{"a newline at the end", "daily.data.sleep.created", `}}$`, "}}\n", "not compact"},
		{"Z for +00:00", "daily.data.sleep.created", `\+00:00","bedtime_stop"`, `Z","bedtime_stop"`, "/data/bedtime_start: the time"},
		{"another zone", "daily.data.activity.created", `\+00:00","updated_at"`, `+01:00","updated_at"`, "/data/created_at: the time"},
		{"a fraction", "daily.data.sleep.created", `"total":\d+`, `"total":27000.5`, "/data/total: 27000.5 is an integer"},
		{"a fraction of zero", "daily.data.sleep.created", `"total":(\d+)`, `"total":$1.0`, ".0 is an integer"},
		{"a trailing zero", "daily.data.activity.created", `"calories_total":[0-9.]+`, `"calories_total":12.50`, "shortest spelling"},
		{"an exponent", "daily.data.heartrate.created", `"value":\d+`, `"value":6e1`, "shortest spelling"},
		{"an extra key in the middle", "daily.data.heartrate.created", `\{"source":`, `{"extra":1,"source":`, `"source" stands too late`},
		{"two keys swapped", "daily.data.heartrate.created", `("type":null),("unit":"bpm")`, `$2,$1`, `"type" stands too late`},
		{"keys of a source swapped", "daily.data.activity.created", `("provider":"[^"]*"),("type":"[^"]*")`, `$2,$1`, `"provider" stands too late`},
		{"a swap in an answer", "GET /v2/summary/activity/{user_id} 200", `("id":"[^"]*"),("user_id":"[^"]*")`, `$2,$1`, `"id" stands too late`},
		{"a swap below a map", "provider.connection.created", `("status":"[^"]*"),("scope_requirements":null)`, `$2,$1`, `"status" stands too late`},
		{"a swap of the envelope", "historical.data.sleep.created", `("event_type":"[^"]*"),("user_id":"[^"]*")`, `$2,$1`, `"event_type" stands too late`},
	}
	docs := loadCorpus(t)
	for _, b := range bad {
		old := regexp.MustCompile(b.old)
		i := slices.IndexFunc(docs, func(d document) bool { return d.kind == b.kind && old.Match(d.body) })
		if i < 0 {
			t.Errorf("%s: no %s matches %s", b.what, b.kind, b.old)
			continue
		}
		where := old.FindSubmatchIndex(docs[i].body)
		text := append([]byte(nil), docs[i].body[:where[0]]...)
		text = old.Expand(text, []byte(b.new), docs[i].body, where)
		text = append(text, docs[i].body[where[1]:]...)
		tree, err := parseTree(text)
		if err != nil {
			t.Errorf("%s: %v", b.what, err)
			continue
		}
		problems := strings.Join(misspelled(doc, docs[i].schema, text, tree), "\n")
		if !strings.Contains(problems, b.want) {
			t.Errorf("%s is not found: want an error with %q, got %q", b.what, b.want, problems)
		}
	}
}
