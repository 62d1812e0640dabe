package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestBreathingCoversMainNight(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		b, ok := p.Breathing(d)
		sleeps := p.Nights(d)
		if ok != (len(sleeps) > 0) {
			t.Fatalf("%s: breathing of %d sleeps: %v", d, len(sleeps), ok)
		}
		if ok && (b.Start != sleeps[0].Start || b.End != sleeps[0].End || b.PerHour < 0 || b.PerHour > 9000 || b.Elevated != (b.PerHour >= 1500)) {
			t.Errorf("%s: %+v", d, b)
		}
		for i := range sleeps {
			for _, x := range p.NightVitals(&sleeps[i]).SpO2 {
				if x < 8000 || x > 10000 {
					t.Fatalf("%s: SpO2 %v", d, x.Float())
				}
			}
		}
	})
}

func TestApnoeaElevatesNightsUntilItIsTreated(t *testing.T) {
	t.Parallel()
	var before, after, others mean
	var low, lowOthers mean
	alerts := [2]int{}
	for n := range 30 {
		p, healthy := draw(t, n, "sleep-apnoea", "UTC"), draw(t, n, "student", "UTC")
		for d := date(2026, 1, 1); d < date(2027, 3, 1); d++ {
			b, _ := p.Breathing(d)
			h, _ := healthy.Breathing(d)
			others.add(share(h.Elevated))
			if d < date(2026, 9, 1) {
				before.add(share(b.Elevated))
			} else if d > date(2026, 12, 1) {
				after.add(share(b.Elevated))
			}
			at, from, ok := p.ApneaAlert(d)
			if _, _, wrong := healthy.ApneaAlert(d); wrong {
				t.Errorf("persona %d, %s: an alert in health", n, d)
			}
			if ok {
				if d-from != 29 || p.DateAt(at) != d || at < p.Nights(d)[0].End {
					t.Errorf("persona %d, %s: alert at %d about nights from %s", n, d, at, from)
				}
				alerts[int(share(d > date(2026, 12, 1)))]++
			}
		}
		for d := date(2026, 2, 1); d < date(2026, 2, 8); d++ {
			a, b := p.Nights(d)[0], healthy.Nights(d)[0]
			low.add(p.NightVitals(&a).SpO2Mean().Float())
			lowOthers.add(healthy.NightVitals(&b).SpO2Mean().Float())
		}
	}
	if b, a, o := before.value(), after.value(), others.value(); b < 0.8 || a > 0.05 || o > 0 {
		t.Errorf("%.2f of the nights are elevated, %.2f with a mask, %.2f in health", b, a, o)
	}
	if alerts[0] < 180 || alerts[1] > 5 {
		t.Errorf("%d alerts before, %d with a mask", alerts[0], alerts[1])
	}
	if l, o := low.value(), lowOthers.value(); l > o-0.6 || l < 90 {
		t.Errorf("SpO2 is %.2f on average, %.2f in health", l, o)
	}
}
