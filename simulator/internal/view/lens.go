// Package view is what a provider reports of a person's days: which device is
// worn when, when it uploads, and which records and samples come of it. All of
// it is a pure function of the persona, the provider and the date; nothing
// here knows of connections, syncs or events.
package view

import (
	"sort"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// lookBack is how far an upload can lie behind the data it carries: devices
// keep three days (a device is never left off for longer than two).
const lookBack = 3

// A Lens looks at one person through one provider. It is a small value; make
// one when needed.
type Lens struct {
	Persona *body.Persona
	Profile *provider.Profile
	model   *provider.Device
	second  bool // the model is the profile's companion
	seed    seed.Seed
	// forced are uploads beside those of the device's own rhythm, in order: the
	// person opened the app (scenario step sync) or a demo connection was refreshed.
	forced []int64
	cache  *Cache

	fallback *time.Location // nil where the user has none

	recording Recording // nil where everything is generated
	known     func(vital.ID) vital.ID
	ids       func(resource vital.ResourceID, r Rev) vital.ID // nil where records have none
}

// NewLens looks at the persona through the provider. s is the user's seed;
// forced holds the instants of additional uploads in ascending order.
func NewLens(s seed.Seed, p *body.Persona, profile *provider.Profile, forced []int64, cache *Cache) Lens {
	return Lens{Persona: p, Profile: profile, model: profile.Device, seed: s.Child("provider", profile.Slug), forced: forced, cache: cache}
}

// Naming is the lens with the ids of the connection's records.
func (l Lens) Naming(ids func(resource vital.ResourceID, r Rev) vital.ID) Lens {
	l.ids = ids
	return l
}

// RecordID is the id of a record of another resource of the same connection,
// such as the workout that samples belong to; zero where records have none.
func (l *Lens) RecordID(resource vital.ResourceID, r Rev) (id vital.ID) {
	if l.ids != nil {
		id = l.ids(resource, r)
	}
	return id
}

// LastUpload is the newest upload at or before the instant; 0 where there was
// none in the days before, or no instant.
func (l *Lens) LastUpload(at int64) int64 {
	if at <= 0 {
		return 0
	}
	last := lastAtOrBefore(l.forced, at)
	today := l.Persona.DateAt(at)
	for d := today; d >= today-lookBack-1; d-- {
		if u := lastAtOrBefore(l.facts(d).uploads, at); u != 0 {
			return max(last, u)
		}
	}
	return last
}

// NextUpload is the first upload at or after the instant. There always is one.
func (l *Lens) NextUpload(at int64) int64 {
	forced := firstAtOrAfter(l.forced, at)
	for d := l.Persona.DateAt(at); ; d++ {
		u := firstAtOrAfter(l.facts(d).uploads, at)
		if u == 0 {
			continue
		}
		if forced != 0 && forced < u {
			return forced
		}
		return u
	}
}

func lastAtOrBefore(sorted []int64, at int64) int64 {
	if i := sort.Search(len(sorted), func(i int) bool { return sorted[i] > at }); i > 0 {
		return sorted[i-1]
	}
	return 0
}

func firstAtOrAfter(sorted []int64, at int64) int64 {
	if i := sort.Search(len(sorted), func(i int) bool { return sorted[i] >= at }); i < len(sorted) {
		return sorted[i]
	}
	return 0
}
