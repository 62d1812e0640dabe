package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestMealsLieInWakingDay(t *testing.T) {
	t.Parallel()
	counts := map[int]int{}
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		day, meals := p.Day(d), p.Meals(d)
		if day.Minutes() == 0 {
			if meals != nil {
				t.Errorf("%s: meals on a date that never was", d)
			}
			return
		}
		counts[len(meals)]++
		if len(meals) < 3 || len(meals) > 5 {
			t.Errorf("%s: %d meals", d, len(meals))
		}
		last, kcal := day.Start-3600, 0.0
		for _, m := range meals {
			if i := int(m.At-day.Start) / 60; m.At < day.Start || m.At >= day.End || day.StageAt(i) != 0 || wall(p, m.At) < 4*60 {
				t.Fatalf("%s: %s at minute %d", d, m.Name, i)
			}
			for _, w := range day.Workouts {
				if m.At >= w.Start && m.At < w.End {
					t.Errorf("%s: %s during %s", d, m.Name, w.Sport)
				}
			}
			if m.At < last+3600 {
				t.Errorf("%s: %s %d s after the meal before", d, m.Name, m.At-last)
			}
			last = m.At
			if m.Kcal != 4*m.CarbsG+4*m.ProteinG+9*m.FatG || m.FibreG < m.Kcal*7/1000-1 || m.FibreG > m.Kcal*14/1000+1 {
				t.Errorf("%s: %+v: energy or fibre", d, m)
			}
			if m.CarbsG < 300 || m.CarbsG > 25000 || m.ProteinG < 100 || m.FatG < 50 {
				t.Errorf("%s: %+v", d, m)
			}
			kcal += m.Kcal.Float()
		}
		if share := kcal / day.BasalKcal.Float(); share < 1 || share > 1.9 {
			t.Errorf("%s: meals are %.2f of the basal energy", d, share)
		}
	}
	eachHard(t, check)
	ordinary(t, 60, func(p *body.Persona, day *body.Day) { check(t, p, day.Date) })
	if len(counts) != 3 {
		t.Errorf("meals a day: %v, want 3, 4 and 5", counts)
	}
}

func TestMealsCoverEnergyOfDays(t *testing.T) {
	t.Parallel()
	for _, archetype := range append([]string{""}, body.Archetypes()...) {
		var ratio mean
		for n := range 30 {
			p := draw(t, n, archetype, "")
			for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
				day, eaten := p.Day(d), vital.Decimal(0)
				for _, m := range p.Meals(d) {
					eaten += m.Kcal
				}
				ratio.add(eaten.Float() / (day.BasalKcal.Float() + float64(sum(day.ActiveKcal))/100))
			}
		}
		if got := ratio.value(); got < 0.88 || got > 1.12 {
			t.Errorf("%q: meals are %.2f of the energy spent", archetype, got)
		}
	}
}
