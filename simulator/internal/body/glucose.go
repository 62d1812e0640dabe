package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Glucose is the glucose of the local date in mmol/L, one value for every five
// minutes from DayStart: 288, on days of a clock change 276 or 300, none on a date that
// the zone skipped. It is the sum of a level, the answers to this and the
// previous date's meals, sport and insulin, a rise at dawn and a drift, all
// functions of absolute time, so midnight is like any moment. Healthy values stay within 3.3
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
	c := p.curve(f)
	if p.doses() {
		yesterday := f.previous()
		before := p.curve(yesterday)
		var buf [2 * maxChecks]correction
		list := p.corrections(yesterday, &before, buf[:0])
		for _, k := range p.corrections(f, &c, list) {
			c.answers[c.n] = k.answer()
			c.n++
		}
	}
	values := make([]vital.Decimal, (f.end-f.start+299)/300)
	for i := range values {
		values[i] = vital.DecimalOf(bend(c.at(f.start+int64(i)*300), c.lo, c.hi, c.soft))
	}
	return values
}

// curve is the glucose around a date as a function of time, before it is bent
// into its bounds: the date's own dawn, and what it and the date before answer to.
type curve struct {
	*sugar
	base        float64
	drift, jump seed.Seed // slow and quick
	wake        int64
	answers     [2 * (maxMeals + 1 + maxChecks)]answer
	n           int
}

func (p *Persona) curve(f frame) curve {
	c := curve{sugar: &sugars[p.Metabolism], drift: p.streams.glucose.Child("slow"), jump: p.streams.glucose.Child("quick")}
	c.base = c.sugar.base + float64(c.spread*signed(p.streams.glucose.Child("base")))
	_, c.wake = p.inBed(f)
	c.n = p.answers(f.previous(), c.sugar, c.answers[:])
	c.n += p.answers(f, c.sugar, c.answers[c.n:])
	return c
}

// at is the value at an instant in mmol/L.
func (c *curve) at(unix int64) float64 {
	x := c.base + float64(c.slow*wave(c.drift, unix, c.long)) + float64(c.quick*wave(c.jump, unix, c.short))
	x += float64(c.dawn * hump(unix-c.wake+3*3600, 3*3600, 9000))
	for _, a := range c.answers[:c.n] {
		x += float64(a.peak * hump(unix-a.start, a.rise, a.fall))
	}
	return x
}

// answer is what a meal, sport or insulin does to glucose.
type answer struct {
	start      int64
	peak       float64 // mmol/L, negative for sport and insulin
	rise, fall int64   // seconds
}

// answers of a date's meals and sport.
func (p *Persona) answers(f frame, g *sugar, into []answer) int {
	var buf [maxMeals]Meal
	meals := p.meals(f, buf[:0])
	for i, m := range meals {
		carbs := m.CarbsG.Float()
		into[i] = answer{m.At, g.meal * carbs / (carbs + 70) * (g.luck + float64((1-g.luck)*p.misjudged(m))), g.rise, g.fall}
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
