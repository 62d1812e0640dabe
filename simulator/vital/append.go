package vital

import (
	"encoding/hex"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"
)

// An ID names a user, team, device or record.
type ID = uuid.UUID

// The append functions below take the key as it stands in the JSON text,
// comma, quotes and colon included, so that an encoder reads as its schema.

func appendKeyString(b []byte, key, s string) []byte {
	return appendString(append(b, key...), s)
}

func appendKeyID(b []byte, key string, id ID) []byte {
	return appendID(append(b, key...), id)
}

func appendKeyInt(b []byte, key string, n int) []byte {
	return strconv.AppendInt(append(b, key...), int64(n), 10)
}

func appendKeyBool(b []byte, key string, v bool) []byte {
	return strconv.AppendBool(append(b, key...), v)
}

func appendNullInt(b []byte, key string, n Null[int]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, int64(n.V), 10)
}

func appendNullDecimal(b []byte, key string, n Null[Decimal]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return n.V.AppendJSON(b)
}

func appendNullString(b []byte, key string, n Null[string]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return appendString(b, n.V)
}

func appendNullID(b []byte, key string, n Null[ID]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return appendID(b, n.V)
}

func appendNullDate(b []byte, key string, n Null[Date]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return n.V.AppendJSON(b)
}

// appendTrue appends a constant of the schema that is true or null, never
// false (trap 33).
func appendTrue(b []byte, key string, n Null[bool]) []byte {
	if b = append(b, key...); n.Valid && n.V {
		return append(b, "true"...)
	}
	return append(b, "null"...)
}

func appendStrings(b []byte, key string, list []string) []byte {
	b = append(append(b, key...), '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendID appends the 36 characters of a UUID in quotes.
func appendID(b []byte, id ID) []byte {
	b = append(b, '"')
	b = hex.AppendEncode(b, id[0:4])
	b = hex.AppendEncode(append(b, '-'), id[4:6])
	b = hex.AppendEncode(append(b, '-'), id[6:8])
	b = hex.AppendEncode(append(b, '-'), id[8:10])
	b = hex.AppendEncode(append(b, '-'), id[10:16])
	return append(b, '"')
}

// appendString appends s as encoding/json does without its HTML escapes:
// control characters, quotes and backslashes are escaped, and so are the two
// line separators that end a line in JavaScript. Invalid UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0 // of what is copied as it is
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		b = append(b, s[start:i]...)
		if e := shortEscape(r); e != 0 {
			b = append(b, '\\', e)
		} else if r == utf8.RuneError {
			b = utf8.AppendRune(b, r)
		} else {
			b = append(b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		}
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// shortEscape is the letter of a two-character escape, or 0.
func shortEscape(r rune) byte {
	switch r {
	case '"', '\\':
		return byte(r)
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	}
	return 0
}
