package world

import (
	"encoding/binary"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A recordKey identifies a record.
type recordKey struct {
	user     uint64 // the user's tag, 56 bits
	day      vital.Date
	provider provider.Number
	resource vital.ResourceID
	ordinal  int
}

// Record ids are not stored: an id is its record's key in a UUID of version 4,
// scrambled by a keyed permutation. An id therefore leads to its record without
// an index, and an id that the team did not issue does not decode.
//
// The key has the fixed numbers of the provider and of the resource, less one.
// Their upper bits are above the day; they are zero for small numbers.
const (
	half     = 61
	halfMask = 1<<half - 1

	tagBits      = 56
	dayBits      = 16
	providerBits = 6
	resourceBits = 7
	ordinalBits  = 6

	upperResourceBits = 2
	upperProviderBits = 3

	resourceAt      = ordinalBits
	providerAt      = resourceAt + resourceBits
	dayAt           = providerAt + providerBits
	upperResourceAt = dayAt + dayBits
	upperProviderAt = upperResourceAt + upperResourceBits
	usedBits        = upperProviderAt + upperProviderBits
)

// pack returns the part of a key that does not name the user.
func (k recordKey) pack() uint64 {
	p, r := uint64(k.provider-1), uint64(k.resource-1)
	return p>>providerBits<<upperProviderAt | r>>resourceBits<<upperResourceAt |
		field(uint64(k.day), 0, dayBits)<<dayAt | field(p, 0, providerBits)<<providerAt |
		field(r, 0, resourceBits)<<resourceAt | uint64(k.ordinal)
}

// unpack returns the key of a user's record that pack has packed.
func unpack(user, packed uint64) recordKey {
	return recordKey{
		user: user,
		day:  vital.Date(field(packed, dayAt, dayBits)),
		provider: provider.Number(field(packed, upperProviderAt, upperProviderBits)<<providerBits|
			field(packed, providerAt, providerBits)) + 1,
		resource: vital.ResourceID(field(packed, upperResourceAt, upperResourceBits)<<resourceBits|
			field(packed, resourceAt, resourceBits)) + 1,
		ordinal: int(field(packed, 0, ordinalBits)),
	}
}

// field returns a number of bits of v, from a bit on.
func field(v uint64, from, bits int) uint64 { return v >> from & (1<<bits - 1) }

// encodeID returns the id of a record, scrambled with the team's permutation s.
func encodeID(s seed.Seed, k recordKey) vital.ID {
	left := k.user & (1<<tagBits - 1)
	right := k.pack()
	for round := range int64(4) {
		left, right = right, left^(uint64(s.At(round).At(int64(right)))&halfMask)
	}
	var id vital.ID
	high := left >> 1
	binary.BigEndian.PutUint64(id[:8], high>>12<<16|0x4000|high&0xfff)
	binary.BigEndian.PutUint64(id[8:], 1<<63|left&1<<half|right)
	return id
}

// decodeID returns the key of the record with the id; false if the id is not one
// of this team.
func decodeID(s seed.Seed, id vital.ID) (recordKey, bool) {
	high, low := binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
	if high>>12&0xf != 4 || low>>62 != 2 {
		return recordKey{}, false
	}
	left, right := (high>>16<<12|high&0xfff)<<1|low>>half&1, low&halfMask
	for round := int64(3); round >= 0; round-- {
		left, right = right^(uint64(s.At(round).At(int64(left)))&halfMask), left
	}
	if left>>tagBits != 0 || right>>usedBits != 0 {
		return recordKey{}, false
	}
	return unpack(left, right), true
}

// newID returns a UUID of version 4 derived from the seed, for a user or a team.
func newID(s seed.Seed) vital.ID {
	var id vital.ID
	binary.BigEndian.PutUint64(id[:8], uint64(s.At(0))&^0xf000|0x4000)
	binary.BigEndian.PutUint64(id[8:], uint64(s.At(1))&^(3<<62)|1<<63)
	return id
}

// OrganizationID returns the id of the organization that has a management key.
func OrganizationID(n uint64, key string) vital.ID {
	return newID(seed.New(n).Child("organization", key))
}
