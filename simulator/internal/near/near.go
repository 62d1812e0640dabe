// Package near finds the known word closest to a misspelled one, so that an
// "unknown" error can suggest it.
package near

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Word returns the known word closest to the given one by edit distance, or
// "" if more than about a third of the word would have to change. Of words at
// the same distance it prefers one with the same first letter.
func Word(word string, known []string) string {
	best, bestDistance := "", len(word)/3+2
	for _, k := range slices.Sorted(slices.Values(known)) {
		if diff := len(word) - len(k); diff >= 4*bestDistance || -diff >= 4*bestDistance {
			continue // too far: a letter has at most four bytes
		}
		d := levenshtein.ComputeDistance(word, k)
		if d < bestDistance || d == bestDistance && best != "" && begins(word, k) && !begins(word, best) {
			best, bestDistance = k, d
		}
	}
	return best
}

// begins reports whether the two words have the same first byte.
func begins(word, known string) bool { return word != "" && known != "" && word[0] == known[0] }

// Hint returns a suggestion to append to an error, such as `; did you mean
// "sleep"?`, or "" if no known word is close.
func Hint(word string, known []string) string {
	if w := Word(word, known); w != "" {
		return `; did you mean "` + w + `"?`
	}
	return ""
}

// maxListed is the maximum number of words that an error lists.
const maxListed = 25

// HintOrList returns a suggestion like Hint or, if no known word is close, the list of
// known words unless it is long.
func HintOrList(word string, known []string) string {
	if hint := Hint(word, known); hint != "" || len(known) > maxListed {
		return hint
	}
	return "; known are " + strings.Join(known, ", ")
}
