package body

import (
	"math"
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A persona who travels, or moves to another zone, keeps one calendar all the
// same: every date ends in one zone (placeOn), and where two dates in a row end
// in different ones, the clock is set once in between, at their turn. So days
// tile time, and an offset holds from turn to turn:
//
//   - to the west on the second of the dates at two in the afternoon, which makes
//     it longer by what the clock goes back;
//   - to the east overnight, half of the leap before midnight and half after, so
//     that both dates are shorter.
//
// No leap is as long as maxLeap, so no clock set back reaches the date before,
// and no date is shorter than 18 hours (12 with two turns in a row) or longer
// than 36, but for what the zones themselves do.
const maxLeap = 11*3600 + 1800

// westward is when the clock is set on the way west, in seconds after midnight.
const westward = 14 * 3600

// place is where a persona is.
type place struct {
	zone string
	loc  *time.Location
}

// moves is whether the persona is ever in another zone than Zone.
func (p *Persona) moves() bool { return p.moving }

// home is where the persona lives on a date.
func (p *Persona) home(d vital.Date) place {
	p = p.On(d)
	return place{p.Zone, p.Location}
}

// placeOn is where the date ends.
func (p *Persona) placeOn(d vital.Date) place {
	if t, ok := p.trip(d); ok {
		return t.to
	}
	return p.home(d)
}

// ZoneOn is the IANA name of the zone in which the date ends.
func (p *Persona) ZoneOn(d vital.Date) string {
	if !p.moves() {
		return p.Zone
	}
	return p.placeOn(d).zone
}

// ZoneAt is the IANA name of the zone in which the persona is at an instant.
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

// turn is when the clock is set between the places of two dates in a row.
// Leap is by how much it goes forward.
type turn struct {
	at       int64
	from, to place
	leap     int64
}

// turn is that between the date before and d; false where both end in the same
// place.
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
		at = max(at, midnight(to.loc, d)) // whose clock may be changed in this night
	}
	return turn{at, from, to, int64(offsetIn(to.loc, at) - offsetIn(from.loc, at))}
}

// dayStartMoving is DayStart where there is more than one zone.
func (p *Persona) dayStartMoving(d vital.Date) int64 {
	t, ok := p.turn(d)
	if !ok {
		return midnight(p.placeOn(d).loc, d)
	}
	return min(t.at, midnight(t.from.loc, d))
}

// dateMoving is DateAt where there is more than one zone. No zone is further
// than a date from UTC.
func (p *Persona) dateMoving(unix int64) vital.Date {
	d := vital.Date(floorDiv(unix, daySeconds)) + 1
	for p.dayStartMoving(d) > unix {
		d--
	}
	return d
}

// placeAt is that of the last turn before the instant.
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

// locateMoving is locate where there is more than one zone: it goes through the
// places around the date in the order of time.
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
		if u < since.at { // the clock was set over it
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

// flies is whether the clock is set on the date, or in the nights beside it.
func (p *Persona) flies(d vital.Date) bool {
	if !p.moves() {
		return false
	}
	before, now, next := p.placeOn(d-1), p.placeOn(d), p.placeOn(d+1)
	return before.loc != now.loc || now.loc != next.loc
}

// lag is by how many minutes sleep is late after a flight, early if negative.
// Body clocks adapt by an hour or more a day (Waterhouse 2007), and daylight and
// duties pull: a fifth of the leap shows in the first night, nothing after six.
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
