package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestRespirationWhileAwake(t *testing.T) {
	t.Parallel()
	var still, sport, asleep mean
	check := func(t *testing.T, p *body.Persona, day *body.Day) {
		t.Helper()
		rates := p.Respiration(day)
		if want := (day.Minutes() + 4) / body.RespirationStep; len(rates) != want {
			t.Fatalf("%s: %d rates, want %d", day.Date, len(rates), want)
		}
		for i, v := range rates {
			sleeps, met := false, 0
			for m := 5 * i; m < min(5*i+5, day.Minutes()); m++ {
				sleeps = sleeps || day.Asleep(m)
				met = max(met, int(day.METTenths[m]))
			}
			if sleeps != (v == 0) || !sleeps && (v < 800 || v > 6000) {
				t.Fatalf("%s: %v breaths at minute %d, asleep: %v", day.Date, v.Float(), 5*i, sleeps)
			}
			switch {
			case !sleeps && met < 14:
				still.add(v.Float())
			case met > 60:
				sport.add(v.Float())
			}
		}
		for _, s := range day.Sleeps {
			asleep.add(s.RespiratoryRate.Float())
		}
		last := day.Start - 1
		for _, o := range p.Oximetries(day) {
			m := int(o.At-day.Start) / 60
			if o.At <= last || o.At >= day.End || o.Percent < 9000 || o.Percent > 10000 || day.StageAt(m) != 0 || day.Steps[m] > 0 {
				t.Fatalf("%s: %+v after %d", day.Date, o, last)
			}
			last = o.At
		}
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, p.Day(d)) })
	ordinary(t, 20, func(p *body.Persona, day *body.Day) {
		check(t, p, day)
		if n := len(p.Oximetries(day)); n < 2 || n > 18 {
			t.Errorf("%s: %d readings of oxygen", day.Date, n)
		}
	})
	if s, w, n := still.value(), sport.value(), asleep.value(); s < n+0.8 || s > n+3 || w < s+8 {
		t.Errorf("%.1f breaths a minute asleep, %.1f at rest, %.1f in sport", n, s, w)
	}
}
