package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestCompositionAddsUp(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		c := p.Composition(d)
		if c.Weight != p.Weight(d) || c.FatPercent != p.FatPercent(d) || c.FatPercent+c.MusclePercent+c.BonePercent != vital.Whole(100) {
			t.Errorf("%s: %+v", d, c)
		}
		if lean := c.Weight.Float() * (1 - c.FatPercent.Float()/100); c.LeanKg.Float() < lean-0.01 || c.LeanKg.Float() > lean+0.01 {
			t.Errorf("%s: %v kg are lean, want %.3f", d, c.LeanKg.Float(), lean)
		}
		if bmi := c.Weight.Float() / float64(p.HeightCm*p.HeightCm) * 10000; c.BodyMassIndex.Float() < bmi-0.01 || c.BodyMassIndex.Float() > bmi+0.01 {
			t.Errorf("%s: index %v, want %.3f", d, c.BodyMassIndex.Float(), bmi)
		}
		if c.WaterPercent < 3000 || c.WaterPercent > 7500 || c.BonePercent < 200 || c.BonePercent > 520 || c.VisceralFatIndex < 100 || c.VisceralFatIndex > 3000 {
			t.Errorf("%s: %+v", d, c)
		}
		if w := p.Waist(d); w < 5500 || w > 14500 {
			t.Errorf("%s: waist %v", d, w.Float())
		}
		if at, ok := p.TapeMeasure(d); ok && (p.DateAt(at) != d || at < p.Nights(d)[0].End+600 || at > p.Nights(d)[0].End+1200) {
			t.Errorf("%s: measured at %d", d, at)
		}
	})
}

func TestWaistFollowsWeight(t *testing.T) {
	t.Parallel()
	var heavy, usual mean
	times := [2]int{}
	for n := range 40 {
		a, b := draw(t, n, "weight-loss", "UTC"), draw(t, n, "office-worker", "UTC")
		heavy.add(a.Waist(date(2026, 1, 10)).Float())
		usual.add(b.Waist(date(2026, 1, 10)).Float())
		for d := date(2026, 2, 2); d < date(2026, 4, 27); d++ {
			for i, p := range []*body.Persona{a, b} {
				_, ok := p.TapeMeasure(d)
				times[i] += int(share(ok))
			}
		}
	}
	if h, u := heavy.value(), usual.value(); h < u+12 || u < 82 || u > 102 {
		t.Errorf("waists of %.1f cm when heavy, %.1f else", h, u)
	}
	if times[0] < 40*11 || times[0] > 40*13 || times[1] < 40*2 || times[1] > 40*4 {
		t.Errorf("measured %d times in twelve weeks on a programme, %d times else", times[0], times[1])
	}
}

func TestWeightFollowsTrendOfWholeLife(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		p := drawFrom(t, parse(t, mine+"weight_per_week: -0.5\n"), n, "UTC")
		var before, after mean
		for d := range vital.Date(28) { // 26 weeks on either side of the date on which WeightKg holds
			before.add((p.Weight(date(2025, 6, 19)+d) - p.WeightKg).Float())
			after.add((p.Weight(date(2026, 6, 18)+d) - p.WeightKg).Float())
		}
		if b, a := before.value(), after.value(); b < 6 || b > 15 || a > -6 || a < -15 {
			t.Errorf("persona %d: %.1f kg half a year before, %.1f after", n, b, a)
		}
	}
}

func TestWeightFollowsItsTrend(t *testing.T) {
	t.Parallel()
	var lost, first mean
	for n := range 40 {
		p := draw(t, n, "weight-loss", "UTC")
		begin, summer := date(2026, 1, 12), date(2026, 7, 6)
		lost.add((p.Weight(summer) - p.Weight(begin)).Float())
		first.add((p.Weight(begin) - p.Weight(begin-100)).Float())
		last := p.Weight(begin - 1)
		for d := begin; d < date(2029, 1, 1); d++ {
			w := p.Weight(d)
			if step := (w - last).Float(); step > 1.6 || step < -1.6 || w.Float() < 0.75*p.WeightKg.Float() {
				t.Fatalf("persona %d, %s: %v kg after %v", n, d, w.Float(), last.Float())
			}
			last = w
		}
	}
	if l := lost.value(); l < -17 || l > -8 || first.value() < -1 || first.value() > 2 {
		t.Errorf("%.1f kg in half a year on a programme, %.1f in a hundred days before", l, first.value())
	}
}
