package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestWeightDriftsWithinTwoPercent(t *testing.T) {
	t.Parallel()
	var ratio mean
	for n := range 60 {
		p := draw(t, n, "", "UTC")
		seen, last := map[vital.Decimal]bool{}, p.Weight(date(2024, 12, 31)).Float()
		for d := date(2025, 1, 1); d < date(2027, 1, 1); d++ {
			w, base := p.Weight(d).Float(), p.WeightKg.Float()
			if w < base*0.98-0.01 || w > base*1.02+0.01 {
				t.Fatalf("persona %d, %s: %.2f kg, usually %.2f", n, d, w, base)
			}
			if step := w - last; step > base/100 || step < -base/100 {
				t.Fatalf("persona %d, %s: %.2f kg, %.2f the day before", n, d, w, last)
			}
			last, seen[p.Weight(d)] = w, true
			ratio.add(w / base)
			if fat := p.FatPercent(d).Float(); fat < 6 || fat > 50 {
				t.Fatalf("persona %d, %s: %.2f %% fat", n, d, fat)
			}
		}
		if len(seen) < 60 {
			t.Errorf("persona %d: %d weights in two years", n, len(seen))
		}
	}
	if ratio.value() < 0.998 || ratio.value() > 1.002 {
		t.Errorf("weights are %.4f of what they vary around", ratio.value())
	}
}

func TestFatPercentIsHigherInWomen(t *testing.T) {
	t.Parallel()
	var by [2]mean
	for n := range 300 {
		p := draw(t, n, "", "UTC")
		by[p.Sex].add(p.FatPercent(date(2026, 1, 1)).Float())
	}
	if w, m := by[body.Female].value(), by[body.Male].value(); w < m+6 || w < 25 || w > 40 || m < 15 || m > 30 {
		t.Errorf("women %.1f %%, men %.1f %%", w, m)
	}
}

func TestWeighInsAreTwoToFourMorningsAWeek(t *testing.T) {
	t.Parallel()
	counts := map[int]int{}
	for n := range 60 {
		p := draw(t, n, "", "")
		for monday := date(2026, 3, 2); monday < date(2026, 12, 1); monday += 7 {
			times := 0
			for d := monday; d < monday+7; d++ {
				if _, ok := p.WeighIn(d); ok {
					times++
				}
			}
			counts[times]++
			if times < 2 || times > 4 {
				t.Fatalf("persona %d: %d weigh-ins in the week of %s", n, times, monday)
			}
		}
	}
	if len(counts) != 3 {
		t.Errorf("weigh-ins a week: %v", counts)
	}
}

func TestWeighInsFollowWaking(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		at, ok := p.WeighIn(d)
		if !ok {
			return
		}
		day := p.Day(d)
		if after := at - day.Sleeps[0].End; after < 300 || after > 1200 || p.DateAt(at) != d {
			t.Errorf("%s: on the scale %d s after waking", d, after)
		}
		for _, w := range day.Workouts {
			if at >= w.Start && at < w.End {
				t.Errorf("%s: on the scale during %s", d, w.Sport)
			}
		}
	})
}
