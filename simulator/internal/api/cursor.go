package api

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A position is where a page begins: after an instant in a group.
type position struct {
	group int
	after int64
}

// encodeCursor is the position as an opaque word. It is bound to the filters
// of its request, since Vital wants them passed again unchanged (contract 7.7).
func encodeCursor(p position, filter string) string {
	b := binary.BigEndian.AppendUint64(nil, filterSum(filter))
	b = binary.AppendVarint(b, p.after)
	b = binary.AppendUvarint(b, uint64(p.group))
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(s, filter string) (position, error) {
	refused := vital.Invalid("invalid cursor", "value_error", "query", "next_cursor")
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 10 {
		return position{}, refused
	}
	if binary.BigEndian.Uint64(b) != filterSum(filter) {
		return position{}, refused.WithHint("the cursor belongs to other filters; pass it with those of the first page")
	}
	after, n := binary.Varint(b[8:])
	if n <= 0 {
		return position{}, refused
	}
	group, m := binary.Uvarint(b[8+n:])
	if m <= 0 || 8+n+m != len(b) || group > 1<<16 {
		return position{}, refused
	}
	return position{group: int(group), after: after}, nil
}

func filterSum(filter string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(filter))
	return h.Sum64()
}
