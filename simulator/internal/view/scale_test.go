package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestBodyCompositionAddsUp checks that fat, muscle and bone add up to 100 % if a provider
// reports them, that lean mass is the weight without fat, and that the body mass index
// matches the height.
func TestBodyCompositionAddsUp(t *testing.T) {
	t.Parallel()
	told := map[string]int{}
	for n := range 24 {
		slug := []string{"withings", "apple_health_kit", "health_connect", "fitbit", "oura", "whoop_v2"}[n%6]
		hard := hardDates[n%len(hardDates)]
		l := lookAt(t, view.NewCache(), slug, n, "", hard.zone)
		for d := hard.dates[0] - 40; d < hard.dates[0]+40; d++ {
			for _, r := range view.Summaries[vital.ResourceBody].Revs(&l.Lens, d, l.late(d), nil) {
				b := view.Summaries[vital.ResourceBody].Record(&l.Lens, r, stamp).(*vital.Body)
				if b.CalendarDate != d || l.Persona.DateAt(b.Date.Unix()) != d || b.Date.Unix() > r.First || b.Weight.Valid == b.WaistCircumferenceCentimeter.Valid {
					t.Errorf("%s: %s", d, b.AppendJSON(nil))
				}
				checkBody(t, l, b, told)
			}
		}
		if t.Failed() {
			t.Fatalf("person %d of %s", n, slug)
		}
	}
	for _, what := range []string{"composition", "lean", "waist", "fat", "weight"} {
		if told[what] < 10 {
			t.Errorf("%d times %s: %v", told[what], what, told)
		}
	}
}

func checkBody(t *testing.T, l *look, b *vital.Body, told map[string]int) {
	t.Helper()
	d, slug := b.CalendarDate, l.Profile.Slug
	near := func(got, want, by vital.Decimal) bool { return got >= want-by && got <= want+by }
	if b.Weight.Valid {
		told["weight"]++
	}
	if b.Fat.Valid {
		told["fat"]++
		metres := float64(l.Persona.HeightCm) / 100
		if index := vital.DecimalOf(b.Weight.V.Float() / (metres * metres)); !near(b.BodyMassIndex.V, index, 1) || b.Fat.V < 600 || b.Fat.V > 5000 {
			t.Errorf("%s: index %d, want %d; fat %d", d, b.BodyMassIndex.V, index, b.Fat.V)
		}
	}
	if b.LeanBodyMassKilogram.Valid {
		told["lean"]++
		if lean := b.Weight.V * (10000 - b.Fat.V) / 10000; !near(b.LeanBodyMassKilogram.V, lean, 2) {
			t.Errorf("%s: lean mass %d, want %d", d, b.LeanBodyMassKilogram.V, lean)
		}
	}
	if b.MuscleMassPercentage.Valid != (slug == "withings" && b.Weight.Valid) || b.WaterPercentage.Valid != b.MuscleMassPercentage.Valid ||
		b.BoneMassPercentage.Valid != b.MuscleMassPercentage.Valid || b.VisceralFatIndex.Valid != b.MuscleMassPercentage.Valid {
		t.Errorf("%s of %s: %s", d, slug, b.AppendJSON(nil))
	}
	if b.MuscleMassPercentage.Valid {
		told["composition"]++
		if all := b.Fat.V + b.MuscleMassPercentage.V + b.BoneMassPercentage.V; !near(all, 10000, 2) ||
			b.WaterPercentage.V < 3500 || b.WaterPercentage.V > 7500 || b.VisceralFatIndex.V < 100 || b.VisceralFatIndex.V > 3000 {
			t.Errorf("%s: %s", d, b.AppendJSON(nil))
		}
	}
	if b.WaistCircumferenceCentimeter.Valid {
		told["waist"]++
		if slug != "apple_health_kit" || b.WaistCircumferenceCentimeter.V < 5000 || b.WaistCircumferenceCentimeter.V > 17000 {
			t.Errorf("%s of %s: %s", d, slug, b.AppendJSON(nil))
		}
	}
}
