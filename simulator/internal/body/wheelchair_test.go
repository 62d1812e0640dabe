package body_test

import (
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
)

func TestWheelchairUsersPushInsteadOfWalking(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		p := draw(t, n, "wheelchair-user", "Europe/London")
		var pushes, speed mean
		for d := date(2026, 3, 1); d < date(2026, 4, 1); d++ {
			day := p.Day(d)
			if sum(day.Steps)+sum(day.Floors) > 0 || len(day.Pushes) != day.Minutes() {
				t.Fatalf("persona %d, %s: %d steps, %d floors", n, d, sum(day.Steps), sum(day.Floors))
			}
			pushes.add(float64(sum(day.Pushes)))
			for _, w := range day.Walks {
				way := sum(day.Distance[(w.Start-day.Start)/60 : (w.End-day.Start)/60])
				speed.add(float64(way) / float64(w.End-w.Start) * 0.036) // km/h
			}
			for _, w := range day.Workouts {
				if got := sum(day.Pushes[(w.Start-day.Start)/60 : (w.End-day.Start)/60]); got != 0 || w.Steps != 0 {
					t.Errorf("persona %d, %s: %d pushes, %d steps in %s", n, d, got, w.Steps, w.Sport)
				}
			}
		}
		if got := 2 * pushes.value() / float64(p.DailySteps); got < 0.75 || got > 1.25 || speed.value() < 2 || speed.value() > 4.5 {
			t.Errorf("persona %d: %.0f pushes a day, under way at %.1f km/h", n, pushes.value(), speed.value())
		}
	}
}

func TestWheelchairRefusesSportsOnFoot(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		mine + "wheelchair: true\n":                                                                                           "mine.yaml:6:9: sports: running is not for wheelchair users",
		mine + "phases: [{from: 2026-03-01, wheelchair: true}]\n":                                                             "mine.yaml:13:10: phases.sports: running is not",
		strings.Replace(mine, "running", "cycling", 1) + "phases: [{from: 2026-03-01, wheelchair: 1}]\n":                      "phases.wheelchair: want true or false, have the number 1",
		strings.Replace(mine, "running", "cycling", 1) + "wheelchair: true\nphases: [{from: 2026-03-01, sports: [hiking]}]\n": "phases.sports: hiking is not",
	} {
		if _, err := body.ParseArchetype("mine.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
