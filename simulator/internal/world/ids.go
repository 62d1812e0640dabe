package world

import (
	"encoding/binary"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A recordKey says which record an id stands for.
type recordKey struct {
	user     uint64 // the user's tag, 56 bits
	day      vital.Date
	provider int // index into the provider table
	resource int // index into the resource table
	ordinal  int
}

// Record ids are not stored: an id is its record's key in a UUID of version 4,
// scrambled by a keyed permutation. So an id leads back to its record without
// an index, and an id that nobody handed out does not decode.
const (
	half     = 61
	halfMask = 1<<half - 1

	tagBits      = 56
	dayBits      = 16
	providerBits = 6
	resourceBits = 7
	ordinalBits  = 6
)

// encodeID is the id of a record in the team whose ids s scrambles.
func encodeID(s seed.Seed, k recordKey) vital.ID {
	left := k.user & (1<<tagBits - 1)
	right := uint64(k.day)&(1<<dayBits-1)<<(providerBits+resourceBits+ordinalBits) |
		uint64(k.provider)<<(resourceBits+ordinalBits) | uint64(k.resource)<<ordinalBits | uint64(k.ordinal)
	for round := range int64(4) {
		left, right = right, left^(uint64(s.At(round).At(int64(right)))&halfMask)
	}
	var id vital.ID
	high := left >> 1
	binary.BigEndian.PutUint64(id[:8], high>>12<<16|0x4000|high&0xfff)
	binary.BigEndian.PutUint64(id[8:], 1<<63|left&1<<half|right)
	return id
}

// decodeID is the record that an id stands for; false where the id is not one
// of this team's.
func decodeID(s seed.Seed, id vital.ID) (recordKey, bool) {
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	if high>>12&0xf != 4 || low>>62 != 2 {
		return recordKey{}, false
	}
	left, right := (high>>16<<12|high&0xfff)<<1|low>>half&1, low&halfMask
	for round := int64(3); round >= 0; round-- {
		left, right = right^(uint64(s.At(round).At(int64(left)))&halfMask), left
	}
	const used = dayBits + providerBits + resourceBits + ordinalBits
	if left>>tagBits != 0 || right>>used != 0 {
		return recordKey{}, false
	}
	return recordKey{
		user:     left,
		day:      vital.Date(right >> (used - dayBits)),
		provider: int(right >> (resourceBits + ordinalBits) & (1<<providerBits - 1)),
		resource: int(right >> ordinalBits & (1<<resourceBits - 1)),
		ordinal:  int(right & (1<<ordinalBits - 1)),
	}, true
}

// newID is a UUID of version 4 that the seed determines: of a user, of a team.
func newID(s seed.Seed) vital.ID {
	var id vital.ID
	binary.BigEndian.PutUint64(id[:8], uint64(s.At(0))&^0xf000|0x4000)
	binary.BigEndian.PutUint64(id[8:], uint64(s.At(1))&^(3<<62)|1<<63)
	return id
}

// OrganizationID is the id of the organization that has a management key.
func OrganizationID(n uint64, key string) vital.ID {
	return newID(seed.New(n).Child("organization", key))
}
