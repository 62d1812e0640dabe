package near_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

func TestWord(t *testing.T) {
	t.Parallel()
	known := []string{"sleep", "steps", "activity", "heartrate"}
	for word, want := range map[string]string{
		"slep": "sleep", "sleeps": "sleep", "activty": "activity", "heart_rate": "heartrate", "sleep": "sleep",
		"glucose": "", "x": "", "": "",
	} {
		if got := near.Word(word, known); got != want {
			t.Errorf("near %q is %q, want %q", word, got, want)
		}
	}
	if got := near.Word("pth", []string{"nth", "path"}); got != "path" {
		t.Errorf("of two words at the same distance it chooses %q", got)
	}
	if got := near.Hint("slep", known); got != `; did you mean "sleep"?` {
		t.Errorf("hint %q", got)
	}
	if got := near.Hint("glucose", known); got != "" {
		t.Errorf("hint %q", got)
	}
}
