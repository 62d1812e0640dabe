package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Glucose is the glucose of the local date in mmol/L, one value for every five
// minutes from DayStart: 288, on days of a clock change 276 or 300, none on a date that
// the zone skipped. It is the sum of a level, the answers to this and the
// previous date's meals and sport, a rise at dawn and a drift, all functions of
// absolute time, so midnight is like any moment. Healthy values stay within 3.3
// to 11, all within 2.2 to 22.2, and neighbours within 0.6.
func (p *Persona) Glucose(d vital.Date) []vital.Decimal {
	if len(p.life) == 0 {
		return p.glucose(d)
	}
	i := p.phaseOn(d)
	values := p.life[i].glucose(d)
	if i > 0 && d == p.life[i].from { // the day leads from one life into the other
		for k, before := range p.life[i-1].glucose(d) {
			share := smooth(float64(k) / float64(len(values)))
			values[k] = vital.DecimalOf(before.Float() + float64((values[k]-before).Float()*share))
		}
	}
	return values
}

// glucose is that of this phase, whatever the date.
func (p *Persona) glucose(d vital.Date) []vital.Decimal {
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	g := &sugars[p.Metabolism]
	var answers [2 * (maxMeals + 1)]answer
	n := p.answers(f.previous(), g, answers[:])
	n += p.answers(f, g, answers[n:])
	base := g.base + float64(g.spread*signed(p.streams.glucose.Child("base")))
	slow, quick := p.streams.glucose.Child("slow"), p.streams.glucose.Child("quick")
	_, wake := p.inBed(f)

	values := make([]vital.Decimal, (f.end-f.start+299)/300)
	for i := range values {
		at := f.start + int64(i)*300
		x := base + float64(g.slow*wave(slow, at, g.long)) + float64(g.quick*wave(quick, at, g.short))
		x += float64(g.dawn * hump(at-wake+3*3600, 3*3600, 9000))
		for _, a := range answers[:n] {
			x += float64(a.peak * hump(at-a.at, a.rise, a.fall))
		}
		values[i] = vital.DecimalOf(bend(x, g.lo, g.hi, g.soft))
	}
	return values
}

// answer is what a meal or sport does to glucose.
type answer struct {
	at         int64
	peak       float64 // mmol/L, negative for sport
	rise, fall int64   // seconds
}

// answers of a date's meals and sport.
func (p *Persona) answers(f frame, g *sugar, into []answer) int {
	var buf [maxMeals]Meal
	meals := p.meals(f, buf[:0])
	for i, m := range meals {
		r := p.streams.glucose.At(m.At).Stream()
		carbs := m.CarbsG.Float()
		into[i] = answer{m.At, g.meal * carbs / (carbs + 70) * r.Between(g.luck, 1), g.rise, g.fall}
	}
	start, end, ok := p.training(f)
	if !ok {
		return len(meals)
	}
	// It sinks until an hour after sport and recovers within five.
	much := min(p.trains(f.date).effort*float64(end-start)/1800, 1)
	into[len(meals)] = answer{start, -g.sport * much, end - start + 3600, 5 * 3600}
	return len(meals) + 1
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
