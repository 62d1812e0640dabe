package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// voltages returns the voltage samples of a date as of an instant.
func (l *look) voltages(d vital.Date, lo, hi int64) (out []view.Point) {
	view.Timeseries[named("electrocardiogram_voltage")].Each(&l.Lens, 0, d, lo, hi, func(p view.Point) { out = append(out, p) })
	return out
}

// TestElectrocardiogramsMatchVoltages checks that the voltages of a recording have the
// number, the interval and the heart rate of the summary, are evenly spaced, and come with
// the same upload.
func TestElectrocardiogramsMatchVoltages(t *testing.T) {
	t.Parallel()
	seen := map[vital.ECGClassification]int{}
	hertz := map[string]int64{"apple_health_kit": 512, "withings": 300, "kardia": 300, "google_health": 250}
	all := 0
	for slug, hz := range hertz {
		for n := range 6 {
			hard := hardDates[(n+len(slug))%len(hardDates)]
			l := lookAt(t, view.NewCache(), slug, n, "cardiac-patient", hard.zone)
			for d := hard.dates[0] - 6; d <= hard.dates[0]+6; d++ {
				points := l.voltages(d, 0, l.late(d))
				for _, r := range view.Summaries[vital.ResourceElectrocardiogram].Revs(&l.Lens, d, l.late(d), nil) {
					e := view.Summaries[vital.ResourceElectrocardiogram].Record(&l.Lens, r, stamp).(*vital.Electrocardiogram)
					all++
					seen[e.Classification.V]++
					if e.VoltageSampleCount > len(points) {
						t.Fatalf("%s: %d voltages are left of %d", d, len(points), e.VoltageSampleCount)
					}
					checkECG(t, l, e, r, points[:e.VoltageSampleCount], hz)
					points = points[e.VoltageSampleCount:]
				}
				if len(points) > 0 {
					t.Errorf("%s: %d voltages of no recording", d, len(points))
				}
			}
			if t.Failed() {
				t.Fatalf("person %d of %s in %s", n, slug, hard.zone)
			}
		}
	}
	if all < 100 || len(seen) != 3 {
		t.Errorf("%d recordings: %v", all, seen)
	}
}

func checkECG(t *testing.T, l *look, e *vital.Electrocardiogram, r view.Rev, points []view.Point, hz int64) {
	t.Helper()
	d, start, end := r.Date, e.SessionStart.Unix(), e.SessionEnd.Unix()
	if l.Persona.DateAt(start) != d || r.First < end || e.SamplingFrequencyHz.V != vital.Whole(hz) || int64(len(points)) != hz*(end-start) {
		t.Errorf("%s: %s", d, e.AppendJSON(nil))
	}
	if early := l.voltages(d, start, l.LastUpload(r.First-1)); len(early) > 0 {
		t.Errorf("%s: %d voltages before the upload of %d", d, len(early), r.First)
	}
	most := vital.Decimal(0)
	for i, p := range points {
		if p.Micros() != start*1_000_000+int64(i)*1_000_000/hz || p.Detail.Type.V != "lead_1" || p.Value < -2_000_000 || p.Value > 3_000_000 {
			t.Fatalf("%s: voltage %d of %d: %+v", d, i, len(points), p)
		}
		most = max(most, p.Value)
	}
	if (e.Classification.V == vital.ECGInconclusive) != e.InconclusiveCause.Valid {
		t.Errorf("%s: %s, because of %v", d, e.Classification.V, e.InconclusiveCause)
	}
	if e.InconclusiveCause.V == vital.CausePoorReading {
		return
	}
	beats, last := 0, int64(-hz)
	for i := 1; i+1 < len(points); i++ {
		if v := points[i].Value; v > most*6/10 && v >= points[i-1].Value && v >= points[i+1].Value && int64(i)-last > hz/5 {
			beats, last = beats+1, int64(i)
		}
	}
	if off := 2*beats - e.HeartRateMean.V; off < -3 || off > 3 {
		t.Errorf("%s: %d beats in half a minute, %d bpm", d, beats, e.HeartRateMean.V)
	}
}

// TestElectrocardiogramsNeedDevice checks that there are no recordings while the watch is
// not worn.
func TestElectrocardiogramsNeedDevice(t *testing.T) {
	t.Parallel()
	worn, ready := 0, 0
	for n := range 8 {
		watch := lookAt(t, view.NewCache(), "withings", n, "cardiac-patient", "Europe/London")
		for d := date(2026, 1, 5); d < date(2026, 4, 5); d++ {
			made := len(watch.Persona.ECGs(watch.Persona.Day(d)))
			told := len(view.Summaries[vital.ResourceElectrocardiogram].Revs(&watch.Lens, d, watch.late(d), nil))
			worn, ready = worn+told, ready+made
			if activity, _, ok := watch.activity(t, d, watch.late(d)); !ok && told > 0 {
				t.Errorf("%s: %d recordings without the watch: %v", d, told, activity)
			}
		}
	}
	if worn == 0 || worn == ready || worn < ready*8/10 {
		t.Errorf("%d of %d recordings are told", worn, ready)
	}
}

// TestNoElectrocardiogramsWithoutHabit checks that a healthy person has no recordings.
func TestNoElectrocardiogramsWithoutHabit(t *testing.T) {
	t.Parallel()
	l := lookAt(t, view.NewCache(), "apple_health_kit", 1, "office-worker", "Europe/London")
	for d := date(2026, 1, 5); d < date(2026, 2, 5); d++ {
		if revs := view.Summaries[vital.ResourceElectrocardiogram].Revs(&l.Lens, d, l.late(d), nil); len(revs) > 0 {
			t.Errorf("%s: %d recordings", d, len(revs))
		}
	}
}
