// Package jsonlint finds what encoding/json accepts in a text although its author
// hardly means it: keys that an object has twice, and text that is not UTF-8.
package jsonlint

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// NotUTF8 is the cause for text in another encoding.
const NotUTF8 = "not UTF-8 text"

// A Flaw is one mistake in a text.
type Flaw struct {
	Path  string // below the value: .heart_rate.avg_bpm or [3].id
	Cause string
}

// Check returns the first flaw in the text of a JSON value. The value is what the
// text was decoded to, in maps and slices.
func Check(text []byte, value any) (f Flaw, found bool) {
	if !utf8.Valid(text) {
		return Flaw{"", NotUTF8}, true
	}
	if members(text) == entries(value) {
		return f, false
	}
	path, found := duplicate(text)
	return Flaw{path, "duplicate key"}, found
}

// members returns the number of members of all objects in a text: of colons
// outside strings.
func members(text []byte) (n int) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ':' && !quoted:
			n++
		}
	}
	return n
}

// entries returns the number of entries of all maps in a value.
func entries(value any) (n int) {
	switch v := value.(type) {
	case map[string]any:
		n = len(v)
		for _, item := range v {
			n += entries(item)
		}
	case []any:
		for _, item := range v {
			n += entries(item)
		}
	}
	return n
}

// duplicate returns the path of the first duplicate key.
func duplicate(text []byte) (path string, found bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	path, err := search(d, "")
	return path, err == errFound
}

var errFound = fmt.Errorf("found a duplicate key")

// search reads a value up to its end, or up to a duplicate key, and returns the
// path of that with errFound.
func search(d *json.Decoder, path string) (string, error) {
	t, err := d.Token()
	if err != nil {
		return "", err
	}
	switch t {
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			t, err := d.Token()
			if err != nil {
				return "", err
			}
			key, _ := t.(string)
			where := path + "." + key
			if seen[key] {
				return where, errFound
			}
			seen[key] = true
			if found, err := search(d, where); err != nil {
				return found, err
			}
		}
		_, err = d.Token()
	case json.Delim('['):
		for i := 0; d.More(); i++ {
			if found, err := search(d, fmt.Sprintf("%s[%d]", path, i)); err != nil {
				return found, err
			}
		}
		_, err = d.Token()
	}
	return "", err
}

const mark = "\ufeff"

// TrimMark returns text without a byte order mark at its start.
func TrimMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte(mark)) }

// SkipMark returns a reader without a byte order mark at its start.
func SkipMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if start, _ := buffered.Peek(len(mark)); string(start) == mark {
		_, _ = buffered.Discard(len(mark))
	}
	return buffered
}
