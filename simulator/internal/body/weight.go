package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Weight is the body weight on a morning in kilograms, within 2 % of WeightKg and
// what the trend has made of it: it drifts over weeks and moves by a third of a
// percent with what a day holds of water and food (Turicchi 2020).
func (p *Persona) Weight(d vital.Date) vital.Decimal {
	share := float64(0.009 * wave(p.streams.weight, int64(d), 45))
	share -= float64(0.0075 * p.season(d)) // in form, and lighter
	share += float64(0.003 * signed(p.streams.weight.At(int64(d)).Child("water")))
	return vital.DecimalOf((p.WeightKg.Float() + p.trend(d)) * (1 + share))
}

// mostTrend is how much of WeightKg a trend gives or takes at most, in the end:
// even the best treatments level off at a fifth or so (Jastreboff 2022).
const mostTrend = 0.22

// trend is by how many kilograms the body is lighter (negative) or heavier than
// WeightKg, which it has on referenceDate unless a phase came before.
func (p *Persona) trend(d vital.Date) float64 {
	first := p
	if len(p.life) > 0 {
		first = p.life[0].Persona
	}
	until := d
	if len(p.life) > 1 {
		until = min(d, p.life[1].from)
	}
	kg := first.weekly() * float64(until-referenceDate) / 7
	for i := 1; i < len(p.life) && d > p.life[i].from; i++ {
		until = d
		if i+1 < len(p.life) {
			until = min(d, p.life[i+1].from)
		}
		kg += p.life[i].weekly() * float64(until-p.life[i].from) / 7
	}
	most := mostTrend * p.WeightKg.Float()
	return bend(kg, -most, most, 0.7*most)
}

// weekly is the trend of a phase in kilograms a week.
func (p *Persona) weekly() float64 { return p.habit("weight trend", p.trait().weightWeekly) }

// FatPercent is the share of fat in the body's weight in percent, between 6 and
// 50: Deurenberg 1991, by body mass index, age and sex, less for the fit.
func (p *Persona) FatPercent(d vital.Date) vital.Decimal {
	metres := float64(p.HeightCm) / 100
	bmi := p.Weight(d).Float() / float64(metres*metres)
	age := float64(d-p.BirthDate) / 365.25 // a birthday is no jump
	fat := float64(1.2*bmi) + float64(0.23*age) - 5.4 - float64(7*(p.fade(d, func(p *Persona) float64 { return p.Fitness })-0.5))
	if p.Sex == Male {
		fat -= 10.8
	}
	fat += float64(0.4 * signed(p.streams.weight.At(int64(d)).Child("fat")))
	return vital.DecimalOf(bend(fat, 6, 50, 4))
}

// WeighIn is the moment at which the persona steps on the scale, in unix
// seconds: on two to four mornings from Monday to Sunday, 5 to 15 minutes after
// the main night's End and thus before any walk or sport.
func (p *Persona) WeighIn(d vital.Date) (at int64, ok bool) {
	monday := floorDiv(int64(d)+3, 7)*7 - 3
	r := p.streams.scale.At(monday).Stream()
	mornings := 2 + r.Int(3)
	for day := monday; day <= int64(d); day++ {
		if ok = r.Chance(float64(mornings) / float64(monday+7-day)); ok {
			mornings--
		}
	}
	f := p.frame(d)
	if !ok || f.minutes() == 0 {
		return 0, false
	}
	r = p.streams.scale.At(int64(d)).Child("minute").Stream()
	_, wake := p.inBed(f)
	return wake + 300 + int64(r.Int(600)), true
}
