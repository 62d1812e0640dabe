package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What a watch notices, or an app counts, a few times a day.

// during is a value for the whole of a stretch.
func during(e body.Stretch, value vital.Decimal) Point {
	return Point{Unix: e.Start, Duration: int32(e.End - e.Start), Value: value}
}

// washes are the times at which hands are washed, with the watch on.
func washes(l *Lens, d vital.Date) (points []Point) {
	for _, e := range l.Persona.HandWashes(d) {
		if !overlaps(l.facts(d).off, e.Start, e.End) {
			points = append(points, during(e, vital.Whole(1)))
		}
	}
	return points
}

// mindfulness is the minutes of a session, which an app counts.
func mindfulness(l *Lens, d vital.Date) (points []Point) {
	if e, ok := l.Persona.MindfulSession(d); ok {
		points = append(points, during(e, minutesIn(e.End-e.Start)))
	}
	return points
}

// sunlight is the highest UV index of each time outdoors with the watch on.
func sunlight(l *Lens, d vital.Date) (points []Point) {
	for _, e := range l.Persona.Outdoors(l.plan(d)) {
		most := vital.Decimal(0)
		for at := e.Start; at < e.End; at += 60 {
			most = max(most, l.Persona.UVIndex(at))
		}
		if most > 0 && !overlaps(l.facts(d).off, e.Start, e.End) {
			points = append(points, during(e, most))
		}
	}
	return points
}

// minutesIn is so many seconds in minutes.
func minutesIn(seconds int64) vital.Decimal { return vital.Decimal(seconds * 100 / 60) }
