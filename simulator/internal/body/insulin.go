package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Insulin is the way in which a persona takes insulin.
type Insulin uint8

// The ways of taking insulin.
const (
	NoInsulin Insulin = iota
	BasalOnly         // one long-acting injection a day, as in type 2 diabetes
	Pen               // as BasalOnly, plus rapid-acting insulin at meals and against high glucose
	Pump              // rapid-acting insulin only, continuously and at meals
)

var insulins = map[string]Insulin{"none": NoInsulin, "basal": BasalOnly, "pen": Pen, "pump": Pump}

// Insulin returns how the persona takes insulin on the date.
func (p *Persona) Insulin(d vital.Date) Insulin { return p.On(d).trait().insulin }

// doses reports whether the persona adapts insulin doses to glucose and meals.
func (p *Persona) doses() bool { return p.trait().insulin >= Pen }

// An Injection is a dose of insulin, taken at once or, by a pump, over some time. Type,
// Mode, Form and Purpose have Vital's values.
type Injection struct {
	At      int64 // unix seconds
	Seconds int   // 0 for all at once
	Units   vital.Decimal
	Type    string             // rapid_acting or long_acting
	Mode    vital.DeliveryMode // basal or bolus
	Form    vital.DeliveryForm // of a bolus: standard or extended
	Purpose vital.BolusPurpose // of a bolus: meal, correction or mixed
}

// dailyUnits returns the units of insulin that the persona takes in a day: 0.4 to 0.8
// per kilogram, half of it basal (American Diabetes Association, Standards of Care).
func (p *Persona) dailyUnits() float64 {
	return p.WeightKg.Float() * p.habit("insulin", extent{0.45, 0.75})
}

// The rules for dosing: one unit covers carbRule grams of carbohydrates divided by the
// daily units, and lowers glucose by correctionRule mmol/L divided by the daily units
// (Walsh 2011).
const (
	carbRule       = 500
	correctionRule = 100
	carbsFrom      = 15 // g; smaller amounts get no insulin
)

// misjudged returns how much the dose for a meal is too small, 0 to 1. The same number
// determines the rise of glucose after the meal.
func (p *Persona) misjudged(m Meal) float64 {
	r := p.streams.glucose.At(m.At).Stream()
	return r.Float()
}

// correction is a dose of insulin against high glucose, at a meal or before bed.
type correction struct {
	at   int64
	drop float64 // mmol/L
}

// response returns the effect of the correction on glucose.
func (c correction) response() response { return response{c.at, -c.drop, 2 * 3600, 4 * 3600} }

// People check their glucose when they eat and before they go to bed. If it is above
// tooHigh they correct it part of the way to target, at most once in pause seconds.
const (
	maxChecks = maxMeals + 1
	tooHigh   = 10.5 // mmol/L
	target    = 7
	pause     = 3 * 3600
)

// corrections appends the corrections of a date to list. They are computed from a curve
// without the corrections of the date before, which have worn off by the first meal.
func (p *Persona) corrections(f frame, c *curve, list []correction) []correction {
	var buf [maxMeals]Meal
	_, bed := p.waking(f)
	check := func(at int64) {
		x := c.at(at)
		for _, k := range list {
			if k.at >= f.start {
				x -= float64(k.drop * hump(at-k.at, 2*3600, 4*3600))
			}
		}
		if n := len(list); x > tooHigh && (n == 0 || at >= list[n-1].at+pause) {
			list = append(list, correction{at, min(0.75*(x-target), 4.5)})
		}
	}
	for _, m := range p.meals(f, buf[:0]) {
		check(m.At)
	}
	check(bed - 1800)
	return list
}

