package api

// What the fuzz tests look at from outside.
var ParseInstant = parseInstant

func EncodeCursor(group int, after int64, filter string) string {
	return encodeCursor(position{group: group, after: after}, filter)
}

func DecodeCursor(s, filter string) (group int, after int64, err error) {
	p, err := decodeCursor(s, filter)
	return p.group, p.after, err
}
