package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestMindfulSessionsLieInTheWakingDay(t *testing.T) {
	t.Parallel()
	lengths := map[int64]int{}
	check := func(t *testing.T, p *body.Persona, d vital.Date) (found bool) {
		t.Helper()
		e, ok := p.MindfulSession(d)
		if !ok {
			return false
		}
		day, length := p.Day(d), e.End-e.Start
		lengths[length/60]++
		if e.Start < day.Start || e.End > day.End || length < 180 || length > 1800 || length%60 != 0 {
			t.Fatalf("%s: %+v", d, e)
		}
		for at := e.Start; at < e.End; at += 60 {
			if day.StageAt(int(at-day.Start)/60) != 0 {
				t.Fatalf("%s: in bed at %d of %+v", d, at, e)
			}
		}
		for _, w := range day.Workouts {
			if e.Start < w.End && e.End > w.Start {
				t.Errorf("%s: %+v during %+v", d, e, w)
			}
		}
		return true
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, d) })
	for archetype, bound := range map[string][2]float64{"": {0.5, 3}, "frequent-traveller": {3, 6.5}} {
		n, days := 0, 0
		for i := range 40 {
			p := draw(t, i, archetype, "")
			for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
				days++
				if check(t, p, d) {
					n++
				}
			}
		}
		if weekly := 7 * float64(n) / float64(days); weekly < bound[0] || weekly > bound[1] {
			t.Errorf("%q: %.1f sessions a week", archetype, weekly)
		}
	}
	if len(lengths) < 10 {
		t.Errorf("lengths %v", lengths)
	}
}
