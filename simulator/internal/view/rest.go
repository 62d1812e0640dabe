package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// basalEach yields the resting energy, which a device estimates for the whole of a
// day on which it is used: together with the active energy it adds up to the day's
// calories_total.
func basalEach(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	f := l.facts(d)
	minutes, size := (f.end-f.start)/60, int64(l.model.Minutes.Interval)
	if hi <= f.start || lo >= f.end || f.firstWorn() >= f.end {
		return
	}
	basal, zone := l.plan(d).BasalKcal, l.offsets(f)
	for i := max(0, floorDiv(lo-f.start, 60)) / size * size; i < minutes; i += size {
		next := min(i+size, minutes)
		start, end := f.start+60*i, f.start+60*next
		if end > hi {
			return
		}
		if end > lo {
			yield(Point{Unix: start, Duration: int32(end - start), Offset: zone.at(start), Value: rested(basal, next) - rested(basal, i)})
		}
	}
}

// rested returns the resting energy of a number of minutes.
func rested(basal vital.Decimal, minutes int64) vital.Decimal {
	return basal * vital.Decimal(minutes) / 1440
}
