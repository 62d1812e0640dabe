package store

import (
	"errors"
	"io"
)

// A file is only read as far as its text is in proportion to its size, so that a
// small file cannot take much memory. The text of a team is 8 to 22 times as large
// as its file, and each object in it has more than 150 bytes of text.
const (
	freeText, maxRatio     = 1 << 20, 100 // bytes of text, and more per byte of the file
	freeObjects, minObject = 10_000, 50   // objects, and bytes of text for each more
)

var errBomb = errors.New("its text is out of proportion to its size")

// A counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// A bounded reads the text of a file while it is in proportion.
type bounded struct {
	file *counter
	text io.Reader

	n, objects      int64
	inText, escaped bool // where the text stands in a JSON string
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.text.Read(p)
	for _, c := range p[:n] {
		switch {
		case b.escaped:
			b.escaped = false
		case b.inText && c == '\\':
			b.escaped = true
		case c == '"':
			b.inText = !b.inText
		case c == '{' && !b.inText:
			b.objects++
		}
	}
	b.n += int64(n)
	if b.n > freeText+maxRatio*b.file.n || b.objects > freeObjects+b.n/minObject {
		return 0, errBomb
	}
	return n, err
}
