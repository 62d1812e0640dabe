// Package node reads YAML that people write: it finds everything that is wrong
// with a text, says where, and suggests the word that was probably meant.
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

// A Problem is one thing wrong with a text. Lines and columns count from 1.
type Problem struct {
	Line, Col int
	Cause     string // one line
}

// A Report is told what is wrong with a node.
type Report func(n *yaml.Node, cause string)

// A Text says what is to be read, for the errors of what is not.
type Text struct {
	Kind  string // "scenario"
	In    string // "file": what holds it
	Shape string // "name, users and steps"
	Max   int    // bytes
}

// Load reads the one YAML document of a text and refuses what none needs:
// aliases, which a small text can use to grow without bound. The root is nil
// where nothing can be read further; the problems may be there in any case.
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

// Lines is how many lines a text has, as YAML counts them.
func Lines(data []byte) int { return 1 + strings.Count(lineEnds.Replace(string(data)), "\n") }

// Place is where a node stands in a text of so many lines. YAML puts an absent
// value at the end of a text beyond its last line.
func Place(n *yaml.Node, lines int) (line, col int) {
	return max(min(n.Line, lines), 1), max(n.Column, 1)
}

// lineEnds makes a newline of all that YAML counts as the end of a line.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// invalid is where the first byte stands that is not UTF-8, or -1.
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

// documents reads all YAML documents, or the first two where there are more.
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

// lint reports aliases, each name once, and duplicate keys anywhere in the
// tree. It is false if there are aliases: then the tree is not to be read.
func (l *loader) lint(n *yaml.Node, aliases map[string]bool) (readable bool) {
	if n.Kind == yaml.AliasNode {
		if !aliases[n.Value] {
			l.failAt(n, "aliases (*%s) are not supported in %ss; write the value out", Short(n.Value), l.text.Kind)
		}
		aliases[n.Value] = true
		return false
	}
	readable = true
	if n.Kind == yaml.MappingNode {
		first := map[string]*yaml.Node{}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				continue // an alias is reported below, the rest by whoever reads the mapping
			}
			if f := first[key.Value]; f != nil {
				l.failAt(key, "duplicate key %s; the first is on line %d", Quote(key.Value), f.Line)
				continue
			}
			first[key.Value] = key
		}
	}
	for _, child := range n.Content {
		readable = l.lint(child, aliases) && readable
	}
	return readable
}

// Sort puts problems into the order of the text.
func Sort(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) })
}
