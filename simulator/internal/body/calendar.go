package body

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // zones resolve on machines without zone files too

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// zones lists the zones from which a persona's is drawn if none is given: all
// continents, both hemispheres, half-hour offsets, with and without daylight saving.
var zones = []string{
	"America/Chicago", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
	"Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Africa/Johannesburg",
	"Australia/Sydney", "Europe/Berlin", "Europe/Lisbon", "Europe/London",
}

var locations sync.Map // zone name to *time.Location: loading one parses a file

// loadZone returns the zone with an IANA name. It refuses "Local", with which the
// same seed would give different days on different machines.
func loadZone(name string) (*time.Location, error) {
	if loc, ok := locations.Load(name); ok {
		return loc.(*time.Location), nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "" {
		hint := near.Hint(name, zones)
		if hint == "" {
			hint = "; want an IANA name such as Europe/London or UTC"
		}
		return nil, fmt.Errorf("unknown time zone %q%s", name, hint)
	}
	kept, _ := locations.LoadOrStore(name, loc)
	return kept.(*time.Location), nil
}

// OffsetAt returns the offset of the persona's clock at an instant, in seconds east
// of UTC.
func (p *Persona) OffsetAt(unix int64) int { return offsetIn(p.locationAt(unix), unix) }

func offsetIn(loc *time.Location, unix int64) int {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return offset
}

// DateAt returns the local calendar date at an instant.
func (p *Persona) DateAt(unix int64) vital.Date {
	if p.moves() {
		return p.dateMoving(unix)
	}
	return vital.Date(floorDiv(unix+int64(offsetIn(p.Location, unix)), daySeconds))
}

// DayStart returns the first instant of the local date d in unix seconds. It is not
// always midnight: some zones skip midnight when summer time begins, and so may a
// flight to the east.
func (p *Persona) DayStart(d vital.Date) int64 {
	if p.moves() {
		return p.dayStartMoving(d)
	}
	return midnight(p.Location, d)
}

// midnight returns the first instant of the date in a zone.
func midnight(loc *time.Location, d vital.Date) int64 {
	u, _, _ := locateIn(loc, int64(d)*daySeconds)
	return u
}

// locate returns the first moment at which the persona's clock shows the given local
// time; see locateIn.
func (p *Persona) locate(local int64) (unix, into, gap int64) {
	if p.moves() {
		return p.locateMoving(local)
	}
	return locateIn(p.Location, local)
}

// locateIn returns the first moment at which the clock of a zone shows the given local
// time (seconds since 1970-01-01 00:00 by that clock). Where the clock jumps
// over that time, unix is the moment of the jump, gap the length of the jump in
// seconds, and into the position of the local time within it.
func locateIn(loc *time.Location, local int64) (unix, into, gap int64) {
	// Offsets lie within a day of UTC, so these two surround the answer.
	before, after := offsetIn(loc, local-daySeconds), offsetIn(loc, local+daySeconds)
	u := local - int64(before)
	if before == after {
		return u, 0, 0
	}
	_, end := time.Unix(local-daySeconds, 0).In(loc).ZoneBounds()
	change := end.Unix()
	switch v := local - int64(after); {
	case u < change:
		return u, 0, 0
	case v >= change:
		return v, 0, 0
	}
	return change, u - change, int64(after - before)
}

// wallClock is the local clock during one day. It is cheap on days without a change
// of the offset.
type wallClock struct {
	p      *Persona
	offset int64
	set    bool
}

func (p *Persona) wallClock(day *Day) wallClock {
	offset := p.OffsetAt(day.Start)
	return wallClock{p, int64(offset), p.OffsetAt(day.End-1) != offset || p.flies(day.Date)}
}

// minute returns the local time at an instant, in minutes after midnight.
func (c wallClock) minute(unix int64) int {
	if c.set {
		c.offset = int64(c.p.OffsetAt(unix))
	}
	local := floorDiv(unix+c.offset, 60)
	return int(local - floorDiv(local, 1440)*1440)
}

// frame is the interval of one local date. It converts local times to instants.
type frame struct {
	p          *Persona
	date       vital.Date
	start, end int64
}

func (p *Persona) frame(d vital.Date) frame {
	return frame{p: p, date: d, start: p.DayStart(d), end: p.DayStart(d + 1)}
}

// minutes returns the number of minutes of the day. The last one may be incomplete,
// in zones whose offset once had seconds.
func (f frame) minutes() int { return int((f.end - f.start + 59) / 60) }

// at returns the instant of a wall-clock time, seconds after (or, if negative,
// before) local midnight. Times that are skipped by the beginning of summer time or
// by a flight to the east are mapped into the half hour after the jump, so that they
// stay in order. Before a date that the zone skipped, a time in the evening belongs
// to the date before.
func (f frame) at(seconds int) int64 {
	if seconds >= 0 && f.end-f.start == daySeconds {
		return f.start + int64(seconds)
	}
	u, into, gap := f.p.locate(int64(f.date)*daySeconds + int64(seconds))
	if gap > daySeconds/2 {
		return u - (gap - into)
	}
	return u + into/120*60
}

// next returns the frame of the next date that exists in the zone.
func (f frame) next() frame {
	n := f.p.frame(f.date + 1)
	if n.minutes() == 0 {
		n = f.p.frame(f.date + 2)
	}
	return n
}

// previous returns the frame of the previous date that exists in the zone.
func (f frame) previous() frame {
	n := f.p.frame(f.date - 1)
	if n.minutes() == 0 {
		n = f.p.frame(f.date - 2)
	}
	return n
}

// index returns the minute of the day that contains an instant. It is out of range
// for instants outside the day.
func (f frame) index(unix int64) int { return int(floorDiv(unix-f.start, 60)) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
