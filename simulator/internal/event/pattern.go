package event

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// maxCompared is the length of the longest pattern that is compared with event types.
const maxCompared = 100

// CheckPattern returns an error if no known event type matches a pattern, in which *
// matches any run of characters. The error names the nearest pattern that matches.
func CheckPattern(pattern string, known []string) error {
	switch {
	case matches(pattern, known):
		return nil
	case strings.Contains(pattern, "*"):
		return fmt.Errorf("no event type matches %.*q%s", maxCompared, pattern, hint(pattern, known))
	}
	return fmt.Errorf("unknown event type %.*q%s", maxCompared, pattern, hint(pattern, known))
}

// matches reports whether a known event type matches a pattern.
func matches(pattern string, known []string) bool {
	return slices.ContainsFunc(known, func(t string) bool { return glob.Match(pattern, t) })
}

// hint suggests the nearest event type, or else the pattern with the nearest resource.
// There are too many event types to list.
func hint(pattern string, known []string) string {
	if len(pattern) > maxCompared {
		return ""
	}
	if meant := near.Hint(pattern, known); meant != "" {
		return meant
	}
	words := strings.Split(pattern, ".")
	if i := len(words) - 2; i >= 0 {
		words[i] = near.Word(words[i], resources(known))
		if meant := strings.Join(words, "."); words[i] != "" && matches(meant, known) {
			return fmt.Sprintf("; did you mean %q?", meant)
		}
	}
	return "; event types look like daily.data.sleep.created, historical.data.sleep.created, provider.connection.created"
}

// resources returns the last words but one of event types.
func resources(known []string) (all []string) {
	for _, t := range known {
		if words := strings.Split(t, "."); len(words) > 1 {
			all = append(all, words[len(words)-2])
		}
	}
	return all
}
