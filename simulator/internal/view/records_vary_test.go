package view_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// gist returns the values of a record that have to vary, without its dates.
func gist(record vital.Payload) string {
	switch r := record.(type) {
	case *vital.Activity:
		return fmt.Sprint(r.CaloriesActive.V, r.HeartRate.V.AvgBPM.V)
	case *vital.Sleep:
		return fmt.Sprint(r.Duration, r.Light, r.REM, r.Deep, r.HRAverage.V)
	case *vital.SleepCycle:
		return fmt.Sprint(r.StageEndOffsetSecond)
	case *vital.Workout:
		return fmt.Sprint(r.MovingTime.V, r.AverageHR.V, r.Calories.V)
	case *vital.Meal:
		return fmt.Sprint(r.Energy.V.Value, r.Macros.V.Carbs.V)
	case *vital.Electrocardiogram:
		return fmt.Sprint(r.HeartRateMean, r.SessionStart.Unix())
	case *vital.MenstrualCycle:
		return fmt.Sprint(len(r.MenstrualFlow), r.CycleEnd.V-r.PeriodStart, r.BasalBodyTemperature)
	case *vital.Body:
		return fmt.Sprint(r.Weight.V, r.WaistCircumferenceCentimeter.V)
	}
	return ""
}

// rare describes resources that few people or few days have: a persona with them, and the
// number of days that give enough records for a comparison.
var rare = map[string]struct {
	persona string
	days    vital.Date
}{
	"menstrual_cycle":   {"cycle-tracker", 600},
	"electrocardiogram": {"cardiac-patient", 60},
}

// sporty returns a persona who often trains, mostly in sports that the device records.
func sporty(t *testing.T, p *provider.Profile) *look {
	t.Helper()
	for n := 11; ; n++ {
		if l := lookAt(t, view.NewCache(), p.Slug, n, "endurance-runner", "Europe/London"); p.Device.Records(l.Persona.Sports[0]) {
			return l
		}
	}
}

// TestRecordsVary checks for every summary of every provider, except the profile, that
// hardly any two records of a season are equal.
func TestRecordsVary(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, p := range provider.All() {
		l := (*look)(nil)
		for id := range view.Summaries {
			name := id.String()
			if name == "profile" || !view.Supplies(p, id) {
				continue
			}
			if l == nil {
				l = sporty(t, p)
			}
			l, days := l, vital.Date(60)
			if r, ok := rare[name]; ok {
				l, days = lookAt(t, view.NewCache(), p.Slug, 11, r.persona, "Europe/London"), r.days
			}
			all, distinct := 0, map[string]bool{}
			for d := date(2026, 1, 5); d < date(2026, 1, 5)+days; d++ {
				records, _ := l.records(name, d)
				for _, r := range records {
					all++
					distinct[gist(r)] = true
				}
			}
			compared++
			if all < 15 || len(distinct) < all*9/10 && (name != "body" || len(distinct) < 8) {
				t.Errorf("%s %s: %d of %d records differ", p.Slug, name, len(distinct), all)
			}
		}
	}
	if compared < 20 {
		t.Errorf("%d summaries were compared", compared)
	}
}
