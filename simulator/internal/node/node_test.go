package node_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

var text = node.Text{Kind: "note", In: "file", Shape: "a and b", Max: 100}

func TestLoadReportsPositionAndCause(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"":                           "1:1: the file is empty; a note has a and b",
		"a: 1\n---\nb: 2":            "2:1: a second document begins here; write one note per file, without ---",
		"a: &x 1\nb: *x":             "2:4: aliases (*x) are not supported in notes; write the value out",
		"a: 1\nb: [\x80]":            "2:5: not UTF-8 text; save the file as UTF-8",
		"a: 1\nb: {c: 1\n":           "2:1: not valid YAML: ",
		strings.Repeat("#", 101):     "1:1: the file is 101 bytes long; a note has at most 100",
		"a: 1\nb: 2\na: 3":           "3:1: duplicate key \"a\"; the first is on line 1",
		"a: {b: 1, c: {d: 1, d: 2}}": "1:21: duplicate key \"d\"; the first is on line 1",
		"{\"a\":1,\"a\":2}":          "1:8: duplicate key \"a\"; the first is on line 1",
		"\ufeffa: 010":               "1:4: YAML reads 010 as the number 8; write 8, or \"010\" if it is text",
		"a: [1, 1_000]":              "1:8: YAML reads 1_000 as the number 1000; write 1000, or",
		"a: -.5":                     "1:4: YAML reads -.5 as the number -0.5; write -0.5, or",
		"a: 0xFFFFFFFFFFFFFFFF":      "1:4: YAML reads 0xFFFFFFFFFFFFFFFF as the number 18446744073709551615; write",
		"a: !!int '0b10'":            "1:4: YAML reads 0b10 as the number 2; write 2, or",
	} {
		root, problems := text.Load([]byte(data))
		if len(problems) != 1 {
			t.Errorf("%q: %d problems", data, len(problems))
			continue
		}
		p := problems[0]
		if got := fmt.Sprintf("%d:%d: %s", p.Line, p.Col, p.Cause); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s, want %s", data, got, want)
		}
		if readable := strings.HasPrefix(p.Cause, "duplicate key") || strings.HasPrefix(p.Cause, "YAML reads"); (root != nil) != readable {
			t.Errorf("%q: root %v", data, root)
		}
	}
}

// TestDecimalNumbers loads numbers that a person reads as YAML does.
func TestDecimalNumbers(t *testing.T) {
	t.Parallel()
	const good = `[0, -7, 12.50, 1e3, 2.5E-7, 18446744073709551615, "010", !!str 010, 1.2.3, 0123abc, .nan]`
	if root, problems := text.Load([]byte("010: " + good)); root == nil || len(problems) > 0 {
		t.Errorf("%v", problems)
	}
}

func TestMappingReportsWrongKeysAndValues(t *testing.T) {
	t.Parallel()
	root, problems := text.Load([]byte(`{word: x, many: 7, on: true, soon: 2h, late: 90ms, list: [a, b], odd: 1, old: 1, wrod: 2}`))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var causes []string
	m := node.NewMapping(root, "note", "{word, need}", func(_ *yaml.Node, cause string) { causes = append(causes, cause) })
	n, ok := m.Integer("many", 1, 9)
	list := m.List("list", node.Required, "name some")
	if m.Text("word", node.Required) != "x" || n != 7 || !ok || !m.Bool("on", false) || m.Bool("off", false) || len(list) != 2 ||
		m.Simulated("soon") != 2*time.Hour || m.Wall("late", time.Second) != 90*time.Millisecond {
		t.Errorf("read %d, %v: %q", n, list, causes)
	}
	if m.Wall("soon", time.Second) != 0 || m.Text("odd", node.Optional) != "" {
		t.Error("a wrong value was returned")
	}
	m.Value("need", node.Required)
	m.Refuse("old", "%s is no longer there", "old")
	m.Refuse("never", "is not reported")
	if m.Done() {
		t.Error("Done returned true")
	}
	want := []string{
		`note.soon: want a duration of wall time such as 300ms or 2s, up to 1s, have "2h"`,
		`note.odd: want text, have the number 1; quote it: "1"`,
		"note: old is no longer there",
		`note: unknown key "wrod"; did you mean "word"?`,
		"note: missing need; usage: {word, need}",
	}
	if !slices.Equal(causes, want) {
		t.Errorf("got %q", causes)
	}
	if !m.Knows("need") || m.Knows("wrod") || !m.Has("wrod") || m.Len() != 9 {
		t.Errorf("knows %v, %v, has %v of %d", m.Knows("need"), m.Knows("wrod"), m.Has("wrod"), m.Len())
	}
}
