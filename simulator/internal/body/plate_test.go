package body_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestPlatesAddUpToMeals(t *testing.T) {
	t.Parallel()
	logged, all, glasses, names := 0, 0, 0, map[string]bool{}
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		meals, plates := p.Meals(d), p.Plates(d)
		if len(plates) != len(meals) {
			t.Fatalf("%s: %d plates, %d meals", d, len(plates), len(meals))
		}
		for i, plate := range plates {
			m := meals[i]
			if plate.At != m.At || plate.Name != m.Name || plate.Carbs != m.CarbsG || plate.Protein != m.ProteinG || plate.Fat != m.FatG ||
				plate.Fibre != m.FibreG || plate.Kcal != m.Kcal+7*plate.Alcohol {
				t.Fatalf("%s: %+v is served as %+v", d, m, plate.Nutrition)
			}
			var sum body.Nutrition
			for _, f := range plate.Foods {
				checkFood(t, d, f)
				names[f.Name] = true
				sum.Kcal += f.Kcal
				sum.Carbs, sum.Protein, sum.Fat, sum.Alcohol = sum.Carbs+f.Carbs, sum.Protein+f.Protein, sum.Fat+f.Fat, sum.Alcohol+f.Alcohol
				sum.Sugar, sum.Saturated, sum.Water = sum.Sugar+f.Sugar, sum.Saturated+f.Saturated, sum.Water+f.Water
				for k, v := range f.Micros {
					sum.Micros[k] += v
				}
			}
			if sum.Kcal != plate.Kcal || sum.Carbs != plate.Carbs || sum.Protein != plate.Protein || sum.Fat != plate.Fat || sum.Alcohol != plate.Alcohol ||
				sum.Sugar != plate.Sugar || sum.Saturated != plate.Saturated || sum.Water != plate.Water || sum.Micros != plate.Micros {
				t.Errorf("%s: foods add up to %+v, the plate has %+v", d, sum, plate.Nutrition)
			}
			if plate.Alcohol > 0 && (plate.Name != "Dinner" || plate.Alcohol < 1200 || plate.Alcohol > 8000) {
				t.Errorf("%s: %v g of alcohol at %s", d, plate.Alcohol.Float(), plate.Name)
			}
			all++
			logged += int(share(plate.Logged))
			glasses += int(share(plate.Alcohol > 0))
		}
	}
	eachHard(t, check)
	ordinary(t, 40, func(p *body.Persona, day *body.Day) { check(t, p, day.Date) })
	if got := float64(logged) / float64(all); got < 0.5 || got > 0.8 || glasses < all/50 || glasses > all/5 || len(names) < 35 {
		t.Errorf("of %d meals %d are logged, %d with alcohol; %d foods", all, logged, glasses, len(names))
	}
}

// checkFood checks that the parts of a food do not exceed the whole.
func checkFood(t *testing.T, d vital.Date, f body.Food) {
	t.Helper()
	if f.Name == "" || f.Kcal != 4*f.Carbs+4*f.Protein+9*f.Fat+7*f.Alcohol || f.Fibre+f.Sugar > f.Carbs ||
		f.Saturated+f.Monounsaturated+f.Polyunsaturated > f.Fat || f.Omega3+f.Omega6 > f.Polyunsaturated ||
		f.Cholesterol > 100 || f.Water > 250000 {
		t.Errorf("%s: %+v", d, f)
	}
	for _, v := range []vital.Decimal{f.Carbs, f.Protein, f.Fat, f.Fibre, f.Sugar, f.Water, f.Cholesterol, f.Saturated, f.Omega3, f.Omega6} {
		if v < 0 {
			t.Errorf("%s: negative: %+v", d, f)
		}
	}
	for k, v := range f.Micros {
		if v < 0 {
			t.Errorf("%s: %v of %s in %s", d, v.Float(), body.Nutrients[k].Name, f.Name)
		}
	}
}

// TestNutrientsMatchVital checks that Nutrients has all of Vital's names in their groups.
func TestNutrientsMatchVital(t *testing.T) {
	t.Parallel()
	want := map[body.NutrientKind][]string{body.Mineral: wire.Minerals(), body.TraceElement: wire.TraceElements(), body.Vitamin: wire.Vitamins()}
	for _, n := range body.Nutrients {
		i := slices.Index(want[n.Kind], n.Name)
		if i < 0 {
			t.Errorf("%s is not in its group at Vital, or twice here", n.Name)
			continue
		}
		want[n.Kind] = slices.Delete(want[n.Kind], i, i+1)
	}
	for kind, names := range want {
		if len(names) > 0 {
			t.Errorf("of group %d are missing: %v", kind, names)
		}
	}
}

// TestPortionsHaveUsualSize checks that no food is scaled to an unusual amount.
func TestPortionsHaveUsualSize(t *testing.T) {
	t.Parallel()
	var kcal mean
	ordinary(t, 40, func(p *body.Persona, day *body.Day) {
		for _, plate := range p.Plates(day.Date) {
			for _, f := range plate.Foods {
				if f.Kcal > 100000 || f.Protein > 9000 {
					t.Errorf("%s: %s of %v kcal, %v g of protein", day.Date, f.Name, f.Kcal.Float(), f.Protein.Float())
				}
				kcal.add(f.Kcal.Float())
			}
		}
	})
	if kcal.value() < 80 || kcal.value() > 260 {
		t.Errorf("a food has %.0f kcal on average", kcal.value())
	}
}

// TestNutrientsMeetRecommendations compares a day's nutrients, within a factor, with the
// reference intakes of adults (Institute of Medicine).
func TestNutrientsMeetRecommendations(t *testing.T) {
	t.Parallel()
	advised := map[string]float64{"sodium": 2000, "potassium": 3000, "calcium": 1000, "phosphorus": 700, "magnesium": 370, "iron": 12, "zinc": 10,
		"copper": 0.9, "iodine": 150, "manganese": 2, "selenium": 55, "vitamin_a": 800, "vitamin_b1": 1.2, "riboflavin": 1.2, "niacin": 15,
		"vitamin_b6": 1.3, "folic_acid": 400, "vitamin_b12": 2.4, "vitamin_c": 85, "vitamin_e": 15}
	var got [28]mean
	ordinary(t, 20, func(p *body.Persona, day *body.Day) {
		var sum body.Micros
		for _, plate := range p.Plates(day.Date) {
			for k, v := range plate.Micros {
				sum[k] += v
			}
		}
		for k, v := range sum {
			got[k].add(v.Float())
		}
	})
	for k, n := range body.Nutrients {
		if want := advised[n.Name]; want > 0 && (got[k].value() < 0.4*want || got[k].value() > 3.5*want) {
			t.Errorf("%s: %.1f %s a day, advised are %.1f", n.Name, got[k].value(), n.Unit, want)
		}
	}
}
