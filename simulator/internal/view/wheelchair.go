package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A device that supports wheelchairs counts pushes and no steps. Any other device
// counts each push as a step, since the wrist moves alike.

// rolls reports whether the device counts pushes on d.
func (l *Lens) rolls(d vital.Date) bool {
	return l.model.Reports.Pushes && l.Persona.On(d).Wheelchair()
}

// stepsOf returns the steps that the device counts in a minute of the day.
func (l *Lens) stepsOf(day *body.Day) func(minute int) int {
	switch {
	case l.second:
		missed := l.missed(day.Date)
		return func(minute int) int {
			steps := int(day.Steps[minute])
			return steps - steps*missed/100
		}
	case day.Pushes == nil || l.model.Reports.Pushes:
		return func(minute int) int { return int(day.Steps[minute]) }
	}
	return func(minute int) int { return int(day.Pushes[minute]) }
}

func pushesOf(day *body.Day, minute int) vital.Decimal {
	if day.Pushes == nil {
		return 0
	}
	return vital.Whole(int64(day.Pushes[minute]))
}

func stepsEach(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
	intervalOf(1, func(l *Lens, day *body.Day) func(int) vital.Decimal {
		steps := l.stepsOf(day)
		return func(minute int) vital.Decimal { return vital.Whole(int64(steps(minute))) }
	})(l, source, d, lo, hi, yield)
}

// rolling returns distances in a wheelchair. The source of a sample names the sport
// in the spelling of the schema (vital.md 9.19).
var rolling = &wire.Detail{Sport: vital.Val("wheelchair_pushing")}

func distanceEach(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
	if l.rolls(d) {
		plain := yield
		yield = func(p Point) { p.Detail = rolling; plain(p) }
	}
	interval(distanceOf)(l, source, d, lo, hi, yield)
}
