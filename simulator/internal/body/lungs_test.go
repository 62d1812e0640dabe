package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestLungTestsArePlausible(t *testing.T) {
	t.Parallel()
	flows, volumes, puffs := 0, 0, 0
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		day, last := p.Day(d), p.DayStart(d)
		for _, l := range p.LungTests(d) {
			if l.At < last || l.At >= day.End || day.StageAt(int(l.At-day.Start)/60) != 0 || l.PeakFlow < 60 || l.PeakFlow > 900 || l.PeakFlow%5 != 0 ||
				(l.FEV1 == 0) != (l.FVC == 0) || l.FEV1 > l.FVC*95/100 || l.FVC > 0 && (l.FEV1 < 60 || l.FVC < 120 || l.FVC > 850) {
				t.Fatalf("%s: %+v", d, l)
			}
			last, flows, volumes = l.At, flows+1, volumes+int(share(l.FVC > 0))
		}
		last = day.Start
		for _, i := range p.Inhalations(d) {
			if i.At < last || i.At >= day.End || day.StageAt(int(i.At-day.Start)/60) != 0 || i.Puffs < 1 || i.Puffs > 2 {
				t.Fatalf("%s: %+v", d, i)
			}
			last, puffs = i.At, puffs+1
		}
	}
	eachHard(t, check)
	for n := range 20 {
		p := draw(t, n, "asthma", "")
		for d := date(2026, 1, 1); d < date(2026, 3, 1); d++ {
			check(t, p, d)
		}
	}
	if flows < 1000 || volumes < 30 || puffs < 1000 {
		t.Errorf("%d flows, %d volumes, %d puffs", flows, volumes, puffs)
	}
}

// TestAsthmaReducesPeakFlow checks the effects of asthma: a lower peak flow, more so in
// the morning and in the pollen season of the hemisphere, and more inhalations.
func TestAsthmaReducesPeakFlow(t *testing.T) {
	t.Parallel()
	var morning, evening, rescue, calm mean
	season := func(zone string, from vital.Date) float64 {
		var m mean
		for n := range 40 {
			p := draw(t, n, "asthma", zone)
			for d := from; d < from+30; d++ {
				for _, l := range p.LungTests(d) {
					m.add(float64(l.PeakFlow))
				}
			}
		}
		return m.value()
	}
	for n := range 40 {
		p := draw(t, n, "asthma", "Europe/Berlin")
		for d := date(2026, 1, 1); d < date(2026, 12, 1); d++ {
			flow, times := 0, 0
			for _, l := range p.LungTests(d) {
				if l.At-p.DayStart(d) < 14*3600 {
					morning.add(float64(l.PeakFlow))
				} else {
					evening.add(float64(l.PeakFlow))
				}
				flow = l.PeakFlow
			}
			for _, i := range p.Inhalations(d) {
				times += int(share(i.Rescue))
			}
			if flow == 0 {
				continue
			}
			if m := d.UTC().Month(); m == 5 || m == 6 {
				rescue.add(float64(times))
			} else if m < 3 {
				calm.add(float64(times))
			}
		}
	}
	if m, e := morning.value(), evening.value(); m > 0.98*e {
		t.Errorf("peak flow %.0f in the morning, %.0f in the evening", m, e)
	}
	if r, c := rescue.value(), calm.value(); r < 1.3*c || c < 0.3 || r > 5 {
		t.Errorf("inhales %.1f times a day in spring, %.1f in winter", r, c)
	}
	if june, january := season("Europe/Berlin", date(2026, 6, 1)), season("Europe/Berlin", date(2026, 1, 1)); june > 0.95*january {
		t.Errorf("Berlin: peak flow %.0f in June, %.0f in January", june, january)
	}
	if june, december := season("Australia/Sydney", date(2026, 6, 1)), season("Australia/Sydney", date(2026, 12, 1)); december > 0.95*june {
		t.Errorf("Sydney: peak flow %.0f in December, %.0f in June", december, june)
	}
}

func TestNoInhalationsWithoutAsthma(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		p := draw(t, n, "", "")
		for d := date(2026, 5, 1); d < date(2026, 6, 1); d++ {
			if p.Inhalations(d) != nil || p.LungTests(d) != nil {
				t.Fatalf("persona %d, %s", n, d)
			}
		}
	}
}
