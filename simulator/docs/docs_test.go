package docs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/docs"
)

// TestPagesAreTheFiles checks that every Markdown file of the folder is a page,
// and that each page can be found by its name.
func TestPagesAreTheFiles(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("there is no page")
	}
	var listed []string
	for _, p := range docs.Pages() {
		listed = append(listed, p.Name+".md")
		text, err := os.ReadFile(p.Name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{p.Name, p.Name + ".md"} {
			if found, ok := docs.Find(name); !ok || found != p || found.Text != string(text) {
				t.Errorf("Find(%q) does not return the page", name)
			}
		}
	}
	if !slices.Equal(listed, names) {
		t.Errorf("the pages are %q, the files %q", listed, names)
	}
	if _, ok := docs.Find("nothing"); ok {
		t.Error("Find returned a page that does not exist")
	}
}

// TestPagesSayWhatTheyAre checks that each page has one title and a summary that
// fits on a line of a terminal.
func TestPagesSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, p := range docs.Pages() {
		if !strings.HasPrefix(p.Text, "# "+p.Title+"\n\n") || p.Title == "" {
			t.Errorf("%s does not begin with a title and an empty line", p.Name)
		}
		if p.Summary == "" || len(p.Summary) > 100 || strings.ContainsAny(p.Summary, "[]|#") {
			t.Errorf("the first sentence of %s is no summary of at most 100 plain characters: %q", p.Name, p.Summary)
		}
	}
}
