package pydantic

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// UUID reads a UUID: with or without dashes, in braces with dashes, or as a URN.
func UUID(s string) (vital.ID, *Error) {
	if len(s) == dashedLen { // the usual form, without allocating
		if id, err := uuid.Parse(s); err == nil {
			return id, nil
		}
	}
	inner := unwrap(s)
	groups := strings.Split(inner, "-")
	if cause := wrongUUID(inner, groups, len(s)-len(inner)); cause != "" {
		return vital.ID{}, fail("uuid_parsing", notUUID, cause)
	}
	var id vital.ID
	hex := strings.Join(groups, "")
	for i := range id {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		id[i] = byte(n)
	}
	return id, nil
}

// unwrap returns what is inside of braces or of a URN.
func unwrap(s string) string {
	if rest, ok := strings.CutPrefix(s, "{"); ok && strings.HasSuffix(rest, "}") {
		return strings.TrimSuffix(rest, "}")
	}
	return strings.TrimPrefix(s, "urn:uuid:")
}

// Lengths of UUIDs with and without dashes, and of braces.
const dashedLen, plainLen, braces = 36, 32, 2

// wrongUUID returns what is wrong with a UUID, or "". The wrapping is the length of
// what is around it. Pydantic counts it in some places.
func wrongUUID(inner string, groups []string, wrapping int) string {
	before := wrapping
	switch {
	case len(inner) == dashedLen:
		before = 0
	case wrapping == braces:
		before = 1
	}
	for i, c := range inner {
		if !strings.ContainsRune("0123456789abcdefABCDEF-", c) {
			return fmt.Sprintf("invalid character: found `%c` at %d", c, before+i+1)
		}
	}
	switch {
	case len(groups) == 1 && wrapping == 0 && len(inner) == plainLen:
		return ""
	case len(groups) == 1 && wrapping == 0:
		return fmt.Sprintf("invalid length: expected length 32 for simple format, found %d", len(inner))
	case len(groups) != 5:
		return fmt.Sprintf("invalid group count: expected 5, found %d", len(groups))
	}
	for i, want := range []int{8, 4, 4, 4, 12} {
		found := len(groups[i])
		if found == want {
			continue
		}
		if i == 4 {
			found += wrapping
		}
		return fmt.Sprintf("invalid group length in group %d: expected %d, found %d", i, want, found)
	}
	return ""
}
