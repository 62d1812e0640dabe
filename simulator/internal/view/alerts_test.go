package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestHeartAlerts checks that an alert of an irregular rhythm lies in an episode of
// fibrillation, that an alert of a high or low rate covers only minutes with such a rate,
// and that Kardia's alerts have a recording.
func TestHeartAlerts(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for n := range 12 {
		slug := [...]string{"apple_health_kit", "fitbit", "withings", "kardia"}[n%4]
		l := lookAt(t, view.NewCache(), slug, n, [...]string{"cardiac-patient", "endurance-runner"}[n/8], hardDates[n%6].zone)
		series, _ := l.Series(named("heart_rate_alert"))
		for d := date(2026, 3, 1); d < date(2026, 6, 1); d++ {
			plan := l.Persona.Day(d)
			series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				typ := p.Detail.Type.V
				seen[slug+" "+typ]++
				minutes := plan.HeartRate[max(int(p.Unix-plan.Start)/60-10, 0):max(int(p.Unix-plan.Start)/60, 1)]
				for _, bpm := range minutes {
					if typ == "high_heart_rate" && bpm <= 120 || typ == "low_heart_rate" && bpm >= 40 {
						t.Errorf("%s: %s at %d, of minutes %v", d, typ, p.Unix, minutes)
						break
					}
				}
				if typ == "irregular_rhythm" && !l.Persona.AFib(p.Unix-60) {
					t.Errorf("%s: no fibrillation at %d", d, p.Unix)
				}
				recorded := slug != "kardia"
				for _, e := range l.Persona.ECGs(plan) {
					recorded = recorded || e.End == p.Unix
				}
				if !recorded {
					t.Errorf("%s: no recording ends at %d", d, p.Unix)
				}
			})
		}
	}
	for _, what := range []string{"apple_health_kit irregular_rhythm", "fitbit irregular_rhythm", "withings irregular_rhythm", "kardia irregular_rhythm"} {
		if seen[what] < 5 {
			t.Errorf("seen %v, too little of %s", seen, what)
		}
	}
	for _, slug := range []string{"fitbit", "withings", "kardia"} {
		if seen[slug+" high_heart_rate"]+seen[slug+" low_heart_rate"] > 0 {
			t.Errorf("%s tells of rates: %v", slug, seen)
		}
	}
}

// TestAFibBurdenIsOfPreviousWeek checks that the burden comes on Mondays and is at least
// 2 %.
func TestAFibBurdenIsOfPreviousWeek(t *testing.T) {
	t.Parallel()
	l := lookAt(t, view.NewCache(), "apple_health_kit", 2, "cardiac-patient", "Europe/London")
	series, _ := l.Series(named("afib_burden"))
	weeks, values := 0, map[vital.Decimal]bool{}
	for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
		series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
			weeks++
			values[p.Value] = true
			if want := max(l.Persona.AFibBurden(d-1), vital.Whole(2)); p.Value != want || d.Weekday() != 1 || p.Unix != l.Persona.DayStart(d) {
				t.Errorf("%s: %+v, the burden is %d/100", d, p, want)
			}
		})
	}
	if weeks != 52 || len(values) < 20 {
		t.Errorf("%d weeks, %d values", weeks, len(values))
	}
}

// TestBreathingIsOfRecordedNights checks that disturbances cover recorded nights, and that
// an alert follows a month in which at least half of the nights were elevated.
func TestBreathingIsOfRecordedNights(t *testing.T) {
	t.Parallel()
	nights, alerts := 0, 0
	types := map[string]int{}
	for n := range 9 {
		persona := [...]string{"sleep-apnoea", "", "frequent-traveller"}[n%3]
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, persona, hardDates[n%6].zone)
		disturbance, _ := l.Series(named("sleep_breathing_disturbance"))
		alert, _ := l.Series(named("sleep_apnea_alert"))
		bad := map[vital.Date]bool{} // by the date of waking
		for d := date(2026, 2, 1); d < date(2026, 7, 1); d++ {
			disturbance.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				types[p.Detail.Type.V]++
				bad[l.Persona.DateAt(p.End()-1)] = p.Detail.Type.V == "elevated"
				if (p.Value >= vital.Whole(15)) != (p.Detail.Type.V == "elevated") {
					t.Errorf("%s: %d/100 disturbances are %s", d, p.Value, p.Detail.Type.V)
				}
				found := false
				for _, s := range append(l.sleeps(d, l.late(d)), l.sleeps(d+1, l.late(d+1))...) {
					found = found || s.BedtimeStart.Unix() == p.Unix && s.BedtimeStop.Unix() == p.End()
				}
				if found {
					nights++
				} else {
					t.Errorf("%s: no sleep from %d to %d", d, p.Unix, p.End())
				}
			})
			alert.Each(&l.Lens, 0, d, 0, l.late(d), func(view.Point) {
				alerts++
				seen, elevated := 0, 0
				for night := d - 29; night <= d; night++ {
					if is, ok := bad[night]; ok {
						seen++
						if is {
							elevated++
						}
					}
				}
				if d > date(2026, 3, 3) && elevated < seen/2-5 { // some nights were not recorded
					t.Errorf("%s: an alert after %d of %d nights", d, elevated, seen)
				}
			})
		}
	}
	if nights < 900 || alerts < 8 || len(types) != 2 {
		t.Errorf("%d nights %v, %d alerts", nights, types, alerts)
	}
}
