package body_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// planned has the meals, glucose, vital signs and tracks of a date.
type planned struct {
	Workouts    []body.Workout
	Meals       []body.Meal
	Glucose     []vital.Decimal
	Weight, Fat vital.Decimal
	WeighIn     int64
	Night       body.NightVitals
	Tracks      []*body.Track
}

func plannedOf(p *body.Persona, d vital.Date) planned {
	day := p.Day(d)
	all := planned{Workouts: p.Workouts(d), Meals: p.Meals(d), Glucose: p.Glucose(d), Weight: p.Weight(d), Fat: p.FatPercent(d)}
	all.WeighIn, _ = p.WeighIn(d)
	all.Night = p.NightVitals(&day.Sleeps[0])
	for _, w := range all.Workouts {
		all.Tracks = append(all.Tracks, p.Track(day, w))
	}
	return all
}

func TestPlannedValuesDependOnlyOnDate(t *testing.T) {
	t.Parallel()
	for n, archetype := range []string{"", "endurance-runner", "older-adult", "type-1-diabetes"} {
		first, again := draw(t, n, archetype, "America/New_York"), draw(t, n, archetype, "America/New_York")
		var forward, backward []planned
		for d := date(2026, 3, 1); d < date(2026, 3, 15); d++ {
			forward = append(forward, plannedOf(first, d))
		}
		for d := date(2026, 3, 14); d >= date(2026, 3, 1); d-- {
			again.Glucose(d + 40)
			backward = append(backward, plannedOf(again, d))
		}
		slices.Reverse(backward)
		if diff := differ(forward, backward); diff != "" {
			t.Errorf("%q (-forward +backward):\n%s", archetype, diff)
		}
	}
}

func TestPlannedValuesDifferBetweenDays(t *testing.T) {
	t.Parallel()
	for n := range 10 {
		p, seen := draw(t, n, "", "UTC"), map[string]vital.Date{}
		for d := date(2026, 1, 1); d < date(2026, 4, 11); d++ {
			for what, v := range map[string]any{"meals": p.Meals(d), "glucose": p.Glucose(d), "SpO2": p.NightVitals(&p.Nights(d)[0]).SpO2} {
				key := fmt.Sprint(what, v)
				if what == "meals" { // they have to differ in more than their times
					key = ""
					for _, m := range p.Meals(d) {
						key += fmt.Sprint(m.Name, m.CarbsG, m.FibreG)
					}
				}
				if other, ok := seen[key]; ok {
					t.Errorf("persona %d: %s of %s equal those of %s", n, what, d, other)
				}
				seen[key] = d
			}
		}
	}
}
