package body

import (
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones resolve on machines without zone files too

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// zones are where a persona lives when no zone is asked for: all continents,
// both hemispheres, half-hour offsets, with and without daylight saving.
var zones = []string{
	"America/Chicago", "America/Los_Angeles", "America/New_York", "America/Sao_Paulo",
	"Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Africa/Johannesburg",
	"Australia/Sydney", "Europe/Berlin", "Europe/Lisbon", "Europe/London",
}

var locations sync.Map // zone name to *time.Location: loading one parses a file

// loadZone finds a zone by its IANA name. "Local" is refused: it would make
// the same seed mean different days on different machines.
func loadZone(name string) (*time.Location, error) {
	if loc, ok := locations.Load(name); ok {
		return loc.(*time.Location), nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "" {
		return nil, fmt.Errorf("load zone %q: not an IANA time zone such as %s%s",
			name, strings.Join(zones, ", "), near.Hint(name, zones))
	}
	kept, _ := locations.LoadOrStore(name, loc)
	return kept.(*time.Location), nil
}

// OffsetAt is the offset of the persona's clock at an instant, in seconds east
// of UTC.
func (p *Persona) OffsetAt(unix int64) int { return offsetIn(p.locationAt(unix), unix) }

func offsetIn(loc *time.Location, unix int64) int {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return offset
}

// DateAt is the local calendar date at an instant.
func (p *Persona) DateAt(unix int64) vital.Date {
	if p.moves() {
		return p.dateMoving(unix)
	}
	return vital.Date(floorDiv(unix+int64(offsetIn(p.Location, unix)), daySeconds))
}

// DayStart is the first instant of the local date d in unix seconds. Local
// midnight is not always that instant: some zones skip it when summer begins,
// and whoever flies east may spend it in the air.
func (p *Persona) DayStart(d vital.Date) int64 {
	if p.moves() {
		return p.dayStartMoving(d)
	}
	return midnight(p.Location, d)
}

// midnight is the first instant of the date in a zone.
func midnight(loc *time.Location, d vital.Date) int64 {
	u, _, _ := locateIn(loc, int64(d)*daySeconds)
	return u
}

// locate is the first moment at which the persona's clock shows the given local
// time; see locateIn.
func (p *Persona) locate(local int64) (unix, into, gap int64) {
	if p.moves() {
		return p.locateMoving(local)
	}
	return locateIn(p.Location, local)
}

// locateIn is the first moment at which the clock of a zone shows the given local
// time (seconds since 1970-01-01 00:00 by that clock). Where the clock jumps
// over that time it is the moment of the jump, and the time lies so many
// seconds into a gap of that length.
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

// wallClock is the clock on the wall during one day, cheap where it is not set in
// it.
type wallClock struct {
	p      *Persona
	offset int64
	set    bool
}

func (p *Persona) wallClock(day *Day) wallClock {
	offset := p.OffsetAt(day.Start)
	return wallClock{p, int64(offset), p.OffsetAt(day.End-1) != offset || p.flies(day.Date)}
}

// minute is what it shows at an instant, in minutes after midnight.
func (c wallClock) minute(unix int64) int {
	if c.set {
		c.offset = int64(c.p.OffsetAt(unix))
	}
	local := floorDiv(unix+c.offset, 60)
	return int(local - floorDiv(local, 1440)*1440)
}

// frame is one local day as instants, able to place wall-clock times in it.
type frame struct {
	p          *Persona
	date       vital.Date
	start, end int64
}

func (p *Persona) frame(d vital.Date) frame {
	return frame{p: p, date: d, start: p.DayStart(d), end: p.DayStart(d + 1)}
}

// minutes is the number of minutes that the day has; the last may be a part
// of one in zones whose offset once had seconds.
func (f frame) minutes() int { return int((f.end - f.start + 59) / 60) }

// at is the instant of a wall-clock time, seconds after (or, if negative,
// before) local midnight. Times in the hour that summer time skips are pressed
// into the half hour after it, so that they stay apart, and so are those that a
// flight to the east skips; before a date that the zone skipped, the evening is
// that of the date before.
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

// next is the frame of the next date that the zone has.
func (f frame) next() frame {
	n := f.p.frame(f.date + 1)
	if n.minutes() == 0 {
		n = f.p.frame(f.date + 2)
	}
	return n
}

// previous is the frame of the last date before that the zone had.
func (f frame) previous() frame {
	n := f.p.frame(f.date - 1)
	if n.minutes() == 0 {
		n = f.p.frame(f.date - 2)
	}
	return n
}

// index is the minute of the day in which an instant falls; it may lie
// outside the day.
func (f frame) index(unix int64) int { return int(floorDiv(unix-f.start, 60)) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
