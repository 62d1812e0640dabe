package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestDrinksLieInWakingDay(t *testing.T) {
	t.Parallel()
	names := map[string]int{}
	var water, caffeine mean
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		day, drinks := p.Day(d), p.Drinks(d)
		last, ml, mg := day.Start, 0, 0
		for _, drink := range drinks {
			i := int(drink.At-day.Start) / 60
			if drink.At < last || drink.At >= day.End || day.StageAt(i) != 0 || drink.WaterMl < 100 || drink.WaterMl > 350 ||
				(drink.Name == "Water") != (drink.CaffeineMg == 0) || drink.CaffeineMg > 120 {
				t.Fatalf("%s: %+v at minute %d, stage %v", d, drink, i, day.StageAt(i))
			}
			if drink.CaffeineMg > 0 && drink.At > p.Nights(d)[0].End+10*3600 {
				t.Errorf("%s: %s ten hours after waking", d, drink.Name)
			}
			last, ml, mg = drink.At, ml+drink.WaterMl, mg+drink.CaffeineMg
			names[drink.Name]++
		}
		water.add(float64(ml))
		caffeine.add(float64(mg))
	}
	eachHard(t, check)
	ordinary(t, 30, func(p *body.Persona, day *body.Day) { check(t, p, day.Date) })
	if w, c := water.value(), caffeine.value(); len(names) != 3 || w < 1200 || w > 2500 || c < 80 || c > 250 {
		t.Errorf("%.0f ml and %.0f mg of caffeine a day, %v", w, c, names)
	}
}
