package view_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestCarbohydratesMatchMeals checks that with logged meals the carbohydrates are exactly
// theirs, and that people who dose insulin have estimates at the times of meals.
func TestCarbohydratesMatchMeals(t *testing.T) {
	t.Parallel()
	exact, guessed := 0, 0
	for _, p := range supplying("carbohydrates") {
		l := lookAt(t, view.NewCache(), p.Slug, 5, "type-1-diabetes", "Asia/Kolkata")
		for d := date(2026, 3, 1); d < date(2026, 4, 10); d++ {
			plates := map[int64]body.Plate{}
			logged := 0
			for _, plate := range l.Persona.Plates(d) {
				plates[plate.At] = plate
				if plate.Logged {
					logged++
				}
			}
			n := 0
			l.points("carbohydrates", d, func(point view.Point) {
				at := point.Unix
				if p.FloatingTime {
					at -= int64(l.Persona.OffsetAt(at))
				}
				plate, ok := plates[at]
				if !ok || p.Supplies(vital.ResourceMeal) && (point.Value != plate.Carbs || !plate.Logged) {
					t.Errorf("%s %s: %+v of %+v", p.Slug, d, point, plate.Carbs)
				}
				if off := (point.Value - plate.Carbs).Float() / plate.Carbs.Float(); off < -0.5 || off > 0.5 {
					t.Errorf("%s %s: %d/100 g of a meal with %d", p.Slug, d, point.Value, plate.Carbs)
				}
				n++
			})
			if p.Supplies(vital.ResourceMeal) {
				exact += n
				if n != logged {
					t.Errorf("%s %s: %d samples of %d meals", p.Slug, d, n, logged)
				}
			} else {
				guessed += n
			}
		}
	}
	if exact < 50 || guessed < 200 {
		t.Errorf("%d exact ones, %d guessed ones", exact, guessed)
	}
}

// TestDrinksAreLoggedOnce checks that every sample of water or caffeine is one drink of the
// day, and that the logged share is about that of meals.
func TestDrinksAreLoggedOnce(t *testing.T) {
	t.Parallel()
	l := lookAt(t, view.NewCache(), "apple_health_kit", 3, "office-worker", "Europe/London")
	drunk, logged := 0, 0
	for d := date(2026, 3, 1); d < date(2026, 4, 30); d++ {
		amounts := map[string]map[int64]vital.Fine{"water": {}, "caffeine": {}}
		for _, drink := range l.Persona.Drinks(d) {
			drunk++
			if drink.CaffeineMg > 0 {
				amounts["caffeine"][drink.At] = vital.FineOf(float64(drink.CaffeineMg) / 1000)
			} else {
				amounts["water"][drink.At] = vital.Whole(int64(drink.WaterMl)).Fine()
			}
		}
		for name, at := range amounts {
			resource, _ := vital.ResourceNamed(name)
			l.points(name, d, func(p view.Point) {
				if logged++; at[p.Unix] != resource.Value(p.Value) {
					t.Errorf("%s of %s: %+v, want %d", name, d, p, at[p.Unix])
				}
			})
		}
	}
	if logged < drunk/3 || logged > drunk*9/10 {
		t.Errorf("%d of %d drinks were logged", logged, drunk)
	}
}

// TestInsulinMatchesPerson checks that LibreView has all injections, a pump only what it
// delivered, and people without insulin nothing.
func TestInsulinMatchesPerson(t *testing.T) {
	t.Parallel()
	types := map[string]int{}
	for _, p := range supplying("insulin_injection") {
		for _, persona := range []string{"type-1-diabetes", "office-worker"} {
			l := lookAt(t, view.NewCache(), p.Slug, 5, persona, "Europe/London")
			for d := date(2026, 3, 20); d < date(2026, 4, 3); d++ {
				want, got := 0.0, 0.0
				for _, i := range l.Persona.Injections(d) {
					if p.Slug != "tandem_source" || i.Type == "rapid_acting" {
						want += i.Units.Float()
					}
				}
				l.points("insulin_injection", d, func(point view.Point) {
					got += vital.Fine(point.Value).Float()
					types[p.Slug+" "+point.Detail.Type.V]++
					if bolus := point.Detail.DeliveryMode.V == "bolus"; point.Detail.BolusPurpose.Valid != bolus || point.Detail.DeliveryForm.Valid != bolus {
						t.Errorf("%s: %+v", d, *point.Detail)
					}
				})
				if got < want-0.001 || got > want+0.001 {
					t.Errorf("%s %s: %v units, want %v", p.Slug, d, got, want)
				}
			}
		}
	}
	if types["freestyle_libre long_acting"] < 10 || types["tandem_source long_acting"] > 0 || types["tandem_source rapid_acting"] < 30 {
		t.Errorf("injected were %v", types)
	}
}

// TestNotesAreHourly checks that notes are at the beginning of an hour of the local clock
// and that no text is lost.
func TestNotesAreHourly(t *testing.T) {
	t.Parallel()
	hours, texts := 0, 0
	for n := range 10 {
		l := lookAt(t, view.NewCache(), "abbott_libreview", n, "type-1-diabetes", hardDates[n%5].zone)
		for d := date(2026, 3, 1); d < date(2026, 3, 20); d++ {
			written := ""
			l.points("note", d, func(p view.Point) {
				hours++
				written += p.Detail.Text
				if p.Unix%hour != 0 || p.Duration != hour || len(p.Detail.Tags) == 0 || p.Value != 0 {
					t.Errorf("%s: %+v with %+v", d, p, *p.Detail)
				}
			})
			for _, note := range l.Persona.Notes(d) {
				if texts++; !strings.Contains(written, note.Text) && d != hardDates[n%5].dates[0] { // an hour that the clock leaves out
					t.Errorf("%s: %q is missing in %q", d, note.Text, written)
				}
			}
		}
	}
	if hours < 50 || texts <= hours {
		t.Errorf("%d hours with %d notes", hours, texts)
	}
}
