// Package docs embeds the pages of the documentation, so that programs can show
// them. A page is a Markdown file of this folder and has one subject.
package docs

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.md
var files embed.FS

// A Page is one document.
type Page struct {
	Name    string // the file's name without its extension, such as "choices"
	Title   string // the text of the first heading
	Summary string // the first sentence of the first paragraph, on one line
	Text    string // the whole page as Markdown
}

// Pages returns all pages, sorted by name.
func Pages() []Page {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	pages := make([]Page, len(names))
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // the file is embedded
		}
		pages[i] = parse(strings.TrimSuffix(name, ".md"), string(text))
	}
	return pages
}

// Find returns the page with the given name, such as "choices" or "choices.md".
func Find(name string) (Page, bool) {
	name = strings.TrimSuffix(name, ".md")
	for _, p := range Pages() {
		if p.Name == name {
			return p, true
		}
	}
	return Page{}, false
}

// parse reads the title and the summary of a page.
func parse(name, text string) Page {
	p := Page{Name: name, Text: text}
	var paragraph []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# ") && p.Title == "":
			p.Title = strings.TrimSpace(line[2:])
		case p.Title == "":
			// The page has not begun.
		case line != "":
			paragraph = append(paragraph, line)
		case len(paragraph) > 0:
			p.Summary = sentence(strings.Join(paragraph, " "))
			return p
		}
	}
	p.Summary = sentence(strings.Join(paragraph, " "))
	return p
}

// sentence returns the first sentence of a paragraph, without its full stop.
func sentence(paragraph string) string {
	first, _, _ := strings.Cut(paragraph, ". ")
	return strings.TrimSuffix(first, ".")
}
