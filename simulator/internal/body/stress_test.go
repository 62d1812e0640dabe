package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestStressIsEstimatedAtRest(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		stress := p.Stress(day)
		if want := (day.Minutes() + body.StressStep - 1) / body.StressStep; len(stress) != want {
			t.Fatalf("%s: %d values, want %d", d, len(stress), want)
		}
		for i, v := range stress {
			moved := false
			for m := i * body.StressStep; m < min((i+1)*body.StressStep, day.Minutes()); m++ {
				moved = moved || day.METTenths[m] >= 18
			}
			if moved != (v == 0) || v > 100 {
				t.Fatalf("%s: level %d at %d, moving: %v", d, v, i, moved)
			}
		}
	})
}

func TestStressFollowsTheDay(t *testing.T) {
	t.Parallel()
	var asleep, working, evening mean
	measured, all := 0, 0
	for n := range 30 {
		p := draw(t, n, "office-worker", "UTC")
		for d := date(2026, 3, 2); d < date(2026, 3, 30); d++ {
			day := p.Day(d)
			for i, v := range p.Stress(day) {
				minute := i * body.StressStep
				all++
				if v == 0 {
					continue
				}
				measured++
				switch {
				case day.Asleep(minute):
					asleep.add(float64(v))
				case p.Shift(d) == body.DayShift && minute > 9*60 && minute < 17*60:
					working.add(float64(v))
				case minute > 18*60:
					evening.add(float64(v))
				}
			}
		}
	}
	if a, w, e := asleep.value(), working.value(), evening.value(); a > 20 || e < a+8 || w < e+8 || w > 60 {
		t.Errorf("asleep %.0f, at work %.0f, in the evening %.0f", a, w, e)
	}
	if share := float64(measured) / float64(all); share < 0.7 || share > 0.97 {
		t.Errorf("%.2f of the day is measured", share)
	}
}
