package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Standing, as watches have it: being up and about, or pushing a wheelchair.

// upAndAbout is whether the person is up and about in a minute of the day.
func upAndAbout(day *body.Day, i int) bool {
	return day.Steps[i] > 0 || day.Pushes != nil && day.Pushes[i] > 0
}

// strides is what makes a minute count for its hour: half of it at a slow walk.
const strides = 25

// stoodIn is whether a minute of the day makes its hour one of standing.
func stoodIn(day *body.Day, i int) bool {
	return day.Steps[i] >= strides || day.Pushes != nil && day.Pushes[i] >= strides/2
}

func standingOf(day *body.Day, i int) vital.Decimal {
	if upAndAbout(day, i) {
		return vital.Whole(1)
	}
	return 0
}

// The types of stand_hour.
var stood, idle = &vital.Detail{Type: vital.Val("stood")}, &vital.Detail{Type: vital.Val("idle")}

// standHours are one hour of the clock after the other in which the device was
// worn at some time: stood or idle. Where the clock is changed by a part of an
// hour, the hour is cut there.
func standHours(l *Lens, d vital.Date) (points []Point) {
	f, day := l.facts(d), l.plan(d)
	for from := f.start; from < f.end; {
		to := min(l.nextHour(from), f.end)
		worn, detail := false, idle
		for at := from; at < to; at += 60 {
			if !f.worn(at) {
				continue
			}
			worn = true
			if stoodIn(day, int(at-f.start)/60) {
				detail = stood
			}
		}
		if worn {
			points = append(points, Point{Unix: from, Duration: int32(to - from), Value: vital.Whole(1), Detail: detail})
		}
		from = to
	}
	return points
}

// nextHour is when the clock on the wall shows the next full hour, as it goes at
// the instant.
func (l *Lens) nextHour(at int64) int64 {
	wall := at + int64(l.Persona.OffsetAt(at))
	return at + 3600 - (wall - floorDiv(wall, 3600)*3600)
}
