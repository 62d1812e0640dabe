package view_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// checkSleep compares the fields of a record with each other, its zone and its samples.
func checkSleep(t *testing.T, l *look, s night) {
	t.Helper()
	start, stop := s.BedtimeStart.Unix(), s.BedtimeStop.Unix()
	d := s.CalendarDate
	switch {
	case s.Light+s.REM+s.Deep != s.Total:
		t.Errorf("%s: light %d + rem %d + deep %d is not total %d", d, s.Light, s.REM, s.Deep, s.Total)
	case s.Total+s.Awake != s.Duration || int64(s.Duration) != stop-start:
		t.Errorf("%s: total %d + awake %d, duration %d, in bed %d", d, s.Total, s.Awake, s.Duration, stop-start)
	case s.Light < 0 || s.REM < 0 || s.Deep < 0 || s.Awake < 0 || s.Total <= 0:
		t.Errorf("%s: a negative stage: %s", d, s.AppendJSON(nil))
	case s.Latency.V < 0 || s.Latency.V > s.Duration:
		t.Errorf("%s: latency %d of %d", d, s.Latency.V, s.Duration)
	case s.Efficiency.V != vital.Whole(int64(float64(100*s.Total)/float64(s.Duration)+0.5)):
		t.Errorf("%s: efficiency %d, asleep %d of %d", d, s.Efficiency.V, s.Total, s.Duration)
	case (s.Type == vital.LongSleep) != (s.Total >= 3*hour) || s.Type != vital.LongSleep && s.Type != vital.ShortSleep:
		t.Errorf("%s: %s of %d s", d, s.Type, s.Total)
	case s.Date != d.UTC() || l.Persona.DateAt(stop) != d:
		t.Errorf("%s: got up on %s", d, s.BedtimeStop)
	case s.TimezoneOffset.V != l.Persona.OffsetAt(stop) || vital.Date(floorDiv(stop+int64(s.TimezoneOffset.V), day)) != d:
		t.Errorf("%s: offset %d at %s", d, s.TimezoneOffset.V, s.BedtimeStop)
	}
	// The session's samples: minutes that lie within it.
	var bpm []int
	for on := l.Persona.DateAt(start); on <= d; on++ {
		for _, p := range l.heartrate(on, 0, l.late(d)) {
			if p.Unix >= start && p.Unix+minute <= stop {
				bpm = append(bpm, int(p.Value/100))
			}
		}
	}
	if want := int((stop-start)/minute) - 1; len(bpm) < want {
		t.Errorf("%s: %d samples of a session of %d minutes: the device was off, yet recorded sleep", d, len(bpm), want)
	}
	if len(bpm) < 5 {
		return
	}
	sum, lowest := 0, 1<<30
	for i, v := range bpm {
		sum += v
		if i >= 4 {
			lowest = min(lowest, bpm[i]+bpm[i-1]+bpm[i-2]+bpm[i-3]+bpm[i-4])
		}
	}
	mean := int(float64(sum)/float64(len(bpm)) + 0.5)
	if least := int(float64(lowest)/5 + 0.5); s.HRAverage.V != mean || s.HRLowest.V != least {
		t.Errorf("%s: hr average %d, lowest %d; the samples have %d, %d", d, s.HRAverage.V, s.HRLowest.V, mean, least)
	}
}

