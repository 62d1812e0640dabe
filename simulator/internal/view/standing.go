package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The types of stand_hour.
var stood, idle = &wire.Detail{Type: vital.Val("stood")}, &wire.Detail{Type: vital.Val("idle")}

// standHours returns the hours during which the watch was worn.
func standHours(l *Lens, d vital.Date) (points []Point) {
	for _, h := range l.Persona.StandHours(l.plan(d)) {
		if overlaps(l.facts(d).off, h.Start, h.End) {
			continue
		}
		p := Point{Unix: h.Start, Duration: int32(h.End - h.Start), Value: vital.Whole(1), Detail: idle}
		if h.Stood {
			p.Detail = stood
		}
		points = append(points, p)
	}
	return points
}

// standing returns the minutes of standing of each quarter of an hour during which
// the watch was worn, without zeros.
func standing(l *Lens, d vital.Date) (points []Point) {
	f, day := l.facts(d), l.plan(d)
	for i, minutes := range l.Persona.Standing(day) {
		start := day.Start + int64(900*i)
		end := min(start+900, day.End)
		if minutes > 0 && !overlaps(f.off, start, end) {
			points = append(points, Point{Unix: start, Duration: int32(end - start), Value: vital.Whole(int64(minutes))})
		}
	}
	return points
}
