package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/docs"
)

// TestDocs lists the pages and prints each of them.
func TestDocs(t *testing.T) {
	t.Parallel()
	list := vitalsim(t, nil, "docs")
	if list.code != exitOK {
		t.Fatalf("%+v", list)
	}
	for _, p := range docs.Pages() {
		if !strings.Contains(list.stdout, p.Name+" ") || !strings.Contains(list.stdout, p.Summary+"\n") {
			t.Errorf("the list lacks %s: %s", p.Name, p.Summary)
		}
		for _, name := range []string{p.Name, p.Name + ".md"} {
			r := vitalsim(t, nil, "docs", name)
			if r.code != exitOK || !strings.HasPrefix(r.stdout, "# "+p.Title+"\n") || strings.Contains(r.stdout, "<!--") {
				t.Errorf("docs %s: exit code %d\n%s%s", name, r.code, r.stdout, r.stderr)
			}
		}
	}
}

// TestDocsOfUnknownPage suggests the page that was meant.
func TestDocsOfUnknownPage(t *testing.T) {
	t.Parallel()
	r := vitalsim(t, nil, "docs", "fautls")
	if r.code != exitInput || !strings.Contains(r.stderr, `did you mean "faults"?`) {
		t.Errorf("%+v", r)
	}
}

// TestDocsAreCompleted offers the pages to a shell.
func TestDocsAreCompleted(t *testing.T) {
	t.Parallel()
	words := strings.Fields(vitalsim(t, nil, "__complete", "docs", "").stdout)
	for _, p := range docs.Pages() {
		if !slices.Contains(words, p.Name) {
			t.Errorf("%s is not offered among %q", p.Name, words)
		}
	}
}
