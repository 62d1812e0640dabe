package view_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestFallbackZones checks providers that do not know the zone: records have the offset of
// the user's fallback zone, samples have none, and days without a fallback are in UTC.
func TestFallbackZones(t *testing.T) {
	t.Parallel()
	kolkata, err := time.LoadLocation("Asia/Kolkata")
	if err != nil {
		t.Fatal(err)
	}
	const offset = 19800
	null := vital.Null[int]{}
	workouts := 0
	for _, slug := range []string{"google_fit", "zwift", "wahoo", "fitbit"} {
		profile, _ := provider.Find(slug)
		for _, zone := range []*time.Location{nil, kolkata} {
			l := sporty(t, profile)
			l.Lens = l.FallingBack(zone)
			for d := date(2026, 1, 5); d < date(2026, 2, 5); d++ {
				own := vital.Val(l.Persona.OffsetAt(l.Persona.DayStart(d)))
				session, day, sample := null, null, null
				switch {
				case slug == "fitbit":
					session, day, sample = own, own, own
				case slug == "wahoo":
				case zone != nil:
					session, day = vital.Val(offset), vital.Val(offset)
				default:
					day = vital.Val(0)
				}
				for _, resource := range []string{"workouts", "activity", "sleep"} {
					if !view.Supplies(profile, named(resource)) {
						continue
					}
					records, _ := l.records(resource, d)
					for _, r := range records {
						got, want := null, session
						switch r := r.(type) {
						case *vital.Workout:
							workouts++
							got = r.TimezoneOffset
						case *vital.Sleep:
							got = r.TimezoneOffset
						case *vital.Activity:
							got, want = r.TimezoneOffset, day
						}
						if got != want {
							t.Errorf("%s falling back to %v: %s of %s has offset %v, want %v", slug, zone, resource, d, got, want)
						}
					}
				}
				if series, ok := l.Series(named("steps")); ok && view.Supplies(profile, named("steps")) {
					series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
						if p.Offset != sample {
							t.Fatalf("%s falling back to %v: a sample of %s has offset %v, want %v", slug, zone, d, p.Offset, sample)
						}
					})
				}
			}
		}
	}
	if workouts < 40 {
		t.Errorf("%d workouts", workouts)
	}
}
