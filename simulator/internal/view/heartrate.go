package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// heartrateEach yields one sample for every minute on the wrist.
func heartrateEach(l *Lens, d vital.Date, lo, hi int64, yield func(Point)) {
	f := l.facts(d)
	from := max(0, (lo-f.start)/60)                // the first minute that ends after lo
	to := min((hi-f.start)/60, (f.end-f.start)/60) // the first that does not end by hi
	if lo < f.start {
		from = 0
	}
	if from >= to {
		return
	}
	day := l.plan(d)
	offset, changes := l.Persona.OffsetAt(f.start), l.Persona.OffsetAt(f.end-1) != l.Persona.OffsetAt(f.start)
	for i := from; i < to; i++ {
		at := f.start + 60*i
		if !f.worn(at) {
			continue
		}
		if changes {
			offset = l.Persona.OffsetAt(at)
		}
		yield(Point{Unix: at, Offset: offset, Value: vital.Whole(int64(day.HeartRate[i]))})
	}
}
