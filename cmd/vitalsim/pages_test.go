package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// repository is the root of the repository, seen from this package.
const repository = "../.."

// A document is a Markdown file of the repository.
type document struct {
	path string // from the root of the repository
	text string
}

// documents returns every document that people read.
func documents(t *testing.T) (all []document) {
	t.Helper()
	for _, pattern := range []string{"*.md", ".github/*.md", "simulator/*.md", "simulator/docs/*.md", "scenarios/*.md", "fixtures/*.md", "fixtures/*/*.md"} {
		paths, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			name, err := filepath.Rel(repository, path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, document{filepath.ToSlash(name), readFile(t, path)})
		}
	}
	return all
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A fencedBlock is a fenced block of a document.
type fencedBlock struct {
	language string
	note     string // the HTML comment on the line before it, "" for none
	text     string
}

var fenced = regexp.MustCompile("(?m)(?:^<!-- ([^\n]*) -->\n)?^```([a-z]*)\n((?s:.*?))^```$")

func (d document) blocks() (all []fencedBlock) {
	for _, m := range fenced.FindAllStringSubmatch(d.text, -1) {
		all = append(all, fencedBlock{note: m[1], language: m[2], text: m[3]})
	}
	return all
}

// TestEveryBlockIsFound guards the tests of blocks: a fence that the pattern
// misses would go unchecked.
func TestEveryBlockIsFound(t *testing.T) {
	t.Parallel()
	fence := regexp.MustCompile("(?m)^\\s*(```|~~~)")
	for _, d := range documents(t) {
		if n := len(fence.FindAllString(d.text, -1)); n != 2*len(d.blocks()) {
			t.Errorf("%s has %d fences and %d blocks; begin each fence at the start of a line, with ``` and a lower-case language", d.path, n, len(d.blocks()))
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinksResolve checks the relative links of all documents.
func TestLinksResolve(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(d.text, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			path := filepath.Join(repository, filepath.Dir(d.path), target)
			if target == "" {
				path = filepath.Join(repository, d.path)
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s links to %s, which does not exist", d.path, m[1])
				continue
			}
			if anchor != "" && !hasAnchor(readFile(t, path), anchor) {
				t.Errorf("%s links to %s; the file has no such heading", d.path, m[1])
			}
		}
	}
}

var (
	heading   = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notAnchor = regexp.MustCompile(`[^a-z0-9 _-]`)
)

// hasAnchor reports whether a heading of a Markdown text has the anchor.
func hasAnchor(text, anchor string) bool {
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		name := notAnchor.ReplaceAllString(strings.ToLower(m[1]), "")
		if strings.ReplaceAll(name, " ", "-") == anchor {
			return true
		}
	}
	return false
}

var sourceFile = regexp.MustCompile("`((?:simulator|cmd|fixtures|scenarios)/[a-z0-9_./-]*)`")

// TestContributingNamesFiles checks the paths that the recipes name.
func TestContributingNamesFiles(t *testing.T) {
	t.Parallel()
	found := sourceFile.FindAllStringSubmatch(readFile(t, "../../.github/CONTRIBUTING.md"), -1)
	if len(found) < 20 {
		t.Errorf("it names %d paths", len(found))
	}
	for _, m := range found {
		if _, err := os.Stat(filepath.Join(repository, m[1])); err != nil {
			t.Errorf("it names %s, which does not exist", m[1])
		}
	}
}
