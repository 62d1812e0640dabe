package world

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/savecheck"
)

// TestEveryFieldIsSaved checks that a field of what a world keeps has a key in JSON,
// or stands here as one that Save puts elsewhere or Load computes.
func TestEveryFieldIsSaved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of              any
		elsewhere, load []string // in the struct that State has instead; computed by Load
	}{
		{of: State{}},
		{of: user{}, load: []string{"id", "tag", "index", "seed", "ids", "scramble", "persona", "cache"}},
		{of: given{}},
		{of: NewUser{}, load: []string{"Archetype", "Fixture"}}, // of the texts in given
		{of: keeper{}},
		{of: connection{}, load: []string{"profile", "recording", "fallback", "phase"}},
		{of: session{}},
		{of: cover{}},
		{of: history{}},
		{of: window{}},
		{of: target{}},
		{of: edit{}},
		{of: failure{}},
		{of: task{}, load: []string{"user"}},
		{of: chunk{}},
		// What is not saved itself.
		{of: World{}, elsewhere: []string{"order", "created", "keepers", "tasks", "seq", "sent"}, load: []string{
			"values", "ids", "start", "scramble", "salt", "team", "cache", "limits", "pullDelay", "mu", "users", "byClient", "byTag",
		}},
	} {
		for _, problem := range savecheck.Struct(tt.of, slices.Concat(tt.elsewhere, tt.load)...) {
			t.Error(problem)
		}
	}
}
