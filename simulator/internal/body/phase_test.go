package body_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// changes has phases that change as many values as possible.
const changes = `phases:
  - {from: 2026-03-10, fitness: 0.95, daily_steps: 14000, workouts_per_week: 6, sports: [cycling], mid_sleep: "05:30", metabolism: type-1, insulin: pump, illnesses_per_year: 7, wheelchair: true}
  - {from: 2026-03-12, fitness: 0.05, workouts_per_week: 0, night_wakings: 3, naps_per_week: 6, metabolism: type-2, insulin: basal, wheelchair: false, afib_burden: 20, sleep_apnoea: 40,
     meals_logged: 1, alcohol_per_week: 28, caffeine_per_day: 8, water_per_day: 16, diary: 1, systolic: 170, blood_pressure_per_week: 14, asthma: 1, lung_tests_per_week: 14,
     allergies: [cat], lab_visits_per_year: 5.9, ldl: 7, ecgs_per_week: 14, handwashes_per_day: 25, mindful_per_week: 7, falls_per_year: 20, weight_per_week: -1, rota: [night]}
  - {from: 2026-10-25, fitness: 0.5, rota: [off], metabolism: healthy, insulin: none}
`

// checkSame reports the first difference between two values.
func checkSame(t *testing.T, d vital.Date, want, got []any) {
	t.Helper()
	if diff := differ(want, got, everything); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", d, diff)
	}
}

func TestPhaseKeepsEarlierDays(t *testing.T) {
	t.Parallel()
	for n := range 12 {
		plain, changed := drawFrom(t, parse(t, mine), n, "Europe/London"), drawFrom(t, parse(t, mine+changes), n, "Europe/London")
		for d := date(2026, 3, 1); d < date(2026, 3, 9); d++ {
			checkSame(t, d, all(plain, d), all(changed, d))
		}
		// The evening before may end earlier or later.
		if diff := cmp.Diff(plain.Nights(date(2026, 3, 9)), changed.Nights(date(2026, 3, 9))); diff != "" {
			t.Fatalf("persona %d (-without +with phases):\n%s", n, diff)
		}
		if cmp.Equal(plain.Day(date(2026, 3, 11)).HeartRate, changed.Day(date(2026, 3, 11)).HeartRate) {
			t.Errorf("persona %d: the phase changes nothing", n)
		}
	}
}

func TestPhaseKeepsPerson(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		p := drawFrom(t, parse(t, mine+changes), n, "")
		now := p.On(date(2026, 6, 1))
		if now == p || p.On(date(2026, 3, 9)) != p || now.On(date(2020, 1, 1)) != p {
			t.Fatalf("persona %d: phases are not found by date", n)
		}
		if p.Sex != now.Sex || p.BirthDate != now.BirthDate || p.HeightCm != now.HeightCm || p.WeightKg != now.WeightKg ||
			p.HRMax != now.HRMax || p.Zone != now.Zone || p.Identity() != now.Identity() {
			t.Errorf("persona %d: %+v became %+v", n, p, now)
		}
	}
}

// TestDaysFitTogetherAcrossPhases checks that nights, minutes and glucose of the days
// around the beginning of a phase have no gaps, overlaps or jumps.
func TestDaysFitTogetherAcrossPhases(t *testing.T) {
	t.Parallel()
	for n := range 30 {
		p := drawFrom(t, parse(t, mine+changes), n, "Europe/London")
		for _, middle := range []vital.Date{date(2026, 3, 10), date(2026, 3, 12), date(2026, 10, 25)} {
			last := p.Nights(middle - 3)[0].End
			glucose := p.Glucose(middle - 3)
			for d := middle - 2; d <= middle+2; d++ {
				day, next := p.Day(d), p.Nights(d + 1)[0]
				for _, s := range day.Sleeps {
					if s.Start < last+3600 || p.DateAt(s.End) != d {
						t.Errorf("persona %d, %s: sleeps from %d to %d after %d", n, d, s.Start, s.End, last)
					}
					last = s.End
				}
				for i := range day.Minutes() {
					if in := day.Start+60*int64(i) >= next.Start; in && day.StageAt(i) == 0 {
						t.Fatalf("persona %d, %s: up at minute %d of the next night", n, d, i)
					}
				}
				values := p.Glucose(d)
				if step := values[0] - glucose[len(glucose)-1]; abs(int(step)) > 60 {
					t.Errorf("persona %d, %s: glucose changes by %v over midnight", n, d, step.Float())
				}
				glucose = values
				if d == date(2026, 3, 11) && (p.On(d).Metabolism != body.Type1 || p.Insulin(d) != body.Pump) {
					t.Errorf("%s: metabolism %d, insulin %d", d, p.On(d).Metabolism, p.Insulin(d))
				}
			}
		}
	}
}

func TestBodyAdaptsSlowlyToPhase(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		p := drawFrom(t, parse(t, mine+"phases: [{from: 2026-03-10, fitness: 1}]\n"), n, "UTC")
		var before, first, later mean
		for d := vital.Date(0); d < 20; d++ {
			before.add(float64(p.Day(date(2026, 2, 15) + d).RestingHR))
			first.add(float64(p.Day(date(2026, 3, 10) + d/4).RestingHR))
			later.add(float64(p.Day(date(2026, 6, 1) + d).RestingHR))
		}
		if later.value() > before.value()-8 || first.value() < (before.value()+later.value())/2 {
			t.Errorf("persona %d: resting heart rate %.1f, then %.1f, at last %.1f", n, before.value(), first.value(), later.value())
		}
	}
}
