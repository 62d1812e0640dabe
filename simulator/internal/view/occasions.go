package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Events that a watch detects, or an app counts, a few times a day.

// during returns a value for a whole period.
func during(s body.Stretch, value vital.Decimal) Point {
	return Point{Unix: s.Start, Duration: int32(s.End - s.Start), Value: value}
}

// washes returns the times of handwashing while the watch is worn.
func washes(l *Lens, d vital.Date) (points []Point) {
	for _, s := range l.Persona.Handwashes(d) {
		if !overlaps(l.facts(d).off, s.Start, s.End) {
			points = append(points, during(s, vital.Whole(1)))
		}
	}
	return points
}

// mindfulness returns the minutes of sessions, which an app counts.
func mindfulness(l *Lens, d vital.Date) (points []Point) {
	for _, s := range l.Persona.Mindfulness(d) {
		points = append(points, during(s, minutesIn(s.End-s.Start)))
	}
	return points
}

// sunlight returns the highest UV index of each time outdoors while the watch is
// worn.
func sunlight(l *Lens, d vital.Date) (points []Point) {
	for _, o := range l.Persona.Outings(l.plan(d)) {
		if o.UVIndex > 0 && !overlaps(l.facts(d).off, o.Start, o.End) {
			points = append(points, during(body.Stretch{Start: o.Start, End: o.End}, vital.Decimal(10*o.UVIndex)))
		}
	}
	return points
}

// minutesIn converts seconds to minutes.
func minutesIn(seconds int64) vital.Decimal { return vital.Decimal(seconds * 100 / 60) }
