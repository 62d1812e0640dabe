// Package near finds the known word nearest to a mistyped one, so that every
// "unknown" error can say what was probably meant.
package near

import (
	"slices"

	"github.com/agnivade/levenshtein"
)

// Word is the known word nearest to the given one, or "" where none is near
// enough to be what was meant (more than a third of the word would change). Of
// two that are as near, it is the one with the same first letter.
func Word(word string, known []string) string {
	best, bestDistance := "", len(word)/3+2
	for _, k := range slices.Sorted(slices.Values(known)) {
		if diff := len(word) - len(k); diff >= 4*bestDistance || -diff >= 4*bestDistance {
			continue // too far, however many bytes a letter has
		}
		d := levenshtein.ComputeDistance(word, k)
		if d < bestDistance || d == bestDistance && best != "" && begins(word, k) && !begins(word, best) {
			best, bestDistance = k, d
		}
	}
	return best
}

// begins is whether two words begin alike.
func begins(word, known string) bool { return word != "" && known != "" && word[0] == known[0] }

// Hint is a clause for the end of an error: `; did you mean "sleep"?`, or "".
func Hint(word string, known []string) string {
	if w := Word(word, known); w != "" {
		return `; did you mean "` + w + `"?`
	}
	return ""
}
