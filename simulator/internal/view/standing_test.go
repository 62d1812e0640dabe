package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestStoodHoursHaveMinutesOfStanding, hours tile the time that the watch is worn,
// and the minutes of standing are those with steps, or pushes.
func TestStoodHoursHaveMinutesOfStanding(t *testing.T) {
	t.Parallel()
	types := map[string]int{}
	for n := range 36 {
		persona := [...]string{"", "wheelchair-user", "older-adult", "frequent-traveller"}[n%4]
		hard := hardDates[n%6]
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, persona, hard.zone)
		hours, _ := l.Series("stand_hour")
		standing, _ := l.Series("stand_duration")
		for d := hard.dates[0] - 3; d <= hard.dates[0]+3; d++ {
			day := l.Persona.Day(d)
			minutes := map[int64]vital.Decimal{} // by minute of the day
			sum, last := vital.Decimal(0), day.Start
			standing.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				sum += p.Value
				for at := p.Unix; at < p.End(); at += 60 {
					minutes[at] = p.Value
				}
				active := vital.Decimal(0)
				for i := int(p.Unix-day.Start) / 60; i < int(p.End()-day.Start)/60; i++ {
					if day.Steps[i] > 0 || day.Pushes != nil && day.Pushes[i] > 0 {
						active += 100
					}
				}
				if p.Value > active {
					t.Errorf("%s: %+v, there are %d/100 minutes with steps", d, p, active)
				}
			})
			hours.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				types[p.Detail.Type.V]++
				wall := p.Unix + int64(l.Persona.OffsetAt(p.Unix))
				if p.Unix < last || p.Duration > 3600 || wall%3600 != 0 && p.Unix != day.Start && d != hard.dates[0] && persona != "frequent-traveller" {
					t.Errorf("%s: %+v after %d", d, p, last)
				}
				up := vital.Decimal(0)
				for at := p.Unix; at < p.End(); at += 60 {
					up += minutes[at]
				}
				if p.Detail.Type.V == "stood" && up == 0 {
					t.Errorf("%s: stood from %d on without a minute of standing", d, p.Unix)
				}
				last = p.End()
			})
			if sum > 100*1000 {
				t.Errorf("%s: %d/100 minutes on foot", d, sum)
			}
		}
		if t.Failed() {
			t.Fatalf("person %d, %s in %s", n, persona, l.Persona.Zone)
		}
	}
	if s, i := types["stood"], types["idle"]; s < i/3 || i < s/3 {
		t.Errorf("%d hours stood, %d idle", s, i)
	}
}

// TestSunlightFallsOutdoors: each index is of a time of which all minutes with the
// watch are daylight.
func TestSunlightFallsOutdoors(t *testing.T) {
	t.Parallel()
	compared := 0
	for n := range 24 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, [...]string{"", "frequent-traveller"}[n%2], hardDates[n%6].zone)
		light, _ := l.Series("daylight_exposure")
		sun, _ := l.Series("uv_exposure")
		for d := hardDates[n%6].dates[0] - 3; d <= hardDates[n%6].dates[0]+3; d++ {
			var outdoors []view.Point
			total, of := vital.Decimal(0), vital.Decimal(0)
			light.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				outdoors = append(outdoors, p)
				total += p.Value
			})
			sun.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				compared++
				of += vital.Decimal(p.Duration * 100 / 60)
				covered := vital.Decimal(0)
				for _, o := range outdoors {
					if o.Unix < p.End() && o.End() > p.Unix {
						covered += o.Value
					}
				}
				if covered < vital.Decimal(p.Duration*100/60) {
					t.Errorf("%s: %+v, daylight of %d/100 minutes", d, p, covered)
				}
			})
			if of > total {
				t.Errorf("%s: the sun shone for %d/100 minutes, daylight were %d/100", d, of, total)
			}
		}
	}
	if compared < 150 {
		t.Errorf("%d times outdoors", compared)
	}
}

// TestPushesAreTheActivitys at every upload, and the way names the wheelchair.
func TestPushesAreTheActivitys(t *testing.T) {
	t.Parallel()
	compared := 0
	for n := range 12 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, "wheelchair-user", hardDates[n%6].zone)
		for d := hardDates[n%6].dates[0] - 1; d <= hardDates[n%6].dates[0]+1; d++ {
			for _, at := range l.uploads(l.Persona.DayStart(d), l.Persona.DayStart(d+1)+day) {
				a, _, ok := l.activity(t, d, at)
				if !ok {
					continue
				}
				total, _ := l.sum("wheelchair_push", d, at)
				if total != vital.Whole(int64(a.WheelchairPush.V)) || a.WheelchairUse != vital.Val(true) || a.Steps.V != 0 {
					t.Errorf("%s as of %d: pushes %v, of the samples %d, %d steps", d, at, a.WheelchairPush, total, a.Steps.V)
				}
				compared++
			}
			series, _ := l.Series("distance")
			series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				if p.Detail == nil || p.Detail.Sport != vital.Val("wheelchair_pushing") || p.Detail.WorkoutID.Valid {
					t.Fatalf("%s: a way of %+v", d, p)
				}
			})
		}
		profile, _ := l.records("profile", 0)
		if len(profile) != 1 || !profile[0].(*vital.Profile).WheelchairUse.V {
			t.Errorf("profiles %v", profile)
		}
	}
	if compared < 100 {
		t.Errorf("%d comparisons", compared)
	}
	walker := lookAt(t, view.NewCache(), "apple_health_kit", 1, "", "Europe/London")
	if a, _, ok := walker.activity(t, date(2026, 3, 3), walker.late(date(2026, 3, 3))); !ok || a.WheelchairUse.Valid || a.WheelchairPush.Valid {
		t.Errorf("a walker's activity is %+v", a)
	}
}
