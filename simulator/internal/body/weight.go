package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Weight returns the body weight on a morning in kilograms. It stays within 2 % of
// WeightKg plus the trend: it drifts over weeks and varies from day to day by a third of
// a percent with water and food (Turicchi 2020).
func (p *Persona) Weight(d vital.Date) vital.Decimal {
	share := float64(0.009 * wave(p.streams.weight, int64(d), 45))
	share -= float64(0.0075 * p.season(d)) // lighter in good form
	share += float64(0.003 * signed(p.streams.weight.At(int64(d)).Child("water")))
	return vital.DecimalOf((p.WeightKg.Float() + p.trend(d)) * (1 + share))
}

// mostTrend is the limit of the trend as a share of WeightKg: even the best treatments
// level off at about a fifth (Jastreboff 2022).
const mostTrend = 0.22

// trend returns the difference between the weight and WeightKg in kilograms. It is 0 on
// referenceDate unless a phase with another trend came before.
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

// weekly returns the trend of a phase in kilograms a week.
func (p *Persona) weekly() float64 { return p.habit("weight trend", p.trait().weightWeekly) }

// FatPercent returns the body fat in percent of the weight, between 6 and 50: Deurenberg
// 1991, by body mass index, age and sex, and lower in fit people.
func (p *Persona) FatPercent(d vital.Date) vital.Decimal {
	metres := float64(p.HeightCm) / 100
	bmi := p.Weight(d).Float() / float64(metres*metres)
	age := float64(d-p.BirthDate) / 365.25 // a fraction, so that there is no jump on birthdays
	fat := float64(1.2*bmi) + float64(0.23*age) - 5.4 - float64(7*(p.fade(d, func(p *Persona) float64 { return p.Fitness })-0.5))
	if p.Sex == Male {
		fat -= 10.8
	}
	fat += float64(0.4 * signed(p.streams.weight.At(int64(d)).Child("fat")))
	return vital.DecimalOf(bend(fat, 6, 50, 4))
}

// WeighIn returns the time at which the persona steps on the scale on the date, in unix
// seconds: on two to four mornings per week from Monday to Sunday, 5 to 15 minutes after
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
