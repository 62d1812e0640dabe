package view_test

import (
	"math"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// checkActivity recomputes a day's record from the minutes of the body that have a heart
// rate sample, which are the minutes that the device has recorded.
func checkActivity(t *testing.T, l *look, a *vital.Activity, samples []view.Point, cutoff int64) {
	t.Helper()
	d := a.CalendarDate
	plan := l.Persona.Day(d)
	var steps, cm, floors, low, medium, high, sum int
	var active vital.Decimal
	lowest, highest := vital.Decimal(math.MaxInt64), vital.Decimal(0)
	for _, s := range samples {
		i := (s.Unix - plan.Start) / minute
		steps += int(plan.Steps[i])
		if plan.Pushes != nil {
			steps += int(plan.Pushes[i]) // Fitbit counts them as steps
		}
		cm += int(plan.Distance[i])
		floors += int(plan.Floors[i])
		active += vital.Decimal(plan.ActiveKcal[i])
		switch met := plan.METTenths[i]; { // Ainsworth 2011: light below 3, moderate below 6; sitting does not count
		case met >= 60:
			high++
		case met >= 30:
			medium++
		case met >= 16:
			low++
		}
		if s.Value != vital.Whole(int64(plan.HeartRate[i])) {
			t.Errorf("%s: sample at minute %d is %d, the body's %d", d, i, s.Value, plan.HeartRate[i])
		}
		sum += int(s.Value / 100)
		lowest, highest = min(lowest, s.Value), max(highest, s.Value)
	}
	elapsed := (min(cutoff, plan.End) - plan.Start) / minute
	total := plan.BasalKcal*vital.Decimal(elapsed)/1440 + active
	if a.Steps.V != steps || a.Distance.V != vital.Decimal(cm) || a.FloorsClimbed.V != floors {
		t.Errorf("%s: %d steps, %d cm, %d floors; the worn minutes have %d, %d, %d", d, a.Steps.V, a.Distance.V, a.FloorsClimbed.V, steps, cm, floors)
	}
	if a.CaloriesActive.V != active || a.CaloriesTotal.V != total {
		t.Errorf("%s: %d kcal/100 active of %d, the worn minutes have %d of %d", d, a.CaloriesActive.V, a.CaloriesTotal.V, active, total)
	}
	if a.Low.V != vital.Whole(int64(low)) || a.Medium.V != vital.Whole(int64(medium)) || a.High.V != vital.Whole(int64(high)) || low+medium+high > len(samples) {
		t.Errorf("%s: low %d medium %d high %d, the %d worn minutes have %d, %d, %d", d, a.Low.V, a.Medium.V, a.High.V, len(samples), low, medium, high)
	}
	if a.HeartRate.Valid != (len(samples) > 0) {
		t.Errorf("%s: heart rate %v of %d samples", d, a.HeartRate.Valid, len(samples))
	}
	if n := len(samples); n > 0 {
		mean := math.Floor(float64(100*sum)/float64(n) + 0.5)
		if h := a.HeartRate.V; float64(h.AvgBPM.V) != mean || h.MinBPM.V != lowest || h.MaxBPM.V != highest {
			t.Errorf("%s: heart rate avg %d min %d max %d, the samples have %v, %d, %d", d, h.AvgBPM.V, h.MinBPM.V, h.MaxBPM.V, mean, lowest, highest)
		}
	}
	if rest := a.HeartRate.V.RestingBPM; rest.Valid && rest.V != vital.Whole(int64(plan.RestingHR)) {
		t.Errorf("%s: resting %d, the body's %d", d, rest.V, plan.RestingHR)
	}
	if mid := (plan.Start + plan.End) / 2; a.TimeZone.V != l.Persona.ZoneAt(mid) || a.TimezoneOffset.V != l.Persona.OffsetAt(mid) || a.Date != d.UTC() {
		t.Errorf("%s: zone %s %d, date %s", d, a.TimeZone.V, a.TimezoneOffset.V, a.Date)
	}
}

func TestActivityAddsUpToMinutes(t *testing.T) {
	t.Parallel()
	days, without := 0, 0
	eachHard(t, func(t *testing.T, l *look, d vital.Date) {
		samples := l.heartrate(d, 0, l.late(d))
		a, rev, ok := l.activity(t, d, l.late(d))
		if ok != (len(samples) > 0) {
			t.Fatalf("%s: an activity %v, %d samples", d, ok, len(samples))
		}
		if !ok {
			without++
			return
		}
		days++
		if rev.Last < l.Persona.DayStart(d+1) {
			t.Errorf("%s: complete at %d, before the day was over", d, rev.Last)
		}
		if a.CalendarDate != d || !a.HeartRate.V.RestingBPM.Valid {
			t.Errorf("%s: calendar date %s, resting %v", d, a.CalendarDate, a.HeartRate.V.RestingBPM)
		}
		checkActivity(t, l, a, samples, l.late(d))
	})
	if days < 4*people || without == 0 {
		t.Errorf("%d days, %d without the device", days, without)
	}
}

// TestActivityGrowsDuringDay follows a day from upload to upload, with additional uploads
// when the person opens the app. Each record is the sum of the samples uploaded so far.
func TestActivityGrowsDuringDay(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: looks at every upload of many days")
	}
	revisions := 0
	eachPerson(t, func(t *testing.T, l *look, d vital.Date) {
		from, to := l.Persona.DayStart(d), l.late(d)
		if l.n%2 == 0 {
			l = newLook(t, l.n, "", l.Persona.Zone, forcedAround(l.n, from-day, to)...)
		}
		before, first := &vital.Activity{CalendarDate: d}, int64(0)
		for _, at := range l.uploads(from, to) {
			samples := l.heartrate(d, 0, at)
			a, rev, ok := l.activity(t, d, at)
			if ok != (len(samples) > 0) {
				t.Fatalf("%s as of %d: an activity %v, %d samples", d, at, ok, len(samples))
			}
			if !ok {
				continue
			}
			revisions++
			if first == 0 {
				first = rev.First
			}
			if rev.First != first || rev.Last > at || rev.Last < rev.First || l.LastUpload(rev.Last) != rev.Last {
				t.Errorf("%s as of %d: first %d (was %d), last %d", d, at, rev.First, first, rev.Last)
			}
			if at < l.Persona.DayStart(d+1) && rev.Last != at {
				t.Errorf("%s: an upload at %d during the day is no revision: %d", d, at, rev.Last)
			}
			checkActivity(t, l, a, samples, rev.Last)
			if a.Steps.V < before.Steps.V || a.Distance.V < before.Distance.V || a.FloorsClimbed.V < before.FloorsClimbed.V ||
				a.CaloriesActive.V < before.CaloriesActive.V || a.CaloriesTotal.V < before.CaloriesTotal.V ||
				a.Low.V < before.Low.V || a.Medium.V < before.Medium.V || a.High.V < before.High.V {
				t.Errorf("%s as of %d: went from %s to %s", d, at, before.AppendJSON(nil), a.AppendJSON(nil))
			}
			before = a
		}
	})
	if revisions < 5*people {
		t.Errorf("%d revisions of %d days", revisions, people)
	}
}
