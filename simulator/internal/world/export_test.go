package world

import (
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The parts of a State, for tests that change one.
type (
	Keeper      = keeper
	Task        = task
	SavedEdit   = edit
	SavedTarget = target
)

// A RecordKey is a recordKey with exported fields.
type RecordKey struct {
	User     uint64
	Day      vital.Date
	Provider provider.Number
	Resource vital.ResourceID
	Ordinal  int
}

// EncodeID is encodeID.
func EncodeID(s seed.Seed, k RecordKey) vital.ID {
	return encodeID(s, recordKey{user: k.User, day: k.Day, provider: k.Provider, resource: k.Resource, ordinal: k.Ordinal})
}

// DecodeID is decodeID.
func DecodeID(s seed.Seed, id vital.ID) (RecordKey, bool) {
	k, ok := decodeID(s, id)
	return RecordKey{User: k.user, Day: k.day, Provider: k.provider, Resource: k.resource, Ordinal: k.ordinal}, ok
}

// DecodeID is the key of one of the team's ids.
func (w *World) DecodeID(id vital.ID) (RecordKey, bool) { return DecodeID(w.scramble, id) }

// Lens is how the world looks at a user through a connection, with the uploads
// that were forced so far.
func (w *World) Lens(id vital.ID, slug string) view.Lens {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.users[id]
	profile, err := findProvider(slug)
	if err != nil {
		panic(err)
	}
	return u.connection(profile.Number).lens(u)
}

// ResourceNamed returns the resource with the name; 0 if there is none.
func ResourceNamed(name string) vital.ResourceID {
	r, _ := vital.ResourceNamed(name)
	return r.ID
}
