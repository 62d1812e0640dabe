package body

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

// TestReadmeListsEveryKey checks that the README lists the keys of the table, in the
// same order, and no others.
func TestReadmeListsEveryKey(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../fixtures/personas/README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_0-9]+)` \\|").FindAllSubmatch(text, -1) {
		got = append(got, string(m[1]))
	}
	var want []string
	for _, k := range keys {
		want = append(want, k.name)
	}
	want = append(want, "phases")
	if !slices.Equal(got, want) {
		t.Errorf("README.md explains\n%q, want\n%q", got, want)
	}
}
