package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// metabolisms lists all kinds of metabolism with their bounds in mmol/L.
var metabolisms = [...]struct{ lo, hi vital.Decimal }{
	body.Healthy: {330, 1100}, body.Prediabetes: {330, 1400}, body.Type1: {220, 2220}, body.Type2: {280, 2000},
}

func TestGlucoseBoundsAndSteps(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		for m := range metabolisms {
			p.Metabolism = body.Metabolism(m)
			checkGlucose(t, p, d)
		}
	})
}

// checkGlucose checks the values of a date and the step over the midnight that ends it.
func checkGlucose(t *testing.T, p *body.Persona, d vital.Date) {
	t.Helper()
	values := p.Glucose(d)
	seconds := p.DayStart(d+1) - p.DayStart(d)
	if want := int(seconds+299) / 300; len(values) != want {
		t.Fatalf("%s: %d values, want %d", d, len(values), want)
	}
	if len(values) == 0 {
		return
	}
	next := p.Glucose(d + 1)
	if len(next) == 0 {
		next = p.Glucose(d + 2)
	}
	bounds := metabolisms[p.Metabolism]
	for i, v := range append(values, next[0]) {
		if v < bounds.lo || v > bounds.hi {
			t.Fatalf("%s, metabolism %d: %.2f mmol/L at %d", d, p.Metabolism, v.Float(), i)
		}
		if i > 0 && abs(int(v-values[i-1])) > 60 {
			t.Fatalf("%s, metabolism %d: %.2f after %.2f at %d", d, p.Metabolism, v.Float(), values[i-1].Float(), i)
		}
	}
}

// TestGlucoseStepsOfLargestMeals uses the largest body that can be drawn.
func TestGlucoseStepsOfLargestMeals(t *testing.T) {
	t.Parallel()
	for m := range metabolisms {
		for n := range 10 {
			p := draw(t, n, "endurance-runner", "UTC")
			p.Metabolism, p.Sex, p.HeightCm, p.WeightKg, p.BirthDate = body.Metabolism(m), body.Male, 195, vital.Whole(142), date(2007, 6, 1)
			for d := date(2026, 1, 1); d < date(2026, 12, 1); d++ {
				checkGlucose(t, p, d)
			}
		}
	}
}

func TestGlucoseFollowsTheLiterature(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		metabolism               body.Metabolism
		mean, low, normal, above [2]float64 // mmol/L; shares below 3.9, within 3.9..7.8, above 10
	}{
		{body.Healthy, [2]float64{5.2, 6}, [2]float64{0, 0.02}, [2]float64{0.92, 1}, [2]float64{0, 0.005}},
		{body.Prediabetes, [2]float64{5.9, 6.8}, [2]float64{0, 0.02}, [2]float64{0.85, 0.97}, [2]float64{0, 0.02}},
		{body.Type1, [2]float64{8.2, 10.2}, [2]float64{0.005, 0.06}, [2]float64{0.2, 0.5}, [2]float64{0.25, 0.45}},
		{body.Type2, [2]float64{7.8, 9.4}, [2]float64{0, 0.01}, [2]float64{0.2, 0.6}, [2]float64{0.05, 0.3}},
	} {
		var level, low, normal, above mean
		for n := range 60 {
			p := draw(t, n, "", "")
			p.Metabolism = tc.metabolism
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
				t.Errorf("metabolism %d: %s: %.3f, want %v", tc.metabolism, check.what, got, check.want)
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
	for m := range metabolisms {
		var rise mean
		for n := range 30 {
			p := draw(t, n, "", "UTC")
			p.Metabolism = body.Metabolism(m)
			for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
				values, at := p.Glucose(d), int(p.Meals(d)[1].At-p.DayStart(d))/300
				rise.add((values[at+12] - values[at]).Float())
			}
		}
		if got := rise.value(); got < 0.5 || got > 4 {
			t.Errorf("metabolism %d: %.2f mmol/L higher after lunch", m, got)
		}
	}
}

// TestSportLowersGlucose compares the hour after sport in the evening with the
// same time on days without sport.
func TestSportLowersGlucose(t *testing.T) {
	t.Parallel()
	var with, without mean
	for n := range 200 {
		p := draw(t, n, "type-1-diabetes", "UTC")
		for d := date(2026, 5, 4); d < date(2026, 8, 4); d++ {
			into := &without
			for _, w := range p.Workouts(d) {
				if into = &with; (w.End-p.DayStart(d))/3600 != 18 {
					into = nil
				}
			}
			if into != nil && p.WorkDays[d.Weekday()] {
				into.add(p.Glucose(d)[12*19+6].Float()) // 19:30
			}
		}
	}
	if got := without.value() - with.value(); got < 0.8 || got > 4 || with.n < 300 {
		t.Errorf("%.2f mmol/L lower after sport on %d days", got, with.n)
	}
}

func TestMetabolismComesFromArchetype(t *testing.T) {
	t.Parallel()
	for archetype, want := range map[string][4]int{"": {100}, "student": {100}, "type-1-diabetes": {body.Type1: 100}, "older-adult": {55, 45}} {
		var got [4]int
		for n := range 400 {
			got[draw(t, n, archetype, "UTC").Metabolism]++
		}
		for m := range got {
			if abs(got[m]-4*want[m]) > 40 || want[m]%100 == 0 && got[m] != 4*want[m] {
				t.Errorf("%q: %v of 400 by metabolism, want %v %%", archetype, got, want)
			}
		}
	}
}
