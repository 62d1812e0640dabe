package vital

import (
	"encoding/hex"
	"strconv"

	"github.com/google/uuid"
	"github.com/vitalsim/vitalsim/simulator/internal/codec"
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

func appendKeyBool(b []byte, key string, v bool) []byte {
	return strconv.AppendBool(append(b, key...), v)
}

func appendNullInt(b []byte, key string, n Null[int]) []byte {
	if b = append(b, key...); !n.Valid {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, int64(n.V), 10)
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

// An appender is a type that writes its own JSON.
type appender interface{ AppendJSON([]byte) []byte }

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

func appendString(b []byte, s string) []byte { return codec.AppendString(b, s) }
