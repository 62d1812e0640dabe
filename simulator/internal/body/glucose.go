package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Glucose returns the glucose of the local date in mmol/L, one value for every five
// minutes from DayStart: usually 288, 276 or 300 on days with a clock change, and none
// on a date that the zone skipped. It is the sum of a base level, the responses to the
// meals, sport and insulin of this and the previous date, a rise at dawn and a drift.
// All are functions of absolute time, so there is no jump at midnight. Healthy values
// stay within 3.3 to 11, all values within 2.2 to 22.2, and adjacent values differ by
// at most 0.6.
func (p *Persona) Glucose(d vital.Date) []vital.Decimal {
	if len(p.life) == 0 {
		return p.glucose(d)
	}
	i := p.phaseOn(d)
	values := p.life[i].glucose(d)
	if i > 0 && d == p.life[i].from { // pass smoothly from the previous phase to this one
		for k, before := range p.life[i-1].glucose(d) {
			share := smooth(float64(k) / float64(len(values)))
			values[k] = vital.DecimalOf(before.Float() + float64((values[k]-before).Float()*share))
		}
	}
	return values
}

// glucose computes Glucose with the traits of this phase, for any date.
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
			c.responses[c.n] = k.response()
			c.n++
		}
	}
	values := make([]vital.Decimal, (f.end-f.start+299)/300)
	for i := range values {
		values[i] = vital.DecimalOf(bend(c.at(f.start+int64(i)*300), c.lo, c.hi, c.soft))
	}
	return values
}

// curve is the glucose around a date as a function of time, before it is limited to
// its bounds: the rise at dawn of the date, and the responses of the date and the one
// before.
type curve struct {
	*sugar
	base        float64
	drift, jump seed.Seed // slow and quick
	wake        int64
	responses   [2 * (maxMeals + 1 + maxChecks)]response
	n           int
}

func (p *Persona) curve(f frame) curve {
	c := curve{sugar: &sugars[p.Metabolism], drift: p.streams.glucose.Child("slow"), jump: p.streams.glucose.Child("quick")}
	c.base = c.sugar.base + float64(c.spread*signed(p.streams.glucose.Child("base")))
	_, c.wake = p.inBed(f)
	c.n = p.responses(f.previous(), c.sugar, c.responses[:])
	c.n += p.responses(f, c.sugar, c.responses[c.n:])
	return c
}

// at returns the glucose at an instant in mmol/L.
func (c *curve) at(unix int64) float64 {
	x := c.base + float64(c.slow*wave(c.drift, unix, c.long)) + float64(c.quick*wave(c.jump, unix, c.short))
	x += float64(c.dawn * hump(unix-c.wake+3*3600, 3*3600, 9000))
	for _, a := range c.responses[:c.n] {
		x += float64(a.peak * hump(unix-a.start, a.rise, a.fall))
	}
	return x
}

// response is the effect of a meal, sport or insulin on glucose.
type response struct {
	start      int64
	peak       float64 // mmol/L, negative for sport and insulin
	rise, fall int64   // seconds
}

// responses stores the responses to a date's meals and sport and returns their number.
func (p *Persona) responses(f frame, g *sugar, into []response) int {
	var buf [maxMeals]Meal
	meals := p.meals(f, buf[:0])
	for i, m := range meals {
		carbs := m.CarbsG.Float()
		into[i] = response{m.At, g.meal * carbs / (carbs + 70) * (g.luck + float64((1-g.luck)*p.misjudged(m))), g.rise, g.fall}
	}
	start, end, ok := p.training(f)
	if !ok {
		return len(meals)
	}
	// Glucose falls until an hour after sport and recovers within five hours.
	much := min(p.trains(f.date).effort*float64(end-start)/1800, 1)
	into[len(meals)] = response{start, -g.sport * much, end - start + 3600, 5 * 3600}
	return len(meals) + 1
}

// hump rises smoothly from 0 to 1 and falls back to 0.
func hump(at, rise, fall int64) float64 {
	switch {
	case at <= 0 || at >= rise+fall:
		return 0
	case at < rise:
		return smooth(float64(at) / float64(rise))
	}
	return smooth(float64(rise+fall-at) / float64(fall))
}
