package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// TestVerbTexts verifies that the examples in help parse and that each text
// is one line.
func TestVerbTexts(t *testing.T) {
	t.Parallel()
	verbs := scenario.Verbs()
	for name, v := range verbs {
		for _, example := range append(v.More, v.Example) {
			before := "- " + verbs["connect"].Example + "\n"
			if name == "expect" { // one of its examples is about a fault
				before += "- " + verbs["fault"].Example + "\n"
			}
			sc, err := scenario.Parse("example.yaml", []byte(scenarioOf(before+"- "+example+"\n")), catalog())
			if err != nil {
				t.Errorf("%s: its example is wrong: %v", name, err)
				continue
			}
			step := sc.Steps[len(sc.Steps)-1]
			if step.Verb != name || !strings.HasPrefix(step.Text, name+" ") || strings.Contains(step.Text+example, "\n") {
				t.Errorf("%s: its example is %s, its text %q", name, example, step.Text)
			}
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

// TestUsageNamesEveryKey verifies that the usage of a verb names all its
// keys. The keys are taken from the error for an unknown key.
func TestUsageNamesEveryKey(t *testing.T) {
	t.Parallel()
	for name, v := range scenario.Verbs() {
		if name == "advance" || name == "clear" {
			continue // take a bare word
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

func TestVerbsReturnsNewMap(t *testing.T) {
	t.Parallel()
	delete(scenario.Verbs(), "connect")
	if _, ok := scenario.Verbs()["connect"]; !ok {
		t.Error("a caller changed the verbs of all")
	}
}