// Injections returns the insulin doses of the date, in order. The smaller the dose for
// a meal in proportion to it, the more glucose rises after the meal. After a correction
// glucose falls for two hours.
func (p *Persona) Injections(d vital.Date) []Injection {
	p = p.On(d)
	f := p.frame(d)
	if p.trait().insulin == NoInsulin || f.minutes() == 0 {
		return nil
	}
	var list []Injection
	if p.doses() {
		list = p.boluses(f)
	}
	if p.trait().insulin == Pump {
		list = append(list, p.drip(f)...)
	} else {
		_, bed := p.waking(f)
		units := vital.Whole(max(floor(p.dailyUnits()/2+0.5), 4))
		list = append(list, Injection{At: bed - 900, Units: units, Type: "long_acting", Mode: "basal"})
	}
	slices.SortStableFunc(list, func(a, b Injection) int { return int(a.At - b.At) })
	return list
}

// boluses returns the boluses for meals and corrections.
func (p *Persona) boluses(f frame) (list []Injection) {
	daily := p.dailyUnits()
	step := vital.Decimal(50) // pens dose in half units
	if p.trait().insulin == Pump {
		step = 5
	}
	c := p.curve(f)
	var buf [maxChecks]correction
	corrections := p.corrections(f, &c, buf[:0])
	bolus := func(at int64, units float64, purpose vital.BolusPurpose) {
		rounded := (vital.DecimalOf(units) + step/2) / step * step
		list = append(list, Injection{At: at, Units: max(rounded, step), Type: "rapid_acting", Mode: "bolus", Form: "standard", Purpose: purpose})
	}
	var meals [maxMeals]Meal
	for _, m := range p.meals(f, meals[:0]) {
		units, purpose := 0.0, vital.BolusPurpose("")
		carbs := m.CarbsG.Float()
		if carbs >= carbsFrom {
			units, purpose = carbs*daily/carbRule*(1.2-float64(0.5*p.misjudged(m))), "meal"
		}
		if len(corrections) > 0 && corrections[0].at == m.At {
			units += corrections[0].drop * daily / correctionRule
			if purpose = "correction"; carbs >= carbsFrom {
				purpose = "mixed"
			}
			corrections = corrections[1:]
		}
		if purpose == "" {
			continue
		}
		bolus(m.At, units, purpose)
		if p.trait().insulin == Pump && m.FatG > vital.Whole(35) { // fat slows the meal down
			list[len(list)-1].Form, list[len(list)-1].Seconds = "extended", 2*3600
		}
	}
	for _, k := range corrections {
		bolus(k.at, k.drop*daily/correctionRule, "correction")
	}
	return list
}

// drip returns the basal doses of a pump, one per hour and larger before dawn.
func (p *Persona) drip(f frame) (list []Injection) {
	_, wake := p.inBed(f)
	hourly := p.dailyUnits() / 48
	for at := f.start; at < f.end; at += 3600 {
		rate := hourly * (0.95 + float64(0.35*hump(at-wake+4*3600, 3*3600, 3*3600)))
		seconds := min(3600, f.end-at)
		units := (vital.DecimalOf(rate*float64(seconds)/3600) + 2) / 5 * 5
		list = append(list, Injection{At: at, Seconds: int(seconds), Units: max(units, 5), Type: "rapid_acting", Mode: "basal"})
	}
	return list
}

// A CarbEntry is an amount of carbohydrates that the persona records.
type CarbEntry struct {
	At    int64 // unix seconds
	Grams vital.Decimal
}

// CarbEntries returns the carbohydrates that the persona records, in order. A persona
// who doses insulin estimates, to five grams, the carbohydrates of every meal that gets
// a dose; others record those of the meals that they log.
func (p *Persona) CarbEntries(d vital.Date) (list []CarbEntry) {
	p = p.On(d)
	for _, plate := range p.Plates(d) {
		switch {
		case p.doses():
			r := p.seed("carbs").At(plate.At).Stream()
			if guess := plate.Carbs.Float() * r.Bell(1, 0.08); plate.Carbs >= vital.Whole(carbsFrom) {
				list = append(list, CarbEntry{plate.At, vital.Whole(max(floor(guess/5+0.5)*5, 5))})
			}
		case plate.Logged:
			list = append(list, CarbEntry{plate.At, plate.Carbs})
		}
	}
	return list
}
