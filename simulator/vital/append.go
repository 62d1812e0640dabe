package vital

import (
	"encoding/hex"
	"strconv"
	"time"
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

func appendNullFine(b []byte, key string, n Null[Fine]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return n.V.AppendJSON(b)
}

func appendNullBool(b []byte, key string, n Null[bool]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return strconv.AppendBool(b, n.V)
}

func appendNullString[T ~string](b []byte, key string, n Null[T]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return appendString(b, string(n.V))
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

func appendNullTime(b []byte, key string, n Null[time.Time]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return append(AppendTime(append(b, '"'), n.V), '"')
}

// appendNull appends an object, or whatever else has a type of its own.
func appendNull[T appender](b []byte, key string, n Null[T]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return n.V.AppendJSON(b)
}

// An appender is a type that goes on the wire.
type appender interface{ AppendJSON([]byte) []byte }

// appendTrue appends a constant of the schema that is true or null, never
// false (vital.md 9.33).
func appendTrue(b []byte, key string, n Null[bool]) []byte {
	if b = append(b, key...); n.Valid && n.V {
		return append(b, "true"...)
	}
	return append(b, "null"...)
}

func appendStrings(b []byte, key string, list []string) []byte {
	return appendList(append(b, key...), list, appendString)
}

func appendObjects[T appender](b []byte, list []T) []byte {
	return appendList(b, list, func(b []byte, v T) []byte { return v.AppendJSON(b) })
}

// appendList appends a JSON list; a nil list is empty, not null.
func appendList[T any](b []byte, list []T, each func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = each(b, v)
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
