package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/docs"
)

var (
	// section matches what gives a part of a page its number: a heading, an item
	// of a list, or a row of a table.
	section = regexp.MustCompile(`(?m)^(?:#{2,} ([\d.]*\d)\.? |- \*\*([\d.]*\d)\*\* |\| (\d+\.\d+) \|)`)
	// citation matches "vital.md 6.3", "vital.md 3.1, 3.2", "choices.md 1.2 and 4.5",
	// also where a comment wraps in the middle.
	citation = regexp.MustCompile(`\b([a-z]+)\.md((?:` + gap + number + `)(?:(?:,| and| to)` + gap + number + `)*)`)
	numbers  = regexp.MustCompile(number)
	// elsewhere matches citations of what is not in the repository.
	elsewhere = regexp.MustCompile(`\b(?:[Cc]ontract,?` + gap + `(?:traps?` + gap + `)?|[Tt]raps?` + gap + `)\d[\d.]*|\bDESI` + `GN\b`)
	// within matches "(9.7)" in a page, which cites the page itself.
	within = regexp.MustCompile(`[( ](\d+\.\d+)\)`)
)

const (
	number = `\d+(?:\.\d+)*`
	gap    = `[\s/#*]+`
)

// TestCitationsResolve checks that every citation, in code, data and documents,
// names a section of a page that exists, and that none cites a paper that is not in the repository.
func TestCitationsResolve(t *testing.T) {
	t.Parallel()
	sections := map[string][]string{}
	for _, p := range docs.Pages() {
		for _, m := range section.FindAllStringSubmatch(p.Text, -1) {
			n := m[1] + m[2] + m[3]
			if slices.Contains(sections[p.Name], n) {
				t.Errorf("%s.md has two sections %s", p.Name, n)
			}
			sections[p.Name] = append(sections[p.Name], n)
		}
		for _, m := range within.FindAllStringSubmatch(p.Text, -1) {
			if sections[p.Name] != nil && !slices.Contains(sections[p.Name], m[1]) {
				t.Errorf("%s.md cites its section %s, which does not exist", p.Name, m[1])
			}
		}
	}
	cited := 0
	eachFile(t, func(path, text string) {
		for _, old := range elsewhere.FindAllString(text, -1) {
			t.Errorf("%s cites %q; cite a page of simulator/docs instead", path, old)
		}
		for _, m := range citation.FindAllStringSubmatch(text, -1) {
			if _, ok := docs.Find(m[1]); !ok {
				continue // another file
			}
			for _, n := range numbers.FindAllString(m[2], -1) {
				cited++
				if !slices.Contains(sections[m[1]], n) {
					t.Errorf("%s cites %s.md %s, which does not exist", path, m[1], n)
				}
			}
		}
	})
	if cited < 100 {
		t.Errorf("only %d citations found", cited)
	}
}

// root is the folder of the module.
var root = filepath.Join("..", "..")

// eachFile calls f with the path and the text of every file of the project that
// people write.
func eachFile(t *testing.T, f func(path, text string)) {
	t.Helper()
	kinds := []string{".go", ".md", ".yaml", ".yml", ".ts", ".js", ".mjs", ".sh"}
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "node_modules"}, d.Name()) {
			return filepath.SkipDir
		}
		if d.IsDir() || !slices.Contains(kinds, filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		seen++
		f(filepath.ToSlash(rel), string(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 100 {
		t.Errorf("only %d files read", seen)
	}
}
