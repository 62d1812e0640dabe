package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// wearables lists the providers whose device is worn all day.
var wearables = []string{"fitbit", "oura", "garmin", "whoop_v2", "apple_health_kit"}

// eachProvider calls f with lenses of every provider, on days around hard dates.
func eachProvider(t *testing.T, f func(t *testing.T, l *look, d vital.Date)) {
	t.Helper()
	for n := range people {
		hard := hardDates[n%6] // without the zones with historical changes
		middle := hard.dates[n/6%len(hard.dates)]
		l := lookAt(t, view.NewCache(), wearables[n%len(wearables)], n, "", hard.zone)
		for d := middle - 1; d <= middle+1; d++ {
			f(t, l, d)
		}
		if t.Failed() {
			t.Fatalf("person %d of %s in %s around %s", n, l.Profile.Slug, hard.zone, middle)
		}
	}
}

// sum returns the sum of a day's samples as of an instant.
func (l *look) sum(resource string, d vital.Date, asOf int64) (total vital.Decimal, n int) {
	last := int64(0)
	view.Timeseries[named(resource)].Each(&l.Lens, 0, d, 0, l.LastUpload(asOf), func(p view.Point) {
		if p.Unix < last || p.Duration <= 0 || p.Value <= 0 || p.Unix+int64(p.Duration) > asOf {
			panic("an interval that overlaps, is empty or lies ahead")
		}
		last = p.Unix + int64(p.Duration)
		total += p.Value
		n++
	})
	return total, n
}

// TestActivityIsSumOfSamples checks activities at every upload of the day, for every
// provider that supplies both.
func TestActivityIsSumOfSamples(t *testing.T) {
	t.Parallel()
	compared := map[string]int{}
	eachProvider(t, func(t *testing.T, l *look, d vital.Date) {
		for _, at := range l.uploads(l.Persona.DayStart(d), l.Persona.DayStart(d+1)+day) {
			a, _, ok := l.activity(t, d, at)
			if !ok {
				continue
			}
			for resource, field := range map[string]vital.Null[vital.Decimal]{
				"steps": {V: vital.Whole(int64(a.Steps.V)), Valid: a.Steps.Valid}, "distance": a.Distance, "calories_active": a.CaloriesActive,
			} {
				if !view.Supplies(l.Profile, named(resource)) || !field.Valid {
					continue
				}
				if total, n := l.sum(resource, d, at); total != field.V {
					t.Errorf("%s as of %d: %s of the day %d, of its %d samples %d", d, at, resource, field.V, n, total)
				}
				compared[l.Profile.Slug+" "+resource]++
			}
		}
	})
	for _, slug := range []string{"fitbit", "oura", "garmin", "apple_health_kit"} {
		for _, resource := range []string{"steps", "distance", "calories_active"} {
			if compared[slug+" "+resource] < people {
				t.Errorf("%s %s: %d comparisons", slug, resource, compared[slug+" "+resource])
			}
		}
	}
}

// TestHeartRatesMatchSamples checks the heart rates of records of every provider that
// supplies samples too.
func TestHeartRatesMatchSamples(t *testing.T) {
	t.Parallel()
	eachProvider(t, func(t *testing.T, l *look, d vital.Date) {
		a, rev, ok := l.activity(t, d, l.late(d))
		if !ok {
			return
		}
		samples := l.heartrate(d, 0, rev.Last)
		sum, lowest, highest := vital.Decimal(0), vital.Decimal(1<<40), vital.Decimal(0)
		for _, s := range samples {
			sum += s.Value
			lowest, highest = min(lowest, s.Value), max(highest, s.Value)
		}
		h := a.HeartRate.V
		n := vital.Decimal(len(samples))
		if h.MinBPM.V != lowest || h.MaxBPM.V != highest || h.AvgBPM.V != (2*sum+n)/(2*n) {
			t.Errorf("%s: %+v, the %d samples from %d to %d sum up to %d", d, h, n, lowest, highest, sum)
		}
	})
}

// TestNightsOfEveryProvider checks that nights add up and have exactly the fields that
// the device measures.
func TestNightsOfEveryProvider(t *testing.T) {
	t.Parallel()
	nights := map[string]int{}
	eachProvider(t, func(t *testing.T, l *look, d vital.Date) {
		for _, s := range l.sleeps(d, l.late(d)) {
			if s.Light+s.REM+s.Deep != s.Total || s.Total+s.Awake != s.Duration || int(s.BedtimeStop.Sub(s.BedtimeStart).Seconds()) != s.Duration {
				t.Errorf("%s: %d + %d + %d, total %d, awake %d, duration %d", d, s.Light, s.REM, s.Deep, s.Total, s.Awake, s.Duration)
			}
			if s.Type != vital.LongSleep {
				if l.Profile.Slug == "garmin" {
					t.Errorf("%s: garmin records a nap", d)
				}
				continue
			}
			nights[l.Profile.Slug]++
			// vital.md 4.3 says who scores, and what is Garmin's alone.
			scores := l.Profile.Slug == "oura" || l.Profile.Slug == "garmin" || l.Profile.Slug == "whoop_v2"
			ready := l.Profile.Slug == "oura" || l.Profile.Slug == "whoop_v2"
			garmin := l.Profile.Slug == "garmin"
			if s.Score.Valid != scores || s.RecoveryReadinessScore.Valid != ready || s.HRDip.Valid != garmin || s.State.Valid != garmin {
				t.Errorf("%s: score %v, readiness %v, dip %v, state %v", d, s.Score, s.RecoveryReadinessScore, s.HRDip, s.State)
			}
			if scores && (s.Score.V < 1 || s.Score.V > 100) || ready && (s.RecoveryReadinessScore.V < 0 || s.RecoveryReadinessScore.V > 100) {
				t.Errorf("%s: score %d, readiness %d", d, s.Score.V, s.RecoveryReadinessScore.V)
			}
			if garmin && (s.State.V != vital.SleepConfirmed || s.HRDip.V < vital.Whole(2) || s.HRDip.V > vital.Whole(45)) {
				t.Errorf("%s: state %s, dip %d/100", d, s.State.V, s.HRDip.V)
			}
		}
	})
	for _, slug := range wearables {
		if nights[slug] < people/4 {
			t.Errorf("%s: %d nights", slug, nights[slug])
		}
	}
}

// TestSuppliesMatchesProviderTable compares Supplies with the table of providers.
func TestSuppliesMatchesProviderTable(t *testing.T) {
	t.Parallel()
	for _, p := range provider.All() {
		n := 0
		for _, r := range vital.Resources {
			if view.Supplies(p, r.ID) {
				n++
				if !p.Supplies(r.ID) {
					t.Errorf("%s brings %s, which it has not at Vital", p.Slug, r.Name)
				}
			}
		}
		if (n > 0) != view.SimulatesProvider(p.Slug) {
			t.Errorf("%s brings %d resources, simulated %v", p.Slug, n, view.SimulatesProvider(p.Slug))
		}
	}
}
