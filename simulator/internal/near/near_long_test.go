package near_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// TestOrderOfKnownWordsDoesNotMatter verifies that Word chooses the same of
// several words at the same distance.
func TestOrderOfKnownWordsDoesNotMatter(t *testing.T) {
	t.Parallel()
	known := []string{"cat", "bat", "hat", "rat"}
	for range 4 {
		known = append(known[1:], known[0])
		before := slices.Clone(known)
		if got := near.Word("zat", known); got != "bat" {
			t.Errorf("near zat among %q is %q", known, got)
		}
		if !slices.Equal(known, before) {
			t.Fatalf("Word changed its argument to %q", known)
		}
	}
	if got := near.Word("sleep", nil); got != "" {
		t.Errorf("Word without known words returns %q", got)
	}
}

// TestDistanceCountsLetters verifies that the distance counts letters, not
// bytes.
func TestDistanceCountsLetters(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"slèep": "sleep", "жук": "", "\xff\xfe": "", strings.Repeat("sleep", 1000): ""} {
		if got := near.Word(word, []string{"sleep", "steps"}); got != want {
			t.Errorf("near %.20q is %q, want %q", word, got, want)
		}
	}
}
