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
	case *vital.Body:
		return fmt.Sprint(r.Weight.V)
	}
	return ""
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
			all, distinct := 0, map[string]bool{}
			for d := date(2026, 1, 5); d < date(2026, 3, 6); d++ {
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
