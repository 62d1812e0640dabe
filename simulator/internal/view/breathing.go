package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Breathing.

// The types of sleep_breathing_disturbance.
var elevated, notElevated = &wire.Detail{Type: vital.Val("elevated")}, &wire.Detail{Type: vital.Val("not_elevated")}

// disturbances returns the breathing disturbances per hour of each recorded night
// that begins on d.
func disturbances(l *Lens, d vital.Date) (points []Point) {
	_, next := l.nextNight(d)
	for _, on := range [...]vital.Date{d, next} {
		b, ok := l.Persona.Breathing(on)
		if !ok || !l.slept(on, b.Start) {
			continue
		}
		p := Point{Unix: b.Start, Duration: int32(b.End - b.Start), Value: b.PerHour, Detail: notElevated}
		if b.Elevated {
			p.Detail = elevated
		}
		points = append(points, p)
	}
	return points
}

// slept reports whether the night that ends on a date and begins at the instant was
// recorded.
func (l *Lens) slept(d vital.Date, start int64) bool {
	for _, s := range l.facts(d).sleeps {
		if !s.Nap && s.Start == start {
			return true
		}
	}
	return false
}

// blown returns the results of spirometry: a value of each test that has it.
func blown(value func(body.LungTest) vital.Decimal) func(*Lens, vital.Date) []Point {
	return func(l *Lens, d vital.Date) (points []Point) {
		for _, test := range l.Persona.LungTests(d) {
			if v := value(test); v > 0 {
				points = append(points, Point{Unix: test.At, Value: v})
			}
		}
		return points
	}
}

// inhalations returns the puffs of an inhaler at each use.
func inhalations(l *Lens, d vital.Date) (points []Point) {
	last := int64(0)
	for _, i := range l.Persona.Inhalations(d) {
		last = max(i.At, last+1) // no two at once: the time names a sample
		points = append(points, Point{Unix: last, Value: vital.Whole(int64(i.Puffs))})
	}
	return points
}
