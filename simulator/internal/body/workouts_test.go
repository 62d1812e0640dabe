package body_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestWorkoutsEqualWorkoutsOfDay(t *testing.T) {
	t.Parallel()
	n := 0
	check := func(t *testing.T, p *body.Persona, day *body.Day) {
		t.Helper()
		n += len(day.Workouts)
		if diff := cmp.Diff(day.Workouts, p.Workouts(day.Date)); diff != "" {
			t.Errorf("%s (-Day +Workouts):\n%s", day.Date, diff)
		}
		var want []int64
		for _, w := range day.Workouts {
			want = append(want, w.End)
		}
		if got := p.WorkoutEnds(day.Date, nil); !slices.Equal(got, want) {
			t.Errorf("%s: workouts end at %v, want %v", day.Date, got, want)
		}
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, p.Day(d)) })
	ordinary(t, 100, func(p *body.Persona, day *body.Day) { check(t, p, day) })
	if n < 500 {
		t.Errorf("only %d workouts compared", n)
	}
}

func TestWorkoutEndsAppends(t *testing.T) {
	t.Parallel()
	p, d := draw(t, 1, "endurance-runner", "UTC"), date(2026, 1, 1)
	for len(p.Workouts(d)) == 0 {
		d++
	}
	if got := p.WorkoutEnds(d, []int64{7}); len(got) != 2 || got[0] != 7 {
		t.Errorf("got %v, want 7 and an end", got)
	}
}
