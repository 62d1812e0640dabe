package body_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestNightVitalsMeansEqualSleep(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		for _, s := range p.Nights(d) {
			v := p.NightVitals(&s)
			n := int(s.End-s.Start+299) / 300
			lowest := vital.Decimal(9200)
			if b, _ := p.Breathing(d); b.PerHour > 500 {
				lowest = 8000
			}
			if len(v.HRV) != n || len(v.RespiratoryRate) != n || len(v.SpO2) != n {
				t.Fatalf("%s: %d, %d and %d values, want %d", d, len(v.HRV), len(v.RespiratoryRate), len(v.SpO2), n)
			}
			var hrv, rate, spo2 mean
			for i := range n {
				if v.HRV[i] < s.HRV/2 || v.HRV[i] > 2*s.HRV || v.RespiratoryRate[i] < 700 || v.RespiratoryRate[i] > 2600 ||
					v.SpO2[i] < lowest || v.SpO2[i] > 10000 {
					t.Fatalf("%s: HRV %d, %d breaths, SpO2 %d, hundredths", d, v.HRV[i], v.RespiratoryRate[i], v.SpO2[i])
				}
				hrv.add(v.HRV[i].Float())
				rate.add(v.RespiratoryRate[i].Float())
				spo2.add(v.SpO2[i].Float())
			}
			near(t, d, "HRV", hrv.value(), s.HRV)
			near(t, d, "respiratory rate", rate.value(), s.RespiratoryRate)
			near(t, d, "SpO2", spo2.value(), v.SpO2Mean())
		}
	})
}

func near(t *testing.T, d vital.Date, what string, got float64, want vital.Decimal) {
	t.Helper()
	if diff := got - want.Float(); diff > 0.02 || diff < -0.02 {
		t.Errorf("%s: mean %s %.3f, want %.2f", d, what, got, want.Float())
	}
}

func TestNightVitalsFollowTheStage(t *testing.T) {
	t.Parallel()
	var hrv, rate, spo2 [5]mean
	ordinary(t, 20, func(p *body.Persona, day *body.Day) {
		for _, s := range day.Sleeps {
			v := p.NightVitals(&s)
			for _, span := range s.Spans {
				for i := (span.From + 299) / 300; 300*i < span.To; i++ {
					hrv[span.Stage].add(v.HRV[i].Float() / s.HRV.Float())
					rate[span.Stage].add((v.RespiratoryRate[i] - s.RespiratoryRate).Float())
					spo2[span.Stage].add(v.SpO2[i].Float())
				}
			}
		}
	})
	if deep, rem := hrv[body.Deep].value(), hrv[body.REM].value(); deep < rem+0.1 {
		t.Errorf("HRV against its mean: deep %.2f, REM %.2f", deep, rem)
	}
	if deep, rem := rate[body.Deep].value(), rate[body.REM].value(); deep > rem-0.6 {
		t.Errorf("breaths against their mean: deep %.2f, REM %.2f", deep, rem)
	}
	if light := spo2[body.Light].value(); light < 96 || light > 97.5 {
		t.Errorf("SpO2 in light sleep %.2f", light)
	}
}

func TestNightVitalsRepeat(t *testing.T) {
	t.Parallel()
	p, d := draw(t, 3, "older-adult", "UTC"), date(2026, 5, 4)
	first, next := p.Nights(d)[0], p.Nights(d + 1)[0]
	v := p.NightVitals(&first)
	if diff := cmp.Diff(v, draw(t, 3, "older-adult", "UTC").NightVitals(&first)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	if cmp.Equal(v.SpO2, p.NightVitals(&next).SpO2) {
		t.Error("two nights have the same SpO2")
	}
}

func TestSpO2MeanOfNoValues(t *testing.T) {
	t.Parallel()
	if got := (body.NightVitals{}).SpO2Mean(); got != 0 {
		t.Errorf("got %v", got)
	}
}
