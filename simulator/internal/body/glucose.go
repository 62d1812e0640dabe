package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Metabolism is how a body handles sugar.
type Metabolism uint8

// The two kinds that are modelled.
const (
	Healthy Metabolism = iota
	Type1              // type 1 diabetes, treated with insulin
)

// metabolisms by their names in personas.yaml.
var metabolisms = map[string]Metabolism{"": Healthy, "healthy": Healthy, "type-1": Type1}

// sugar is what a metabolism does, in mmol/L and seconds.
type sugar struct {
	base, spread float64 // a person's level between meals, and how persons differ
	lo, hi, soft float64 // bounds, and how far from them the bending begins
	slow, quick  float64 // amplitudes of the drift over hours
	dawn         float64 // rise before waking, gone two and a half hours after
	meal         float64 // peak after an endless meal; a usual one makes half of it
	rise, fall   int64
	luck         float64 // the least share of the peak that a meal may cause
}

// sugars by metabolism. Healthy: Shah 2019, mean 5.5 mmol/L, 96 % of the time
// within 3.9 to 7.8. Type 1: Foster 2019, mean about 9 mmol/L with a third above
// 10 and a few percent below 3.9. The steepest five minutes are those in which the
// answer to 200 g of carbohydrates and both waves rise at once: below 0.7.
var sugars = [...]sugar{
	Healthy: {5.0, 0.3, 3.3, 11, 0.9, 0.35, 0.25, 0.25, 4.4, 45 * 60, 125 * 60, 0.6},
	Type1:   {7.5, 0.9, 2.2, 22.2, 1, 3.8, 1.3, 1.2, 8.5, 110 * 60, 200 * 60, 0.25},
}

// Glucose is the glucose of the local date in mmol/L, one value for every five
// minutes from DayStart: 288, on days of a clock change 276 or 300, none on a date that
// the zone skipped. It is the sum of a level, the answers to this and the
// previous date's meals, a rise at dawn and a drift, all functions of absolute
// time, so midnight is like any moment. Healthy values stay within 3.3 to 11,
// those of type 1 within 2.2 to 22.2, and neighbours within 0.7.
func (p *Persona) Glucose(d vital.Date) []vital.Decimal {
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	g := &sugars[p.Metabolism]
	var answers [10]answer
	n := p.answers(f.previous(), g, answers[:])
	n += p.answers(f, g, answers[n:])
	base := g.base + float64(g.spread*signed(p.streams.glucose.Child("base")))
	slow, quick := p.streams.glucose.Child("slow"), p.streams.glucose.Child("quick")
	_, wake := p.inBed(f)

	values := make([]vital.Decimal, (f.end-f.start+299)/300)
	for i := range values {
		at := f.start + int64(i)*300
		x := base + float64(g.slow*wave(slow, at, 8*3600)) + float64(g.quick*wave(quick, at, 9000))
		x += float64(g.dawn * hump(at-wake+3*3600, 3*3600, 9000))
		for _, a := range answers[:n] {
			x += float64(a.peak * hump(at-a.at, g.rise, g.fall))
		}
		values[i] = vital.DecimalOf(bend(x, g.lo, g.hi, g.soft))
	}
	return values
}

// answer is what a meal does to glucose.
type answer struct {
	at   int64
	peak float64 // mmol/L
}

// answers of a date's meals.
func (p *Persona) answers(f frame, g *sugar, into []answer) int {
	var buf [maxMeals]Meal
	meals := p.meals(f, buf[:0])
	for i, m := range meals {
		r := p.streams.glucose.At(m.At).Stream()
		carbs := m.CarbsG.Float()
		into[i] = answer{m.At, g.meal * carbs / (carbs + 70) * r.Between(g.luck, 1)}
	}
	return len(meals)
}

// hump rises from 0 to 1 and falls back.
func hump(at, rise, fall int64) float64 {
	switch {
	case at <= 0 || at >= rise+fall:
		return 0
	case at < rise:
		return smooth(float64(at) / float64(rise))
	}
	return smooth(float64(rise+fall-at) / float64(fall))
}
