package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// interval makes the samples of what adds up over the day: sums over buckets
// of a few minutes, of the minutes on the wrist, without those that are zero.
func interval(amount func(*body.Day, int) vital.Decimal) func(*Lens, int, vital.Date, int64, int64, func(Point)) {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		f := l.facts(d)
		minutes, size := (f.end-f.start)/60, int64(l.model.Minutes.Interval)
		if hi <= f.start || lo >= f.end || minutes == 0 {
			return
		}
		day := l.plan(d)
		zone := l.offsets(f)
		for i := max(0, floorDiv(lo-f.start, 60)) / size * size; i < minutes; i += size {
			start, next := f.start+60*i, min(i+size, minutes)
			end := f.start + 60*next
			if end > hi {
				return
			}
			if end <= lo {
				continue
			}
			sum := vital.Decimal(0)
			for m := i; m < next; m++ {
				if f.worn(f.start + 60*m) {
					sum += amount(day, int(m))
				}
			}
			if sum > 0 {
				yield(Point{Unix: start, Duration: int32(end - start), Offset: zone.at(start), Value: sum})
			}
		}
	}
}

func distanceOf(day *body.Day, i int) vital.Decimal { return vital.Decimal(day.Distance[i]) }
func energyOf(day *body.Day, i int) vital.Decimal   { return vital.Decimal(day.ActiveKcal[i]) }
