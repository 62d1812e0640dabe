package body_test

import "testing"

func TestFallsAreRareAndOutOfBed(t *testing.T) {
	t.Parallel()
	for archetype, bound := range map[string][2]float64{"older-adult": {0.7, 2.2}, "": {0, 0.3}} {
		n, years := 0, 0.0
		hours := map[int]bool{}
		for i := range 60 {
			p := draw(t, i, archetype, "Europe/Berlin")
			for d := date(2026, 1, 1); d < date(2028, 1, 1); d++ {
				years += 1 / 365.0
				at, ok := p.Fall(d)
				if !ok {
					continue
				}
				n++
				hours[wall(p, at)/60] = true
				if day := p.Day(d); at < day.Start || at >= day.End || day.StageAt(int(at-day.Start)/60) != 0 {
					t.Errorf("%s: %d is in bed, or on another day", d, at)
				}
			}
		}
		if rate := float64(n) / years; rate < bound[0] || rate > bound[1] {
			t.Errorf("%q: %.2f falls a year", archetype, rate)
		}
		if archetype != "" && len(hours) < 10 {
			t.Errorf("%q falls at %v", archetype, hours)
		}
	}
}
