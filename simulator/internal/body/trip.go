package body

import (
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// tripBlock is the length in days of a block, in which there is at most one trip. The
// trips of a date depend on its block alone.
const tripBlock = 28

// trip is a stay in another zone, in which the dates first to last end.
type trip struct {
	first, last vital.Date
	to          place
}

// trip returns the trip that the persona is on, if any. The phase at the beginning of the
// block determines it, and nobody travels while moving to another home.
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

// destination returns a place for a trip: one of the destinations that can be reached in
// one leap.
func (p *Persona) destination(t trip, pick float64) (place, bool) {
	places := p.traits.destinations
	if len(places) == 0 {
		places = zones
	}
	home := place{p.Zone, p.Location}
	for i, n := 0, int(pick*float64(len(places))); i < len(places); i++ {
		to := place{zone: places[(n+i)%len(places)]}
		to.loc, _ = loadZone(to.zone) // parsing the file has checked it
		if to.zone != home.zone && reachable(home, to, t.first) && reachable(to, home, t.last+1) {
			return to, true
		}
	}
	return place{}, false
}

// reachable reports whether the clock difference between two places is short enough for
// one leap.
func reachable(from, to place, on vital.Date) bool {
	t := turnBetween(from, to, on)
	return t.leap < maxLeap && t.leap > -maxLeap
}

// A Trip is a stay in another zone.
type Trip struct {
	First, Last vital.Date // dates that end there
	Zone        string     // IANA
}

// Trip returns the trip that the persona is on at the end of the date.
func (p *Persona) Trip(d vital.Date) (Trip, bool) {
	t, ok := p.trip(d)
	if !ok {
		return Trip{}, false
	}
	return Trip{t.first, t.last, t.to.zone}, true
}
