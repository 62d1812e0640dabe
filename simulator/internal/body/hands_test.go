package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestHandsAreWashedOutOfBedAndApart(t *testing.T) {
	t.Parallel()
	var washes mean
	lengths := map[int64]int{}
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		day, last := p.Day(d), int64(-1<<62)
		list := p.HandWashes(d)
		for _, e := range list {
			if i := int(e.Start-day.Start) / 60; e.Start < day.Start || e.End > day.End || day.StageAt(i) != 0 || e.Start < last+600 {
				t.Fatalf("%s: %+v after %d, minute %d of %d", d, e, last, i, day.Minutes())
			}
			if length := e.End - e.Start; length < 12 || length > 40 {
				t.Errorf("%s: %d seconds", d, length)
			}
			for _, w := range day.Workouts {
				if e.Start < w.End && e.End > w.Start {
					t.Errorf("%s: %+v during %+v", d, e, w)
				}
			}
			last = e.Start
			lengths[e.End-e.Start]++
		}
		washes.add(float64(len(list)))
	}
	eachHard(t, check)
	ordinary(t, 30, func(p *body.Persona, day *body.Day) { check(t, p, day.Date) })
	if m := washes.value(); m < 4 || m > 9 || len(lengths) < 15 {
		t.Errorf("%.1f times a day, %d lengths", m, len(lengths))
	}
}
