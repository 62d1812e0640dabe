package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// maxMeals is the maximum number of meals of a date.
const maxMeals = 5

// Meal is a meal or snack with its macronutrients.
type Meal struct {
	At   int64  // unix seconds
	Name string // Breakfast, Lunch, Dinner or Snack
	// Grams of the macronutrients: 4 kcal per gram of carbohydrate and protein,
	// 9 of fat.
	CarbsG, ProteinG, FatG vital.Decimal
	FibreG                 vital.Decimal // included in CarbsG
	Kcal                   vital.Decimal // of the macronutrients, exactly
}

// Meals returns the meals of the local date, in order: three meals and up to two
// snacks, at least an hour apart, none of them in bed or during sport. Together they
// have 1.3 to 1.6 times the basal energy, close to what a day consumes, 45 to 55 % of
// it as carbohydrates. There are 7 to 14 g of fibre in 1,000 kcal; 14 is the
// recommendation (Institute of Medicine 2005).
func (p *Persona) Meals(d vital.Date) []Meal {
	f := p.frame(d)
	if f.minutes() == 0 {
		return nil
	}
	return p.meals(f, make([]Meal, 0, maxMeals))
}

func (p *Persona) meals(f frame, buf []Meal) []Meal {
	p = p.On(f.date)
	r := p.streams.meals.At(int64(f.date)).Stream()
	_, wake := p.inBed(f)
	bed, _ := p.inBed(f.next())
	bed = min(bed, f.end)
	from, to := p.busy(f)
	minutes := func(lo, n int) int64 { return int64(60 * (lo + r.Int(n))) }
	free := func(at int64) int64 { // at, or after the sport or nap that it would disturb
		if at > from-900 && at < to+600 {
			return to + 600 + (at-from+900)%600
		}
		return at
	}

	breakfast := free(wake + minutes(22, 45))
	dinner := f.at(60 * (18*60 + 25 + r.Int(100)))
	dinner = free(max(min(dinner, bed-minutes(120, 30)), wake+6*3600))
	lunch := free((breakfast+dinner)/2 + minutes(-40, 45))
	afternoon, late := free((lunch+dinner)/2+minutes(-15, 30)), free(dinner+minutes(95, 50))
	snacks := [2]bool{r.Chance(0.55), r.Chance(0.35)}

	kcal := p.BasalKcalOn(f.date).Float() * r.Between(1.3, 1.6)
	buf = append(buf, portion("Breakfast", breakfast, kcal*r.Between(0.21, 0.27), &r),
		portion("Lunch", lunch, kcal*r.Between(0.29, 0.35), &r))
	if snacks[0] && afternoon > lunch+4500 && afternoon < dinner-4500 {
		buf = append(buf, portion("Snack", afternoon, kcal*r.Between(0.05, 0.09), &r))
	}
	buf = append(buf, portion("Dinner", dinner, kcal*r.Between(0.31, 0.38), &r))
	if snacks[1] && late > dinner+4500 && late < bed-1800 {
		buf = append(buf, portion("Snack", late, kcal*r.Between(0.04, 0.08), &r))
	}
	fibre := p.streams.meals.At(int64(f.date)).Child("fibre").Stream()
	for i := range buf {
		m := &buf[i]
		m.Kcal = 4*m.CarbsG + 4*m.ProteinG + 9*m.FatG
		m.FibreG = vital.DecimalOf(m.Kcal.Float() * fibre.Between(0.007, 0.014))
	}
	return buf
}

// busy returns the interval in which sport or a nap keeps the persona from eating. On a
// day with neither it lies in the far future.
func (p *Persona) busy(f frame) (from, to int64) {
	if start, end, ok := p.training(f); ok {
		return start, end
	}
	if nap, ok := p.nap(f); ok {
		return nap.Start, nap.End
	}
	return 1 << 62, 1 << 62
}

// portion returns a meal with the given energy, split among the macronutrients.
func portion(name string, at int64, kcal float64, r *seed.Stream) Meal {
	carbs, protein := r.Between(0.45, 0.55), r.Between(0.14, 0.22)
	return Meal{
		At: at, Name: name,
		CarbsG:   vital.DecimalOf(kcal * carbs / 4),
		ProteinG: vital.DecimalOf(kcal * protein / 4),
		FatG:     vital.DecimalOf(kcal * (1 - carbs - protein) / 9),
	}
}
