package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What a watch notices, or an app counts, a few times a day.

// during is a value for the whole of a stretch.
func during(s body.Stretch, value vital.Decimal) Point {
	return Point{Unix: s.Start, Duration: int32(s.End - s.Start), Value: value}
}

// washes are the times at which hands are washed, with the watch on.
func washes(l *Lens, d vital.Date) (points []Point) {
	for _, s := range l.Persona.Handwashes(d) {
		if !overlaps(l.facts(d).off, s.Start, s.End) {
			points = append(points, during(s, vital.Whole(1)))
		}
	}
	return points
}

// mindfulness is the minutes of a session, which an app counts.
func mindfulness(l *Lens, d vital.Date) (points []Point) {
	for _, s := range l.Persona.Mindfulness(d) {
		points = append(points, during(s, minutesIn(s.End-s.Start)))
	}
	return points
}

// sunlight is the highest UV index of each time outdoors with the watch on.
func sunlight(l *Lens, d vital.Date) (points []Point) {
	for _, o := range l.Persona.Outings(l.plan(d)) {
		if o.UVIndex > 0 && !overlaps(l.facts(d).off, o.Start, o.End) {
			points = append(points, during(body.Stretch{Start: o.Start, End: o.End}, vital.Decimal(10*o.UVIndex)))
		}
	}
	return points
}

// minutesIn is so many seconds in minutes.
func minutesIn(seconds int64) vital.Decimal { return vital.Decimal(seconds * 100 / 60) }
