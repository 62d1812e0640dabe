package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestWheelchairPushes checks that providers that support wheelchairs count pushes and no
// steps, that others count the pushes as steps, and that other people have no pushes.
func TestWheelchairPushes(t *testing.T) {
	t.Parallel()
	days := 0
	for n := range 12 {
		hard := hardDates[n%6]
		apple := lookAt(t, view.NewCache(), "apple_health_kit", n, "wheelchair-user", hard.zone)
		fitbit := lookAt(t, view.NewCache(), "fitbit", n, "wheelchair-user", hard.zone)
		walker := lookAt(t, view.NewCache(), "apple_health_kit", n, "office-worker", hard.zone)
		for d := hard.dates[0] - 3; d <= hard.dates[0]+3; d++ {
			if a, rev, ok := apple.activity(t, d, apple.late(d)); ok {
				days++
				pushes, _ := apple.sum("wheelchair_push", d, rev.Last)
				steps, _ := apple.sum("steps", d, rev.Last)
				if !a.WheelchairUse.V || a.Steps.Valid || steps != 0 || vital.Whole(int64(a.WheelchairPush.V)) != pushes {
					t.Errorf("%s: %s, samples of %d/100 pushes and %d/100 steps", d, a.AppendJSON(nil), pushes, steps)
				}
				if most := vital.Decimal(115 * a.WheelchairPush.V); a.Distance.V > most || a.Distance.V < most/3 {
					t.Errorf("%s: %d cm with %d pushes", d, a.Distance.V, a.WheelchairPush.V)
				}
				view.Timeseries[named("distance")].Each(&apple.Lens, 0, d, 0, apple.late(d), func(p view.Point) {
					if p.Detail == nil || p.Detail.Sport != vital.Val("wheelchair_pushing") {
						t.Errorf("%s: a distance of no sport: %+v", d, p)
					}
				})
			}
			if a, rev, ok := fitbit.activity(t, d, fitbit.late(d)); ok {
				steps, _ := fitbit.sum("steps", d, rev.Last)
				if a.WheelchairUse.Valid || a.WheelchairPush.Valid || vital.Whole(int64(a.Steps.V)) != steps || a.Steps.V == 0 && a.Distance.V > 0 {
					t.Errorf("%s: %s, samples of %d/100 steps", d, a.AppendJSON(nil), steps)
				}
			}
			if a, rev, ok := walker.activity(t, d, walker.late(d)); ok {
				if pushes, _ := walker.sum("wheelchair_push", d, rev.Last); pushes != 0 || a.WheelchairUse.Valid || a.WheelchairPush.Valid {
					t.Errorf("%s: %d/100 pushes of somebody who walks: %s", d, pushes, a.AppendJSON(nil))
				}
			}
		}
	}
	if days < 60 {
		t.Errorf("%d days", days)
	}
}

// TestProfilesHaveWheelchairUse checks the profiles of providers that support wheelchairs.
func TestProfilesHaveWheelchairUse(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]bool{"apple_health_kit": true, "fitbit": false} {
		for persona, uses := range map[string]bool{"wheelchair-user": true, "office-worker": false} {
			l := lookAt(t, view.NewCache(), slug, 1, persona, "Europe/London")
			profile := view.Summaries[vital.ResourceProfile].Record(&l.Lens, view.Rev{}, stamp).(*vital.Profile)
			if profile.WheelchairUse.Valid != (want && uses) || profile.WheelchairUse.Valid && !profile.WheelchairUse.V {
				t.Errorf("%s of %s: wheelchair use %v", slug, persona, profile.WheelchairUse)
			}
		}
	}
}
