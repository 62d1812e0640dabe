package body

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Insulin is how a persona takes insulin, if at all.
type Insulin uint8

// The ways.
const (
	NoInsulin Insulin = iota
	BasalOnly         // one long-acting injection a day, as in type 2 diabetes
	Pen               // the same, and rapid-acting at meals and against high glucose
	Pump              // rapid-acting only, drop by drop and at meals
)

var insulins = map[string]Insulin{"none": NoInsulin, "basal": BasalOnly, "pen": Pen, "pump": Pump}

// Insulin is how the persona takes insulin on the date.
func (p *Persona) Insulin(d vital.Date) Insulin { return p.On(d).trait().insulin }

// doses is whether the persona doses insulin by glucose and meals.
func (p *Persona) doses() bool { return p.trait().insulin >= Pen }

// An Injection is insulin that is taken at once or, by a pump, over a time. The
// words are Vital's.
type Injection struct {
	At      int64 // unix seconds
	Seconds int   // 0 for all at once
	Units   vital.Decimal
	Type    string             // rapid_acting or long_acting
	Mode    vital.DeliveryMode // basal or bolus
	Form    vital.DeliveryForm // of a bolus: standard or extended
	Purpose vital.BolusPurpose // of a bolus: meal, correction or mixed
}

// dailyUnits is what the persona takes in a day: 0.4 to 0.8 units per kilogram,
// half of it basal (American Diabetes Association, Standards of Care).
func (p *Persona) dailyUnits() float64 {
	return p.WeightKg.Float() * p.habit("insulin", extent{0.45, 0.75})
}

// The rules by which people dose: a unit is for 500 grams of carbohydrates by the
// day's units, and lowers glucose by 100 mmol/L by the day's units (Walsh 2011).
const (
	carbRule       = 500
	correctionRule = 100
	carbsFrom      = 15 // g; smaller snacks go without
)

// misjudged is how far the dose for a meal falls short of it, 0 to 1: the same
// number that lets glucose rise after it.
func (p *Persona) misjudged(m Meal) float64 {
	r := p.streams.glucose.At(m.At).Stream()
	return r.Float()
}

// correction is insulin against a high glucose, at a meal or before bed.
type correction struct {
	at   int64
	drop float64 // mmol/L
}

func (c correction) answer() answer { return answer{c.at, -c.drop, 2 * 3600, 4 * 3600} }

// People look at their glucose when they eat and before they go to bed, and
// correct what is above tooHigh towards target, not all of the way, and not twice
// in three hours.
const (
	maxChecks = maxMeals + 1
	tooHigh   = 10.5 // mmol/L
	target    = 7
	pause     = 3 * 3600
)

// corrections appends those of a date. They follow from the curve without any of
// the date before, which have worn off by the first meal.
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

// Injections are the insulin of the date, in order. What is injected at a meal is
// the less in proportion, the more glucose rises after it; and after a correction
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

// boluses are for meals and corrections.
func (p *Persona) boluses(f frame) (list []Injection) {
	daily := p.dailyUnits()
	step := vital.Decimal(50) // pens click by half a unit
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

// drip is the basal rate of a pump by the hour, higher before dawn.
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

// A CarbEntry is an amount of carbohydrates that the persona writes down.
type CarbEntry struct {
	At    int64 // unix seconds
	Grams vital.Decimal
}

// CarbEntries are the carbohydrates that the persona writes down, in order: who
// doses insulin estimates those of every meal that gets some, to five grams;
// others have those of the meals that they log.
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
