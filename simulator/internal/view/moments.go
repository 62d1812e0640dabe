package view

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// eachFunc yields the samples of a series; see Series.Each.
type eachFunc = func(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point))

// longest is the longest interval of a moment, in seconds.
const longest = 24 * 3600

// moments returns the samples of occasional events. List returns those of a day in
// any order, without offsets; those that begin on another day are dropped. A sample
// is complete the given number of seconds after its end.
//
// Where time floats, samples are at local wall time that pretends to be UTC
// (vital.md 7.6), so of the hour that occurs twice in autumn only one is reported.
func moments(after int64, list func(l *Lens, source int, d vital.Date, f *facts) []Point) eachFunc {
	return func(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
		f := l.facts(d)
		if f.start == f.end || hi < f.start || lo >= f.end+longest {
			return
		}
		points := list(l, source, d, f)
		slices.SortStableFunc(points, func(a, b Point) int { return cmp.Compare(a.Unix, b.Unix) })
		zone, last := l.offsets(f), int64(0)
		for _, p := range points {
			begin, end := p.Unix, p.End()+after
			if l.Profile.FloatingTime {
				p.Unix += int64(l.Persona.OffsetAt(begin))
			}
			if begin < f.start || begin >= f.end || p.Unix <= last {
				continue
			}
			last = p.Unix
			if end > lo && end <= hi {
				p.Offset = zone.at(begin)
				yield(p)
			}
		}
	}
}

// of returns moments without a delay from the provider's only source.
func of(list func(l *Lens, d vital.Date) []Point) eachFunc {
	return moments(0, func(l *Lens, _ int, d vital.Date, _ *facts) []Point { return list(l, d) })
}
