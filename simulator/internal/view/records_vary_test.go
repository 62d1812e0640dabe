package view_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// gist is what of a record must not be the same every time, without its dates.
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

// rare is what few have, or few days: who has it, and after how many days there
// are enough of it to compare.
var rare = map[string]struct {
	persona string
	days    vital.Date
}{
	"menstrual_cycle":   {"cycle-tracker", 600},
	"electrocardiogram": {"cardiac-patient", 60},
}

// sporty is somebody who trains often, and mostly what the device records.
func sporty(t *testing.T, p *provider.Profile) *look {
	t.Helper()
	for n := 11; ; n++ {
		if l := lookAt(t, view.NewCache(), p.Slug, n, "endurance-runner", "Europe/London"); p.Device.Records(l.Persona.Sports[0]) {
			return l
		}
	}
}

// TestRecordsVary for every summary of every provider but the profile, of which
// there is one: hardly any two of a season are alike.
func TestRecordsVary(t *testing.T) {
	t.Parallel()
	compared := 0
	for _, p := range provider.All() {
		l := (*look)(nil)
		for name := range view.Summaries {
			if name == "profile" || !view.Supplies(p, name) {
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
