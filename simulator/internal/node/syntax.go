package node

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// These patterns parse the errors of the YAML library, which are text only.
var (
	syntaxPrefix  = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	unknownAnchor = regexp.MustCompile(`unknown anchor '([^']+)' referenced`)
)

// syntaxHints maps the library's messages to the usual causes of the error.
var syntaxHints = []struct{ says, hint string }{
	{"unknown anchor", "quote a value that begins with *"},
	{"expected alphabetic or numeric character", "quote a value that begins with * or &"},
	{"mapping values are not allowed", "quote text that has a colon in it, and align keys"},
	{"cannot start any token", "indent with spaces, not tabs, and quote values that begin with @, % or a backquote"},
	{"unexpected end of stream", "a quote is opened here and never closed"},
	{"did not find expected ',' or", "a bracket is opened here and never closed, a comma is missing, or text with a ? or { in it lacks quotes"},
	{"did not find expected '-' indicator", "align this line with its neighbours"},
	{"did not find expected key", "align this line with its neighbours"},
}

func syntaxCause(err error) string {
	says := strings.TrimPrefix(err.Error(), syntaxPrefix.FindString(err.Error()))
	for _, h := range syntaxHints {
		if strings.Contains(says, h.says) {
			return "not valid YAML: " + Short(says) + "; " + h.hint
		}
	}
	return "not valid YAML: " + Short(says)
}

// syntaxBudget limits the search for the line of a syntax error, in bytes
// parsed.
const syntaxBudget = 4 << 20

// syntaxPlace returns the position of a syntax error. The line that the
// library reports is that of the enclosing block, off by one, so syntaxPlace
// instead returns the line after the longest prefix of the text that is
// valid.
func syntaxPlace(data []byte, err error) (line, col int) {
	lines := bytes.SplitAfter(data, []byte("\n"))
	if m := unknownAnchor.FindStringSubmatch(err.Error()); m != nil {
		if before, _, ok := bytes.Cut(data, []byte("*"+m[1])); ok {
			n := bytes.Count(before, []byte("\n"))
			return n + 1, len(before) - bytes.LastIndexByte(before, '\n')
		}
	}
	line = 1
	if m := syntaxPrefix.FindStringSubmatch(err.Error()); m != nil && m[1] != "" {
		line, _ = strconv.Atoi(m[1])
	}
	if len(lines)*len(data) <= syntaxBudget {
		line = 1 + longestValid(lines)
	}
	line = min(max(line, 1), len(lines))
	text := lines[line-1]
	return line, 1 + len(text) - len(bytes.TrimLeft(text, " \t"))
}

// longestValid returns the length of the longest prefix of the lines that is
// valid YAML.
func longestValid(lines [][]byte) int {
	for n := len(lines) - 1; n > 0; n-- {
		if _, err := documents(bytes.Join(lines[:n], nil)); err == nil {
			return n
		}
	}
	return 0
}
