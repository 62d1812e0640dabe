package body_test

import (
	"reflect"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// recordings calls f with ECGs of people with and without fibrillation.
func recordings(t *testing.T, f func(p *body.Persona, day *body.Day, e body.ECG)) {
	t.Helper()
	for n := range 20 {
		p := draw(t, n, "cardiac-patient", "Europe/London")
		for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
			day := p.Day(d)
			for _, e := range p.ECGs(day) {
				f(p, day, e)
			}
		}
	}
}

func TestECGsAgreeWithHeartRate(t *testing.T) {
	t.Parallel()
	seen, last := map[vital.ECGClassification]int{}, int64(0)
	recordings(t, func(p *body.Persona, day *body.Day, e body.ECG) {
		minute := int(e.Start-day.Start) / 60
		if e.Start < day.Start || e.End > day.End || e.End-e.Start != 30 || day.StageAt(minute) != 0 || day.Steps[minute] != 0 {
			t.Fatalf("%s: %+v", day.Date, e)
		}
		if e.Start > day.Start && e.Start < last+60 && last < day.End && last > day.Start {
			t.Errorf("%s: %+v a moment after the one before", day.Date, e)
		}
		last = e.End
		if e.VoltageCount != e.SampleHz*30 || e.HeartRate != int(day.HeartRate[minute]) || e.Fibrillates != p.AFib(e.Start) {
			t.Errorf("%s: %+v", day.Date, e)
		}
		want := vital.ECGSinusRhythm
		if e.Fibrillates {
			want = vital.ECGAtrialFibrillation
		}
		if e.Cause != "" {
			want = vital.ECGInconclusive
		}
		if e.Classification != want || (e.Cause == "high_heart_rate") && e.HeartRate <= 150 || (e.Cause == "low_heart_rate") && e.HeartRate >= 50 {
			t.Errorf("%s: %+v", day.Date, e)
		}
		seen[e.Classification]++
	})
	if len(seen) != 3 || seen["sinus_rhythm"] < 300 || seen["atrial_fibrillation"] < 50 || seen["inconclusive"] < 20 {
		t.Errorf("recordings: %v", seen)
	}
	p := draw(t, 1, "", "UTC")
	if got := p.ECGs(p.Day(date(2026, 3, 1))); got != nil {
		t.Errorf("without a habit there are %d", len(got))
	}
}

func TestECGsOnClockChanges(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) {
		day := p.Day(d)
		for _, e := range p.ECGs(day) {
			if p.DateAt(e.Start) != d || p.DateAt(e.End-1) != d {
				t.Errorf("%s: %+v", d, e)
			}
		}
		last := day.Start
		for _, a := range p.HeartAlerts(day) {
			if a.Start < day.Start || a.End > day.End || a.End <= a.Start || a.End < last {
				t.Errorf("%s: %+v after %d", d, a, last)
			}
			last = a.End
		}
	})
}

// peaks returns the times of the highest peaks of the voltage, which are the R waves.
func peaks(voltages []int32) (at []int) {
	most := int32(0)
	for _, v := range voltages {
		most = max(most, v)
	}
	for i := 1; i+1 < len(voltages); i++ {
		if v := voltages[i]; v > most*6/10 && v >= voltages[i-1] && v >= voltages[i+1] && (len(at) == 0 || i > at[len(at)-1]+100) {
			at = append(at, i)
		}
	}
	return at
}

func TestVoltagesHaveBeatsOfHeartRate(t *testing.T) {
	t.Parallel()
	var uneven, atrial [2]mean // by fibrillation: longest by shortest interval; the P wave in µV
	n := 0
	recordings(t, func(p *body.Persona, _ *body.Day, e body.ECG) {
		if n++; n%5 > 0 {
			return
		}
		v := p.Voltages(e)
		if len(v) != e.VoltageCount || !reflect.DeepEqual(v, p.Voltages(e)) {
			t.Fatalf("%+v: %d voltages", e, len(v))
		}
		for _, x := range v {
			if x < -2000 || x > 3000 {
				t.Fatalf("%+v: %d µV", e, x)
			}
		}
		if e.Cause == "poor_reading" {
			return
		}
		at := peaks(v)
		if beats := (e.HeartRate + 1) / 2; abs(len(at)-beats) > 1 {
			t.Errorf("%+v: %d R waves", e, len(at))
			return
		}
		shortest, longest := len(v), 0
		var p0 mean
		for i := 2; i < len(at); i++ {
			shortest, longest = min(shortest, at[i]-at[i-1]), max(longest, at[i]-at[i-1])
			p0.add(float64(v[at[i]-e.SampleHz*16/100] - v[at[i]-e.SampleHz*9/100]))
		}
		k := int(share(e.Fibrillates))
		uneven[k].add(float64(longest) / float64(shortest))
		atrial[k].add(p0.value())
	})
	if s, a := uneven[0].value(), uneven[1].value(); s > 1.2 || a < 1.8 {
		t.Errorf("the longest interval is %.2f of the shortest in sinus rhythm, %.2f in fibrillation", s, a)
	}
	if s, a := atrial[0].value(), atrial[1].value(); s < 70 || a > 30 || a < -30 {
		t.Errorf("P waves of %.0f µV in sinus rhythm, %.0f in fibrillation", s, a)
	}
}

func TestHeartAlertsHaveCause(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for n := range 20 {
		slow := drawFrom(t, parse(t, mine+"resting_heart_rate: [40, 44]\n"), n, "UTC")
		for _, p := range []*body.Persona{draw(t, n, "cardiac-patient", "UTC"), slow} {
			for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
				day := p.Day(d)
				irregular := 0
				for _, a := range p.HeartAlerts(day) {
					seen[a.Type]++
					switch a.Type {
					case "irregular_rhythm":
						if irregular++; irregular > 1 || !p.AFib(a.Start) || !p.AFib(a.End-1) || a.End-a.Start < 3600 {
							t.Errorf("%s: %+v", d, a)
						}
					default:
						for at := a.Start; at < a.End; at += 60 {
							hr := day.HeartRate[(at-day.Start)/60]
							if a.End-a.Start != 600 || a.Type == "high_heart_rate" && hr <= 120 || a.Type == "low_heart_rate" && hr >= 40 || day.Steps[(at-day.Start)/60] > 0 {
								t.Fatalf("%s: %+v at %d bpm", d, a, hr)
							}
						}
					}
				}
			}
		}
	}
	for _, kind := range []string{"irregular_rhythm", "high_heart_rate", "low_heart_rate"} {
		if seen[kind] < 5 {
			t.Errorf("alerts: %v", seen)
		}
	}
}

func TestHeartRateRecovery(t *testing.T) {
	t.Parallel()
	var drop mean
	workouts := 0
	ordinary(t, 60, func(p *body.Persona, day *body.Day) {
		for _, w := range day.Workouts {
			n, ok := day.HeartRateRecovery(w)
			if ok != (n > 0) || n > 70 || w.Effort < 0.4 && ok {
				t.Errorf("%s: falls by %d after %+v", day.Date, n, w)
			}
			if w.Effort >= 0.4 {
				workouts++
			}
			if ok {
				drop.add(float64(n))
			}
		}
	})
	if got := drop.value(); got < 12 || got > 35 || drop.n < workouts*9/10 {
		t.Errorf("falls by %.1f bpm after %d of %d workouts", got, drop.n, workouts)
	}
}
