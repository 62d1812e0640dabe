package scenario

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// maxSize bounds a scenario's file.
const maxSize = 1 << 20

// load reads the one YAML document of a file and refuses what no scenario
// needs: aliases, which a small file can use to grow without bound.
func (p *parser) load(data []byte) (*yaml.Node, bool) {
	top := Pos{File: p.file, Line: 1, Col: 1}
	if len(data) > maxSize {
		p.fail(top, "the file is %d bytes long; a scenario has at most %d", len(data), maxSize)
		return nil, false
	}
	if i := invalid(data); i >= 0 {
		line, col := 1+bytes.Count(data[:i], []byte("\n")), i-bytes.LastIndexByte(data[:i], '\n')
		p.fail(Pos{p.file, line, col}, "not UTF-8 text; save the file as UTF-8")
		return nil, false
	}
	p.lines = 1 + strings.Count(lineEnds.Replace(string(data)), "\n")
	docs, err := documents(data)
	switch {
	case err != nil:
		p.fail(p.syntaxPos(data, err), "%s", syntaxCause(err))
		return nil, false
	case len(docs) == 0:
		p.fail(top, "the file is empty; a scenario has name, users and steps")
		return nil, false
	case len(docs) > 1:
		p.fail(p.pos(docs[1]), "a second document begins here; write one scenario per file, without ---")
		return nil, false
	}
	root := docs[0].Content[0]
	return root, p.lint(root, map[string]bool{})
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
func (p *parser) lint(n *yaml.Node, aliases map[string]bool) (readable bool) {
	if n.Kind == yaml.AliasNode {
		if !aliases[n.Value] {
			p.errorf(n, "aliases (*%s) are not supported in scenarios; write the value out", short(n.Value))
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
				p.errorf(key, "duplicate key %s; the first is on line %d", quote(key.Value), f.Line)
				continue
			}
			first[key.Value] = key
		}
	}
	for _, child := range n.Content {
		readable = p.lint(child, aliases) && readable
	}
	return readable
}
