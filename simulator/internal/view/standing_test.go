package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestStoodHoursHaveStandingMinutes checks that stood hours have minutes of standing, that
// hours and quarters follow the clock, and that there are no more minutes of standing than
// active minutes.
func TestStoodHoursHaveStandingMinutes(t *testing.T) {
	t.Parallel()
	types := map[string]int{}
	for n := range 36 {
		persona := [...]string{"", "wheelchair-user", "older-adult", "frequent-traveller"}[n%4]
		hard := hardDates[n%6]
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, persona, hard.zone)
		hours, _ := l.Series(named("stand_hour"))
		standing, _ := l.Series(named("stand_duration"))
		for d := hard.dates[0] - 3; d <= hard.dates[0]+3; d++ {
			day := l.Persona.Day(d)
			onFeet := map[int64]vital.Decimal{} // by the start of the quarter
			standing.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				onFeet[p.Unix] = p.Value
				active := 0
				for i := int(p.Unix-day.Start) / 60; i < int(p.End()-day.Start)/60; i++ {
					if day.Steps[i] > 0 || day.Pushes != nil && day.Pushes[i] > 0 || day.METTenths[i] >= 20 {
						active++
					}
				}
				if p.Value > vital.Whole(int64(active)) || (p.Unix-day.Start)%900 != 0 || p.Duration != 900 && p.End() != day.End {
					t.Errorf("%s: %+v, there are %d minutes with something to do", d, p, active)
				}
			})
			last := day.Start
			hours.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				types[p.Detail.Type.V]++
				if p.Unix < last || p.Duration > 3600 || p.Duration < 1 || p.End() > day.End {
					t.Errorf("%s: %+v after %d", d, p, last)
				}
				up := vital.Decimal(0)
				for at, minutes := range onFeet {
					if at < p.End() && at+900 > p.Unix {
						up += minutes
					}
				}
				if whole := p.Duration == 3600 && (p.Unix-day.Start)%900 == 0; whole && p.Detail.Type.V == "stood" && up == 0 {
					t.Errorf("%s: %s from %d on, with %d/100 minutes on the feet", d, p.Detail.Type.V, p.Unix, up)
				}
				last = p.End()
			})
		}
		if t.Failed() {
			t.Fatalf("person %d, %s in %s", n, persona, l.Persona.Zone)
		}
	}
	if s, i := types["stood"], types["idle"]; s < i/4 || i < s/4 {
		t.Errorf("%d hours stood, %d idle", s, i)
	}
}

// TestUVExposureIsOutdoors checks that all minutes of each UV index with the watch have
// daylight.
func TestUVExposureIsOutdoors(t *testing.T) {
	t.Parallel()
	compared := 0
	for n := range 24 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, [...]string{"", "frequent-traveller"}[n%2], hardDates[n%6].zone)
		light, _ := l.Series(named("daylight_exposure"))
		sun, _ := l.Series(named("uv_exposure"))
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
