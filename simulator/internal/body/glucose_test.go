package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// eachMetabolism calls f with 60 personas, half of them with diabetes, on the
// days around all hard dates of a zone.
func eachMetabolism(t *testing.T, f func(t *testing.T, p *body.Persona, d vital.Date)) {
	t.Helper()
	for n := range 60 {
		hard := hardDates[n%len(hardDates)]
		p := draw(t, n, []string{"", "type-1-diabetes"}[n%2], hard.zone)
		for _, middle := range hard.dates {
			for d := middle - 3; d <= middle+3; d++ {
				f(t, p, d)
			}
		}
		if t.Failed() {
			t.Fatalf("persona %d in %s", n, p.Zone)
		}
	}
}

func TestMealsLieInTheWakingDay(t *testing.T) {
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
			if i := int(m.At-day.Start) / 60; m.At < day.Start || m.At >= day.End || day.StageAt(i) != 0 || i < day.Minutes()/6 {
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
			if m.CarbsG < 300 || m.CarbsG > 25000 || m.ProteinG < 100 || m.FatG < 50 {
				t.Errorf("%s: %+v", d, m)
			}
			kcal += 4*m.CarbsG.Float() + 4*m.ProteinG.Float() + 9*m.FatG.Float()
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

func TestGlucoseKeepsItsBoundsAndHasNoJumps(t *testing.T) {
	t.Parallel()
	eachMetabolism(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		values := p.Glucose(d)
		seconds := p.DayStart(d+1) - p.DayStart(d)
		if want := int(seconds+299) / 300; len(values) != want {
			t.Fatalf("%s: %d values, want %d", d, len(values), want)
		}
		if len(values) == 0 {
			return
		}
		lo, hi := vital.Decimal(330), vital.Decimal(1100)
		if p.Metabolism == body.Type1 {
			lo, hi = 220, 2220
		}
		if seconds%300 == 0 { // over midnight as well
			next := p.Glucose(d + 1)
			if len(next) == 0 {
				next = p.Glucose(d + 2)
			}
			values = append(values, next[0])
		}
		for i, v := range values {
			if v < lo || v > hi {
				t.Fatalf("%s: %.2f mmol/L at %d", d, v.Float(), i)
			}
			if i > 0 && abs(int(v-values[i-1])) > 70 {
				t.Fatalf("%s: %.2f after %.2f at %d", d, v.Float(), values[i-1].Float(), i)
			}
		}
	})
}

func TestGlucoseOfTheHealthyAndOfType1(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		archetype                string
		mean, low, normal, above [2]float64 // mmol/L; shares below 3.9, within 3.9..7.8, above 10
	}{
		{"", [2]float64{5.2, 6}, [2]float64{0, 0.02}, [2]float64{0.92, 1}, [2]float64{0, 0.005}},
		{"type-1-diabetes", [2]float64{8.2, 10.2}, [2]float64{0.005, 0.06}, [2]float64{0.2, 0.5}, [2]float64{0.25, 0.45}},
	} {
		var level, low, normal, above mean
		for n := range 60 {
			p := draw(t, n, tc.archetype, "")
			for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
				for _, v := range p.Glucose(d) {
					level.add(v.Float())
					low.add(share(v < 390))
					normal.add(share(v >= 390 && v <= 780))
					above.add(share(v > 1000))
				}
			}
		}
		for _, check := range []struct {
			what string
			got  mean
			want [2]float64
		}{{"mean", level, tc.mean}, {"below 3.9", low, tc.low}, {"3.9 to 7.8", normal, tc.normal}, {"above 10", above, tc.above}} {
			if got := check.got.value(); got < check.want[0] || got > check.want[1] {
				t.Errorf("%q: %s: %.3f, want %v", tc.archetype, check.what, got, check.want)
			}
		}
	}
}

func share(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestLunchRaisesGlucose(t *testing.T) {
	t.Parallel()
	for _, archetype := range []string{"", "type-1-diabetes"} {
		var rise mean
		for n := range 30 {
			p := draw(t, n, archetype, "UTC")
			for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
				values, at := p.Glucose(d), int(p.Meals(d)[1].At-p.DayStart(d))/300
				rise.add((values[at+12] - values[at]).Float())
			}
		}
		if got := rise.value(); got < 0.5 || got > 4 {
			t.Errorf("%q: %.2f mmol/L higher after lunch", archetype, got)
		}
	}
}
