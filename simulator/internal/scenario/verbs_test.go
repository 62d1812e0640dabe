package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// TestVerbTexts: what help prints is true.
func TestVerbTexts(t *testing.T) {
	t.Parallel()
	for name, v := range scenario.Verbs() {
		steps := "- " + scenario.Verbs()["connect"].Example + "\n- " + v.Example + "\n"
		sc, err := scenario.Parse("example.yaml", []byte(scenarioOf(steps)), catalog())
		if err != nil {
			t.Errorf("%s: its example is wrong: %v", name, err)
			continue
		}
		if got := sc.Steps[1].Verb; got != name {
			t.Errorf("%s: its example is of %s", name, got)
		}
		if !strings.HasPrefix(sc.Steps[1].Text, name+" ") {
			t.Errorf("%s: its text is %q", name, sc.Steps[1].Text)
		}
		if !strings.HasPrefix(v.Usage, name+": ") || v.About == "" {
			t.Errorf("%s: usage %q, about %q", name, v.Usage, v.About)
		}
		for _, text := range []string{v.Usage, v.Example, v.About} {
			if strings.Contains(text, "\n") {
				t.Errorf("%s: not one line: %q", name, text)
			}
		}
	}
}

// TestUsageNamesEveryKey: a key that the verb takes stands in its usage. The
// keys are those that the verb offers to an unknown one.
func TestUsageNamesEveryKey(t *testing.T) {
	t.Parallel()
	for name, v := range scenario.Verbs() {
		if name == "advance" {
			continue // takes a bare duration; the mapping is a longer way to say it
		}
		steps := "- " + name + ": {zzzzzzzzzzzz: 1}\n"
		_, err := scenario.Parse("test.yaml", []byte(scenarioOf(steps)), catalog())
		_, after, ok := strings.Cut(err.Error(), "; known: ")
		if !ok {
			t.Fatalf("%s: %v", name, err)
		}
		after, _, _ = strings.Cut(after, "\n")
		words := strings.FieldsFunc(v.Usage, func(r rune) bool { return !('a' <= r && r <= 'z' || r == '_') })
		for key := range strings.SplitSeq(after, ", ") {
			if !slices.Contains(words, key) {
				t.Errorf("%s: usage %q lacks %s", name, v.Usage, key)
			}
		}
	}
}

func TestVerbsAreFresh(t *testing.T) {
	t.Parallel()
	delete(scenario.Verbs(), "connect")
	if _, ok := scenario.Verbs()["connect"]; !ok {
		t.Error("a caller changed the verbs of all")
	}
}
