// Package node reads YAML written by people. A Text loads one document and
// finds syntax errors, duplicate keys, aliases and numbers in other than decimal
// notation; a Mapping then reads a
// mapping key by key and checks the type of each value. Neither stops at the
// first error: every problem is reported with its line and column and, for a
// misspelled word, a suggestion. Scenarios, fixtures and personas are read
// with it.
package node

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A Problem is one error in a text. Lines and columns count from 1.
type Problem struct {
	Line, Col int
	Cause     string // one line
}

// A Report is a function that records an error at a node.
type Report func(n *yaml.Node, cause string)

// A Text describes a kind of document. Error messages use its words.
type Text struct {
	Kind  string // "scenario"
	In    string // what contains it: "file"
	Shape string // its required keys: "name, users and steps"; "" if it may be empty
	Max   int    // the size limit in bytes
}

// Load parses the single YAML document in data. It refuses aliases, because
// nobody needs them and a small text can use them to grow without bound. The
// root is nil if the document cannot be read any further; there may be
// problems in either case.
func (t Text) Load(data []byte) (root *yaml.Node, problems []Problem) {
	l := loader{text: t, lines: Lines(data)}
	root = l.load(data)
	return root, l.problems
}

type loader struct {
	text     Text
	lines    int
	problems []Problem
}

func (l *loader) fail(line, col int, format string, args ...any) *yaml.Node {
	l.problems = append(l.problems, Problem{line, col, fmt.Sprintf(format, args...)})
	return nil
}

func (l *loader) failAt(n *yaml.Node, format string, args ...any) *yaml.Node {
	line, col := Place(n, l.lines)
	return l.fail(line, col, format, args...)
}

func (l *loader) load(data []byte) *yaml.Node {
	t := l.text
	if len(data) > t.Max {
		return l.fail(1, 1, "the %s is %d bytes long; a %s has at most %d", t.In, len(data), t.Kind, t.Max)
	}
	if i := invalid(data); i >= 0 {
		return l.fail(1+bytes.Count(data[:i], []byte("\n")), i-bytes.LastIndexByte(data[:i], '\n'), "not UTF-8 text; save the %s as UTF-8", t.In)
	}
	docs, err := documents(data)
	switch {
	case err != nil:
		line, col := syntaxPlace(data, err)
		return l.fail(line, col, "%s", syntaxCause(err))
	case len(docs) == 0 && t.Shape == "":
		return nil
	case len(docs) == 0:
		return l.fail(1, 1, "the %s is empty; a %s has %s", t.In, t.Kind, t.Shape)
	case len(docs) > 1:
		return l.failAt(docs[1], "a second document begins here; write one %s per %s, without ---", t.Kind, t.In)
	}
	root := docs[0].Content[0]
	if !l.lint(root, map[string]bool{}) {
		return nil
	}
	return root
}

// Lines returns the number of lines in a text, counted as YAML counts them.
func Lines(data []byte) int { return 1 + strings.Count(lineEnds.Replace(string(data)), "\n") }

// Place returns the position of a node in a text with the given number of
// lines. It corrects the YAML library, which places a missing value at the
// end of a text after its last line.
func Place(n *yaml.Node, lines int) (line, col int) {
	return max(min(n.Line, lines), 1), max(n.Column, 1)
}

// lineEnds replaces everything that YAML treats as a line break with a
// newline.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// invalid returns the offset of the first byte that is not UTF-8, or -1.
func invalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return -1
}

// documents parses the YAML documents in data, two at most.
func documents(data []byte) (docs []*yaml.Node, err error) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for len(docs) < 2 {
		var n yaml.Node
		if err := dec.Decode(&n); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		docs = append(docs, &n)
	}
	return docs, nil
}

// lint reports each alias, each duplicate key and each number that is not in plain
// decimal notation. It returns false if there are aliases, as the tree is then
// not read any further.
func (l *loader) lint(n *yaml.Node, aliases map[string]bool) (readable bool) {
	if n.Kind == yaml.AliasNode {
		if !aliases[n.Value] {
			l.failAt(n, "aliases (*%s) are not supported in %ss; write the value out", Short(n.Value), l.text.Kind)
		}
		aliases[n.Value] = true
		return false
	}
	if misread(n) {
		l.failAt(n, "YAML reads %s as the number %s; write %[2]s, or %[3]s if it is text", Short(n.Value), meant(n), Quote(n.Value))
	}
	readable = true
	if n.Kind == yaml.MappingNode {
		first := map[string]*yaml.Node{}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				continue // an alias is reported below, other keys by NewMapping
			}
			if f := first[key.Value]; f != nil {
				l.failAt(key, "duplicate key %s; the first is on line %d", Quote(key.Value), f.Line)
				continue
			}
			first[key.Value] = key
		}
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Kind == yaml.ScalarNode {
			continue // a key is text as it is written
		}
		readable = l.lint(child, aliases) && readable
	}
	return readable
}

// Sort sorts problems by position.
func Sort(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) })
}
