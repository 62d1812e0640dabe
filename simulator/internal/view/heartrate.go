package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// heartrateEach yields a sample every few minutes while the device is worn.
func heartrateEach(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	f := l.facts(d)
	step := int64(l.model.Minutes.Heart)
	from := max(0, floorDiv(lo-f.start, 60))       // the first minute that ends after lo
	to := min((hi-f.start)/60, (f.end-f.start)/60) // the first that does not end by hi
	if from >= to {
		return
	}
	day := l.plan(d)
	zone := l.offsets(f)
	for i := (from + step - 1) / step * step; i < to; i += step {
		if at := f.start + 60*i; f.worn(at) {
			yield(Point{Unix: at, Offset: zone.at(at), Value: vital.Whole(int64(day.HeartRate[i]))})
		}
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
