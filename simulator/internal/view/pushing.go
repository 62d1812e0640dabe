package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// pushing is the sport of a wheelchair user's way through the day (contract 3.2).
var pushing = &vital.Detail{Sport: vital.Val("wheelchair_pushing")}

// rolling is a series of the way through the day, whose source says how a
// wheelchair user went it.
func rolling(each eachFunc) eachFunc {
	return func(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
		if !l.Persona.On(d).Wheelchair() {
			each(l, source, d, lo, hi, yield)
			return
		}
		each(l, source, d, lo, hi, func(p Point) {
			p.Detail = pushing
			yield(p)
		})
	}
}

func pushesOf(day *body.Day, i int) vital.Decimal {
	if day.Pushes == nil {
		return 0
	}
	return vital.Whole(int64(day.Pushes[i]))
}

// pushes fills in what an activity tells of a wheelchair, where the provider knows
// of them.
func (l *Lens) pushes(a *vital.Activity, t totals) {
	if l.Persona.On(a.CalendarDate).Wheelchair() && l.Profile.Supplies("wheelchair_push") {
		a.WheelchairUse, a.WheelchairPush = vital.Val(true), vital.Val(t.pushes)
	}
}
