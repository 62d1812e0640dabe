package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// habits of measuring glucose with a meter, as probabilities: before breakfast,
// before other meals, and about two hours after meals. People who dose insulin
// measure most; healthy owners of a meter measure once or twice a day.
var habits = [...]struct{ fasting, before, after float64 }{
	body.Healthy:     {0.7, 0.1, 0.2},
	body.Prediabetes: {0.8, 0.15, 0.25},
	body.Type2:       {0.9, 0.3, 0.35},
	body.Type1:       {0.95, 0.85, 0.45},
}

// fingersticks returns the readings of a meter around the meals of the day, rounded to
// 0.1 mmol/L.
func (l *Lens) fingersticks(d vital.Date, f *facts, values []vital.Decimal) (points []Point) {
	r := l.seed.Child("prick").At(int64(d)).Stream()
	habit := habits[l.Persona.On(d).Metabolism]
	prick := func(at int64, chance float64) {
		minute := int64(60 * r.Int(12)) // drawn in any case: one reading does not move the others
		if measures := r.Chance(chance); !measures {
			return
		}
		if p, ok := reading(f, values, at+minute); ok {
			p.Value = (p.Value + 5) / 10 * 10
			points = append(points, p)
		}
	}
	for i, meal := range l.Persona.Meals(d) {
		chance := habit.before
		if i == 0 {
			chance = habit.fasting
		}
		prick(meal.At-15*60, chance)
		prick(meal.At+110*60, habit.after)
	}
	return points
}
