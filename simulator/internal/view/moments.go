package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What happens now and then.

// moments makes the samples of what happens a few times a day at most: an interval
// each, of which value is what it says. A device that measures must have been worn;
// what people enter, or an app counts, is there anyway.
func moments(measured bool, of func(*Lens, vital.Date) []body.Episode, value func(*Lens, body.Episode) vital.Decimal) func(*Lens, int, vital.Date, int64, int64, func(Point)) {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		f := l.facts(d)
		if f.start == f.end || hi <= f.start || lo >= f.end {
			return
		}
		zone := l.offsets(f)
		for _, e := range of(l, d) {
			if e.End <= lo || e.End > hi || measured && overlaps(f.off, e.Start, e.End) {
				continue
			}
			if v := value(l, e); v > 0 {
				yield(Point{Unix: e.Start, Duration: int32(e.End - e.Start), Offset: zone.at(e.Start), Value: v})
			}
		}
	}
}

func once(*Lens, body.Episode) vital.Decimal { return vital.Whole(1) }

func minutesOf(_ *Lens, e body.Episode) vital.Decimal {
	return vital.Decimal((e.End - e.Start) * 100 / 60)
}

func handWashes(l *Lens, d vital.Date) []body.Episode { return l.Persona.HandWashes(d) }

func mindfulSessions(l *Lens, d vital.Date) []body.Episode {
	if e, ok := l.Persona.MindfulSession(d); ok {
		return []body.Episode{e}
	}
	return nil
}

func outdoors(l *Lens, d vital.Date) []body.Episode { return l.Persona.Outdoors(l.plan(d)) }

// strongestSun is the highest UV index of a time outdoors.
func strongestSun(l *Lens, e body.Episode) (most vital.Decimal) {
	for at := e.Start; at < e.End; at += 60 {
		most = max(most, l.Persona.UVIndex(at))
	}
	return most
}
