package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// interval returns the samples of a quantity that adds up over the day: sums over
// buckets of a few minutes while the device is worn, without zeros.
func interval(amount func(*body.Day, int) vital.Decimal) eachFunc {
	return intervalOf(1, func(_ *Lens, day *body.Day) func(int) vital.Decimal {
		return func(i int) vital.Decimal { return amount(day, i) }
	})
}

// intervalOf is like interval, with buckets of at least some minutes, for a quantity
// that is computed for a whole day.
func intervalOf(minutes int, of func(*Lens, *body.Day) func(minute int) vital.Decimal) eachFunc {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		f := l.facts(d)
		length, size := (f.end-f.start)/60, int64(max(minutes, l.model.Minutes.Interval))
		if hi <= f.start || lo >= f.end || length == 0 {
			return
		}
		amount := of(l, l.plan(d))
		zone := l.offsets(f)
		for i := max(0, floorDiv(lo-f.start, 60)) / size * size; i < length; i += size {
			start, next := f.start+60*i, min(i+size, length)
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
					sum += amount(int(m))
				}
			}
			if sum > 0 {
				yield(Point{Unix: start, Duration: int32(end - start), Offset: zone.at(start), Value: sum})
			}
		}
	}
}

func distanceOf(day *body.Day, i int) vital.Decimal { return vital.Decimal(day.Distance[i]) }
func floorsOf(day *body.Day, i int) vital.Decimal   { return vital.Whole(int64(day.Floors[i])) }
func energyOf(day *body.Day, i int) vital.Decimal   { return vital.Decimal(day.ActiveKcal[i]) }

// daylightMinutes is the shortest bucket of daylight; shorter ones would be full or
// empty.
const daylightMinutes = 5

// daylightEach yields the minutes spent outdoors in daylight.
func daylightEach(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
	intervalOf(daylightMinutes, func(l *Lens, day *body.Day) func(int) vital.Decimal {
		outdoors := make([]vital.Decimal, day.Minutes())
		for _, o := range l.Persona.Outings(day) {
			for at := o.Start; at < o.End; at += 60 {
				outdoors[(at-day.Start)/60] = vital.Whole(1)
			}
		}
		return func(i int) vital.Decimal { return outdoors[i] }
	})(l, source, d, lo, hi, yield)
}
