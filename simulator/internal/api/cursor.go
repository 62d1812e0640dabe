package api

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
)

// A position is the start of a page: after an instant in a group.
type position struct {
	group int
	after int64
}

// encodeCursor returns the position as an opaque word. It is bound to the filters
// of its request, because Vital wants them repeated unchanged (vital.md 7.7).
func encodeCursor(p position, filter string) string {
	b := binary.AppendVarint(nil, p.after)
	b = binary.AppendUvarint(b, uint64(p.group))
	h := fnv.New64a()
	_, _ = h.Write(b)
	_, _ = h.Write([]byte(filter))
	return base64.RawURLEncoding.EncodeToString(h.Sum(b))
}

// decodeCursor decodes a word of encodeCursor. It accepts no word that was made
// with other filters.
func decodeCursor(s, filter string) (position, error) {
	refused := rest.Invalid("invalid cursor").Refuse("query", "next_cursor")
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return position{}, refused
	}
	after, n := binary.Varint(b)
	if n <= 0 {
		return position{}, refused
	}
	group, m := binary.Uvarint(b[n:])
	if m <= 0 || group > 1<<16 {
		return position{}, refused
	}
	p := position{group: int(group), after: after}
	if encodeCursor(p, filter) != s {
		return position{}, refused.WithHint("the cursor was changed or belongs to other filters; pass it as it came, with those of the first page")
	}
	return p, nil
}
