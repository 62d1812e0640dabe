package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestBloodPressureBounds(t *testing.T) {
	t.Parallel()
	n := 0
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		last, day := p.DayStart(d), p.Day(d)
		for _, b := range p.BloodPressures(d) {
			if b.At < last || b.At >= day.End || day.StageAt(int(b.At-day.Start)/60) != 0 || b.Systolic < 75 || b.Systolic > 221 ||
				b.Diastolic < 38 || b.Diastolic > b.Systolic-20 || b.Pulse < body.MinHeartRate || b.Pulse > p.HRMax {
				t.Fatalf("%s: %+v", d, b)
			}
			last = b.At
			n++
		}
		for at := day.Start; at < day.End; at += 7200 {
			if s, low := p.Pressure(at); s < 85 || s > 210 || low < 45 || low > 125 || s-low < 20 {
				t.Fatalf("%s: %.1f over %.1f", d, s, low)
			}
		}
	}
	eachHard(t, check)
	for k := range 20 {
		p := draw(t, k, "cardiac-patient", "")
		for d := date(2026, 1, 1); d < date(2026, 2, 1); d++ {
			check(t, p, d)
		}
	}
	if n < 500 {
		t.Errorf("only %d readings", n)
	}
}

func TestPressureDependsOnPersonAndHour(t *testing.T) {
	t.Parallel()
	var patient, student, noon, night, perWeek mean
	for n := range 40 {
		p, young := draw(t, n, "cardiac-patient", "UTC"), draw(t, n, "student", "UTC")
		for d := date(2026, 3, 2); d < date(2026, 3, 30); d++ {
			for _, b := range p.BloodPressures(d) {
				patient.add(float64(b.Systolic))
				perWeek.add(0)
			}
			s, _ := young.Pressure(young.DayStart(d) + 10*3600)
			student.add(s)
			s, _ = p.Pressure(p.DayStart(d) + 11*3600)
			noon.add(s)
			s, _ = p.Pressure(p.DayStart(d) + 3*3600)
			night.add(s)
		}
	}
	if a, b := patient.value(), student.value(); a < 138 || a > 160 || b < 105 || b > 128 {
		t.Errorf("systolic %.0f in patients, %.0f in students", a, b)
	}
	if dip := 1 - night.value()/noon.value(); dip < 0.1 || dip > 0.2 {
		t.Errorf("%.1f %% lower in the night", 100*dip)
	}
	if week := float64(perWeek.n) / 160; week < 8 || week > 13 {
		t.Errorf("%.1f readings a week", week)
	}
}

func TestTreatmentLowersPressureSlowly(t *testing.T) {
	t.Parallel()
	p := drawFrom(t, parse(t, mine+"systolic: 160\nphases: [{from: 2026-03-01, systolic: 130}]\n"), 1, "UTC")
	at := func(d vital.Date) float64 {
		var m mean
		for i := range vital.Date(10) {
			s, _ := p.Pressure(p.DayStart(d+i) + 11*3600)
			m.add(s)
		}
		return m.value()
	}
	before, first, later := at(date(2026, 2, 15)), at(date(2026, 3, 1)), at(date(2026, 6, 1))
	if before < 155 || later > 140 || first < (before+later)/2 {
		t.Errorf("%.0f, then %.0f, at last %.0f", before, first, later)
	}
}

func TestVO2MaxChangesSlowly(t *testing.T) {
	t.Parallel()
	estimates := 0
	for n := range 40 {
		p := draw(t, n, "endurance-runner", "UTC")
		last := p.VO2MaxOn(date(2025, 12, 31))
		for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
			v := p.VO2MaxOn(d)
			if step := v - last; step > 40 || step < -40 || v < 1400 || v > 8000 {
				t.Fatalf("persona %d, %s: %v after %v", n, d, v.Float(), last.Float())
			}
			last = v
			at, estimate, ok := p.VO2MaxEstimate(d)
			if !ok {
				continue
			}
			estimates++
			if w := p.Workouts(d); len(w) != 1 || w[0].End != at || estimate != v || w[0].Sport == "cycling" {
				t.Errorf("persona %d, %s: estimated at %d of %+v", n, d, at, w)
			}
		}
		if old := p.VO2MaxOn(date(2046, 1, 1)); old.Float() > 0.9*p.VO2Max {
			t.Errorf("persona %d: %v, twenty years later %v", n, p.VO2Max, old.Float())
		}
	}
	if estimates < 4000 {
		t.Errorf("only %d estimates", estimates)
	}
}
