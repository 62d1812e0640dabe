package body

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// TestReadmeExplainsEveryKey, in the table's order, and none that there is not.
func TestReadmeExplainsEveryKey(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../fixtures/personas/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_0-9]+)` \\|").FindAllSubmatch(text, -1) {
		got = append(got, string(m[1]))
	}
	want := append(keyNames(), "phases")
	if !slices.Equal(got, want) {
		t.Errorf("README.md explains\n%q, want\n%q", got, want)
	}
}
