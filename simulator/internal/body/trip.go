package body

import (
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// tripBlock is the number of days in which a persona makes at most one trip, so
// that any date is decided by its own block.
const tripBlock = 28

// trip is a stay in another zone; both dates end there.
type trip struct {
	first, last vital.Date
	to          place
}

// trip is the one that the persona is on. What they do at the beginning of its
// block decides, and nobody is on a trip while moving house.
func (p *Persona) trip(d vital.Date) (t trip, ok bool) {
	block := floorDiv(int64(d), tripBlock)
	begin := vital.Date(block * tripBlock)
	p = p.On(begin)
	if p.tripChance == 0 {
		return t, false
	}
	r := p.streams.trip.At(block).Stream()
	if !r.Chance(p.tripChance) {
		return t, false
	}
	days := 3 + r.Int(7)
	t.first = begin + 2 + vital.Date(r.Int(tripBlock-days-4)) // apart from the block's edges
	t.last = t.first + vital.Date(days) - 1
	if d < t.first || d > t.last || p.home(t.first-2).loc != p.Location || p.home(t.last+2).loc != p.Location {
		return t, false
	}
	t.to, ok = p.destination(t, r.Float())
	return t, ok
}

// destination is where a trip leads: one of the destinations that can be reached
// in one leap.
func (p *Persona) destination(t trip, pick float64) (place, bool) {
	places := p.traits.destinations
	if len(places) == 0 {
		places = zones
	}
	home := place{p.Zone, p.Location}
	for i, n := 0, int(pick*float64(len(places))); i < len(places); i++ {
		to := place{zone: places[(n+i)%len(places)]}
		to.loc, _ = loadZone(to.zone) // the file was checked
		if to.zone != home.zone && reachable(home, to, t.first) && reachable(to, home, t.last+1) {
			return to, true
		}
	}
	return place{}, false
}

// reachable is whether the way takes one leap.
func reachable(from, to place, on vital.Date) bool {
	t := turnBetween(from, to, on)
	return t.leap < maxLeap && t.leap > -maxLeap
}

// A Trip is a stay in another zone.
type Trip struct {
	First, Last vital.Date // dates that end there
	Zone        string     // IANA
}

// Trip is the trip that the persona is on at the end of the date.
func (p *Persona) Trip(d vital.Date) (Trip, bool) {
	t, ok := p.trip(d)
	if !ok {
		return Trip{}, false
	}
	return Trip{t.first, t.last, t.to.zone}, true
}
