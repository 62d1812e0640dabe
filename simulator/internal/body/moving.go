package body

import (
	"math"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A persona who travels or moves to another zone still has a single calendar: every
// date ends in one zone (placeOn), and if two consecutive dates end in different zones,
// the clock changes once between them, at their turn. Days therefore follow each other
// without gap or overlap, and the offset is constant from turn to turn:
//
//   - to the west the clock changes at two in the afternoon of the second date, which
//     becomes longer by the difference;
//   - to the east it changes overnight, half of the leap before midnight and half
//     after, so that both dates become shorter.
//
// Every leap is shorter than maxLeap, so a clock that is set back never reaches the
// date before, and no date is shorter than 18 hours (12 with two turns in a row) or
// longer than 36, not counting changes of the zones themselves.
const maxLeap = 11*3600 + 1800

// westward is the time of the clock change to the west, in seconds after midnight.
const westward = 14 * 3600

// place is a zone in which a persona stays.
type place struct {
	zone string
	loc  *time.Location
}

// moves reports whether the persona is ever in another zone than Zone.
func (p *Persona) moves() bool { return p.moving }

// home returns where the persona lives on a date.
func (p *Persona) home(d vital.Date) place {
	p = p.On(d)
	return place{p.Zone, p.Location}
}

// placeOn returns where the date ends.
func (p *Persona) placeOn(d vital.Date) place {
	if t, ok := p.trip(d); ok {
		return t.to
	}
	return p.home(d)
}

// ZoneOn returns the IANA name of the zone in which the date ends.
func (p *Persona) ZoneOn(d vital.Date) string {
	if !p.moves() {
		return p.Zone
	}
	return p.placeOn(d).zone
}

// ZoneAt returns the IANA name of the zone in which the persona is at an instant.
func (p *Persona) ZoneAt(unix int64) string {
	if !p.moves() {
		return p.Zone
	}
	return p.placeAt(unix).zone
}

func (p *Persona) locationAt(unix int64) *time.Location {
	if !p.moves() {
		return p.Location
	}
	return p.placeAt(unix).loc
}

// turn is the clock change between the places of two consecutive dates. leap is the
// number of seconds by which the clock goes forward.
type turn struct {
	at       int64
	from, to place
	leap     int64
}

// turn returns the clock change between the date before and d, or false if both end in
// the same place.
func (p *Persona) turn(d vital.Date) (t turn, ok bool) {
	if !p.moves() {
		return t, false
	}
	from, to := p.placeOn(d-1), p.placeOn(d)
	if from.loc == to.loc {
		return t, false
	}
	return turnBetween(from, to, d), true
}

func turnBetween(from, to place, d vital.Date) turn {
	middle := midnight(from.loc, d)
	leap := int64(offsetIn(to.loc, middle) - offsetIn(from.loc, middle))
	at, _, _ := locateIn(from.loc, int64(d)*daySeconds+westward)
	if leap > 0 {
		at, _, _ = locateIn(from.loc, int64(d)*daySeconds-leap/120*60)
		at = max(at, midnight(to.loc, d)) // the zone may change its own clock in this night
	}
	return turn{at, from, to, int64(offsetIn(to.loc, at) - offsetIn(from.loc, at))}
}

// dayStartMoving implements DayStart for a persona with more than one zone.
func (p *Persona) dayStartMoving(d vital.Date) int64 {
	t, ok := p.turn(d)
	if !ok {
		return midnight(p.placeOn(d).loc, d)
	}
	return min(t.at, midnight(t.from.loc, d))
}

// dateMoving implements DateAt for a persona with more than one zone. The local date
// differs from the UTC date by at most one.
func (p *Persona) dateMoving(unix int64) vital.Date {
	d := vital.Date(floorDiv(unix, daySeconds)) + 1
	for p.dayStartMoving(d) > unix {
		d--
	}
	return d
}

// placeAt returns the place to which the last turn before the instant leads.
func (p *Persona) placeAt(unix int64) place {
	utc := vital.Date(floorDiv(unix, daySeconds))
	here := p.placeOn(utc + 2)
	for d := utc + 2; d >= utc-1; d-- {
		t, ok := p.turn(d)
		if !ok {
			continue
		}
		if t.at <= unix {
			break
		}
		here = t.from
	}
	return here
}

// locateMoving implements locate for a persona with more than one zone. It tries the
// places around the date in chronological order.
func (p *Persona) locateMoving(local int64) (unix, into, gap int64) {
	d := vital.Date(floorDiv(local, daySeconds))
	here, since := p.placeOn(d-2), turn{at: math.MinInt64}
	for e := d - 1; e <= d+2; e++ {
		next, ok := turn{at: math.MaxInt64}, true
		if e < d+2 {
			next, ok = p.turn(e)
		}
		if !ok {
			continue
		}
		u, in, of := locateIn(here.loc, local)
		if u < since.at { // the turn skipped the local time
			skipped := local - since.at - int64(offsetIn(since.from.loc, since.at))
			return since.at, skipped, since.leap
		}
		if u < next.at {
			return u, in, of
		}
		here, since = next.to, next
	}
	panic("body: no place has this time") // the last place has no end
}

// flies reports whether a turn falls on the date or in the nights before and after it.
func (p *Persona) flies(d vital.Date) bool {
	if !p.moves() {
		return false
	}
	before, now, next := p.placeOn(d-1), p.placeOn(d), p.placeOn(d+1)
	return before.loc != now.loc || now.loc != next.loc
}

// lag returns the delay of sleep after a flight in minutes, negative if sleep is early.
// Body clocks adapt by an hour or more a day (Waterhouse 2007), helped by daylight and
// duties: the first night is shifted by a fifth of the leap, and the seventh no more.
func (p *Persona) lag(d vital.Date) float64 {
	if !p.moves() {
		return 0
	}
	const nights = 6
	late := 0.0
	for k := range vital.Date(nights) {
		if t, ok := p.turn(d - k); ok {
			late += float64(t.leap) / 300 * float64(nights-k) / nights
		}
	}
	return clamp(late, -120, 120)
}
