// Package near finds the known word nearest to a mistyped one, so that every
// "unknown" error can say what was probably meant.
package near

import (
	"slices"

	"github.com/agnivade/levenshtein"
)

// Word is the known word nearest to the given one, or "" where none is near
// enough to be what was meant (more than a third of the word would change).
func Word(word string, known []string) string {
	best, bestDistance := "", len(word)/3+2
	for _, k := range slices.Sorted(slices.Values(known)) {
		if diff := len(word) - len(k); diff >= 4*bestDistance || -diff >= 4*bestDistance {
			continue // too far, however many bytes a letter has
		}
		if d := levenshtein.ComputeDistance(word, k); d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// Hint is a clause for the end of an error: `; did you mean "sleep"?`, or "".
func Hint(word string, known []string) string {
	if w := Word(word, known); w != "" {
		return `; did you mean "` + w + `"?`
	}
	return ""
}