func floorDiv(a, b int64) int64 {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

func TestNightIsConsistent(t *testing.T) {
	t.Parallel()
	nights, naps := 0, 0
	eachPerson(t, func(t *testing.T, l *look, middle vital.Date) {
		last := int64(0)
		for d := middle - 2; d <= middle+2; d++ {
			sleeps := l.sleeps(d, l.late(d))
			for i, s := range sleeps {
				if s.rev.Ordinal != i || s.CalendarDate != d || s.rev.Date != d {
					t.Errorf("%s: sleep %d has ordinal %d, date %s", d, i, s.rev.Ordinal, s.CalendarDate)
				}
				if s.BedtimeStart.Unix() < last {
					t.Errorf("%s: goes to bed at %s, still in bed until %d", d, s.BedtimeStart, last)
				}
				last = s.BedtimeStop.Unix()
				checkSleep(t, l, s)
				if s.Type == vital.LongSleep {
					nights++
				} else {
					naps++
				}
			}
		}
	})
	if nights < 4*people || naps < people/10 {
		t.Errorf("%d nights, %d naps", nights, naps)
	}
}

// TestSleepsMatchBody checks that each session is a sleep of the body, and that missing
// sleeps were slept without the device.
func TestSleepsMatchBody(t *testing.T) {
	t.Parallel()
	eachHard(t, func(t *testing.T, l *look, d vital.Date) {
		var recorded []int64
		for _, s := range l.sleeps(d, l.late(d)) {
			recorded = append(recorded, s.BedtimeStart.Unix())
		}
		for _, s := range l.Persona.Nights(d) {
			if i := slices.Index(recorded, s.Start); i >= 0 {
				recorded = slices.Delete(recorded, i, i+1)
				continue
			}
			// The device may have been off for the last seconds of it.
			worn := len(within(l, d, s.Start-minute, s.End+minute))
			if minutes := int(s.End-s.Start) / minute; worn >= minutes+2 {
				t.Errorf("%s: a sleep of %d minutes with the device on for %d is not recorded", d, minutes, worn)
			}
		}
		if len(recorded) > 0 {
			t.Errorf("%s: sleeps at %v that the body knows nothing of", d, recorded)
		}
	})
}

// within returns the samples of [from, to), which ends on d.
func within(l *look, d vital.Date, from, to int64) (out []view.Point) {
	for on := l.Persona.DateAt(from); on <= d; on++ {
		for _, p := range l.heartrate(on, 0, l.late(d)) {
			if p.Unix >= from && p.Unix < to {
				out = append(out, p)
			}
		}
	}
	return out
}

// TestNightIsScoredAtOnceOrWithNextUpload checks that a session is complete in its first
// upload, except that the vital signs of some nights follow with the next.
func TestNightIsScoredAtOnceOrWithNextUpload(t *testing.T) {
	t.Parallel()
	late, whole := 0, 0
	eachHard(t, func(t *testing.T, l *look, d vital.Date) {
		for i, final := range l.sleeps(d, l.late(d)) {
			first := final.rev.First
			if got := l.NextUpload(final.BedtimeStop.Unix()); got != first {
				t.Errorf("%s: there at %d, the first upload after it is %d", d, first, got)
			}
			if early := l.sleeps(d, first-1); len(early) > i {
				t.Errorf("%s: sleep %d is there before it was uploaded", d, i)
			}
			at := l.sleeps(d, first)
			if len(at) != i+1 {
				t.Fatalf("%s: %d sleeps with the upload of sleep %d", d, len(at), i)
			}
			if final.rev.Last == first {
				whole++
				continue
			}
			late++
			if final.rev.Last != l.NextUpload(first+1) {
				t.Errorf("%s: scored at %d, the second upload is %d", d, final.rev.Last, l.NextUpload(first+1))
			}
			unscored := *at[i].Sleep
			if unscored.AverageHRV.Valid || !final.AverageHRV.Valid || !final.RespiratoryRate.Valid || !final.TemperatureDelta.Valid {
				t.Errorf("%s: HRV %v, then %v", d, unscored.AverageHRV, final.AverageHRV)
			}
			unscored.AverageHRV, unscored.RespiratoryRate, unscored.TemperatureDelta = final.AverageHRV, final.RespiratoryRate, final.TemperatureDelta
			if string(unscored.AppendJSON(nil)) != string(final.AppendJSON(nil)) {
				t.Errorf("%s: the score changed more than the vital signs:\n%s\n%s", d, unscored.AppendJSON(nil), final.AppendJSON(nil))
			}
		}
	})
	if share := float64(late) / float64(late+whole); share < 0.15 || share > 0.35 {
		t.Errorf("%.2f of the nights are scored late, want about a quarter", share)
	}
}
