package view_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// eaters lists the providers that have meals.
var eaters = []string{"fitbit", "my_fitness_pal", "cronometer", "my_fitness_pal_v2", "google_health"}

// meals returns the meals of a date with their revisions.
func (l *look) meals(d vital.Date, asOf int64) (list []*vital.Meal, revs []view.Rev) {
	revs = view.Summaries[vital.ResourceMeal].Revs(&l.Lens, d, asOf, nil)
	for _, r := range revs {
		list = append(list, view.Summaries[vital.ResourceMeal].Record(&l.Lens, r, stamp).(*vital.Meal))
	}
	return list, revs
}

// energyOf returns the energy of macronutrients in kcal: 4 per gram of carbohydrates or
// protein, 9 per gram of fat and 7 per gram of alcohol.
func energyOf(m vital.Macros) vital.Decimal {
	return (4*m.Carbs.V + 4*m.Protein.V + 9*m.Fats.Total.V + 7*m.Alcohol.V).Decimal()
}

// TestMealsAddUp checks on hard dates, for every provider with meals, that a meal is the
// sum of its foods and its energy that of its macronutrients.
func TestMealsAddUp(t *testing.T) {
	t.Parallel()
	all, foods, grown := 0, 0, 0
	for n := range people {
		hard := hardDates[n%len(hardDates)]
		l := lookAt(t, view.NewCache(), eaters[n%len(eaters)], n, "", hard.zone)
		for _, middle := range hard.dates {
			for d := middle - 2; d <= middle+2; d++ {
				list, revs := l.meals(d, l.late(d))
				last := int64(0)
				for i, m := range list {
					all++
					at := m.Timestamp.Unix()
					if m.CalendarDate != d || l.Persona.DateAt(at) != d || at <= last || at > revs[i].First {
						t.Errorf("%s: %s at %s after %d, there at %d", d, m.Name, m.Timestamp, last, revs[i].First)
					}
					last = at
					checkMeal(t, l, m)
					foods += len(m.Data)
					if revs[i].Last > revs[i].First {
						grown++
						checkGrowth(t, l, revs[i], m)
					}
				}
			}
		}
	}
	if all < 10*people || foods < 2*all || grown < all/40 || grown > all/5 {
		t.Errorf("%d meals, %d foods, %d meals that grew", all, foods, grown)
	}
}

func checkMeal(t *testing.T, l *look, m *vital.Meal) {
	t.Helper()
	macros := m.Macros.V
	if m.Energy.V.Value != energyOf(macros) || m.Energy.V.Value < vital.Whole(20) || m.Energy.V.Value > vital.Whole(2600) {
		t.Errorf("%s: %d/100 kcal, the macronutrients have %d", m.CalendarDate, m.Energy.V.Value, energyOf(macros))
	}
	if macros.Fibre.V+macros.Sugar.V > macros.Carbs.V || macros.Fats.Saturated.V+macros.Fats.Monounsaturated.V+macros.Fats.Polyunsaturated.V > macros.Fats.Total.V {
		t.Errorf("%s: parts are more than the whole: %s", m.CalendarDate, macros.AppendJSON(nil))
	}
	detailed := l.Profile.Slug == "cronometer" || l.Profile.Slug == "my_fitness_pal" || l.Profile.Slug == "my_fitness_pal_v2"
	if (len(m.Data) > 0) != detailed || macros.Sugar.Valid != detailed || m.Micros.V.Vitamins.Valid != detailed {
		t.Errorf("%s tells %d foods, sugar %v, vitamins %v", l.Profile.Slug, len(m.Data), macros.Sugar.Valid, m.Micros.V.Vitamins.Valid)
	}
	if want := map[string]string{"fitbit": "app"}[l.Profile.Slug]; want != "" && m.Source.Type != want {
		t.Errorf("%s: meals come from %s, not from an %s", l.Profile.Slug, m.Source.Type, want)
	}
	if !detailed {
		return
	}
	energy, sodium, sugar := vital.Decimal(0), vital.Fine(0), vital.Fine(0)
	var names []string
	for _, food := range m.Data {
		energy += food.Value.Energy.V.Value
		sugar += food.Value.Macros.V.Sugar.V
		v, _ := food.Value.Micros.V.Minerals.V.Get("sodium")
		sodium += v
		if slices.Contains(names, food.Name) {
			t.Errorf("%s: %s twice", m.CalendarDate, food.Name)
		}
		names = append(names, food.Name)
	}
	whole, _ := m.Micros.V.Minerals.V.Get("sodium")
	if energy != m.Energy.V.Value || sugar != macros.Sugar.V || sodium != whole {
		t.Errorf("%s: foods have %d kcal/100, %v of sugar, %v of sodium; the meal has %s", m.CalendarDate, energy, sugar, sodium, m.AppendJSON(nil))
	}
}

// checkGrowth checks that a later revision only adds foods.
func checkGrowth(t *testing.T, l *look, r view.Rev, m *vital.Meal) {
	t.Helper()
	r.Last = r.First
	before := view.Summaries[vital.ResourceMeal].Record(&l.Lens, r, stamp).(*vital.Meal)
	if before.Energy.V.Value >= m.Energy.V.Value || before.Timestamp != m.Timestamp || len(m.Data) > 0 && len(before.Data) != len(m.Data)-1 {
		t.Errorf("%s: %s, before it grew %s", m.CalendarDate, m.AppendJSON(nil), before.AppendJSON(nil))
	}
}

// TestNutrientsOfProvider checks that meals have exactly the nutrients that the provider
// counts.
func TestNutrientsOfProvider(t *testing.T) {
	t.Parallel()
	for _, slug := range eaters {
		p, _ := provider.Find(slug)
		l := lookAt(t, view.NewCache(), slug, 3, "", "Europe/London")
		var list []*vital.Meal
		for d := date(2026, 2, 2); d < date(2026, 2, 9); d++ {
			of, _ := l.meals(d, l.late(d))
			list = append(list, of...)
		}
		if len(list) < 5 {
			t.Fatalf("%s: %d meals in a week", slug, len(list))
		}
		for _, m := range list {
			var told []string
			for _, group := range []vital.Null[vital.Object[vital.Fine]]{m.Micros.V.Minerals, m.Micros.V.TraceElements, m.Micros.V.Vitamins} {
				for _, nutrient := range group.V {
					told = append(told, nutrient.Name)
				}
			}
			want := slices.Clone(p.Device.Nutrients)
			slices.Sort(told)
			slices.Sort(want)
			if !slices.Equal(told, want) {
				t.Errorf("%s tells of %v, counts %v", slug, told, want)
			}
		}
	}
}
