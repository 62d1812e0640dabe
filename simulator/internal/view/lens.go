// Package view computes what a provider reports of a person's days: when which
// device is worn, when it uploads, and which records and samples result. Start with
// a [Lens], which is one person seen through one provider; [Summaries] and
// [Timeseries] are the generators of resources. All results are pure functions of the
// persona, the provider and the date. The package knows nothing of connections,
// syncs or events.
package view

import (
	"sort"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// lookBack bounds the delay between data and its upload: devices keep three days,
// and no device is unused for longer than two.
const lookBack = 3

// A Lens is one person seen through one provider. It is a small value; create one
// when needed.
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

// NewLens returns the lens of a persona and a provider. s is the user's seed;
// forced holds the instants of additional uploads in ascending order.
func NewLens(s seed.Seed, p *body.Persona, profile *provider.Profile, forced []int64, cache *Cache) Lens {
	return Lens{Persona: p, Profile: profile, model: profile.Device, seed: s.Child("provider", profile.Slug), forced: forced, cache: cache}
}

// Naming returns the lens with a function for the ids of the connection's records.
func (l Lens) Naming(ids func(resource vital.ResourceID, r Rev) vital.ID) Lens {
	l.ids = ids
	return l
}

// RecordID returns the id of a record of another resource of the same connection,
// such as the workout of a sample; zero if records have no ids.
func (l *Lens) RecordID(resource vital.ResourceID, r Rev) (id vital.ID) {
	if l.ids != nil {
		id = l.ids(resource, r)
	}
	return id
}

// LastUpload returns the newest upload at or before the instant; 0 if there was
// none in the days before, or for instant 0.
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

// NextUpload returns the first upload at or after the instant. There always is one.
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
