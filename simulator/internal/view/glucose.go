package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

const (
	glucoseSeconds = 300 // the step of body's glucose
	automaticEvery = 3   // the sensor keeps every third: one in 15 minutes
)

// glucoseEach yields what a sensor keeps by itself (source 0), and what its
// wearer scans (source 1). LibreView knows no zones: the timestamps are local
// wall time that pretends to be UTC (contract 7.6), so the hour that comes
// twice in autumn is told once.
func glucoseEach(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
	f := l.facts(d)
	if f.start == f.end || hi <= f.start || lo >= f.end+60 {
		return
	}
	values := l.Persona.Glucose(d)
	zone := l.offsets(f)
	last := int64(0)
	for _, at := range l.readings(source, d, f, len(values)) {
		wall := at + int64(zone.at(at).V)
		if wall <= last {
			continue
		}
		last = wall
		if at+60 > lo && at+60 <= hi {
			yield(Point{Unix: wall, Value: values[(at-f.start)/glucoseSeconds]})
		}
	}
}

// readings are the instants of a day at which a source reads the sensor.
func (l *Lens) readings(source int, d vital.Date, f *facts, n int) (instants []int64) {
	if source == 0 {
		for i := 0; i < n; i += automaticEvery {
			instants = append(instants, f.start+int64(i)*glucoseSeconds)
		}
		return instants
	}
	r := l.seed.Child("scan").At(int64(d)).Stream()
	next, _ := l.nextNight(d)
	for i, scans := 0, 5+r.Int(6); i < scans; i++ {
		at := f.wake + int64(r.Float()*float64(next.Start-f.wake))
		if at < f.end && at < f.start+int64(n)*glucoseSeconds {
			instants = append(instants, at)
		}
	}
	slices.Sort(instants)
	return slices.Compact(instants)
}
