package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestFlatBattery checks that a device with a flat battery stops for the rest of the day,
// and that its data and the activity of the day are uploaded the next morning.
func TestFlatBattery(t *testing.T) {
	t.Parallel()
	flat, late := 0, 0
	const n, days = 16, 120
	for i := range n {
		l := lookAt(t, view.NewCache(), wearables[i%len(wearables)], i, "", "Europe/London")
		for d := date(2026, 1, 5); d < date(2026, 1, 5)+days; d++ {
			plan := l.Persona.Day(d)
			uploads := l.uploads(plan.Start, plan.End)
			next, tonight := l.Persona.Nights(d + 1)[0], l.uploads(plan.End, plan.End+day)
			if len(uploads) == 0 || len(tonight) == 0 {
				continue // away
			}
			last := uploads[len(uploads)-1]
			bed := min(next.Start, plan.End)
			if bed-last < 4*hour {
				continue
			}
			flat++
			morning := tonight[0]
			if morning < next.End || morning > next.End+25*minute {
				t.Errorf("%s: the first upload after the silence is %d s after waking", d, morning-next.End)
			}
			if a, rev, ok := l.activity(t, d, morning); !ok || rev.Last != morning || rev.First > last {
				t.Errorf("%s: %+v of an activity %v, silent from %d to %d", d, rev, a, last, morning)
			}
			if len(l.sleeps(d+1, l.late(d+1))) > 0 && l.sleeps(d+1, l.late(d+1))[0].Type == vital.LongSleep {
				t.Errorf("%s: a night without battery was recorded", d)
			}
			if view.Supplies(l.Profile, vital.ResourceHeartrate) {
				before, after := l.heartrate(d, 0, last), l.heartrate(d, last, morning)
				if len(before) == 0 || len(after) > 0 && after[len(after)-1].Unix > bed {
					t.Errorf("%s: %d samples, then %d", d, len(before), len(after))
				}
				late += len(after)
			}
		}
	}
	if want := n * days / 40; flat < want/3 || flat > want {
		t.Errorf("%d flat batteries, want about %d or somewhat less", flat, want)
	}
	if late < 5*flat {
		t.Errorf("%d samples came late after %d flat batteries", late, flat)
	}
}

// TestScoresAreRevised checks that some nights' scores change by a few points hours later.
func TestScoresAreRevised(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"oura", "whoop_v2", "withings"} {
		nights, revised := 0, 0
		for i := range 6 {
			l := lookAt(t, view.NewCache(), slug, i, "", "Europe/London")
			for d := date(2026, 1, 5); d < date(2026, 3, 5); d++ {
				for _, s := range l.sleeps(d, l.late(d)) {
					if s.Type != vital.LongSleep {
						continue
					}
					nights++
					if s.rev.Last == s.rev.First {
						continue
					}
					revised++
					before := s.rev
					before.Last = before.First
					first := view.Summaries[vital.ResourceSleep].Record(&l.Lens, before, stamp).(*vital.Sleep)
					if by := first.Score.V - s.Score.V; by == 0 || by < -6 || by > 6 || first.Score.V < 1 || first.Score.V > 100 || s.rev.Last-s.rev.First > 3*day {
						t.Errorf("%s of %s: score %d, then %d, %d s later", d, slug, first.Score.V, s.Score.V, s.rev.Last-s.rev.First)
					}
					first.Score = s.Score
					if string(first.AppendJSON(nil)) != string(s.AppendJSON(nil)) {
						t.Errorf("%s of %s: more than the score has changed", d, slug)
					}
				}
			}
		}
		if revised < nights/12 || revised > nights/4 {
			t.Errorf("%s: %d of %d nights were rated anew", slug, revised, nights)
		}
	}
}
