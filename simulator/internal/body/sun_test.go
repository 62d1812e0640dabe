package body_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestTheSunRises when it does, and stands higher in summer and at noon.
func TestTheSunRises(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		zone          string
		d             vital.Date
		sunrise       int // minutes after midnight by the clock, to within half an hour
		sunset        int
		lowest, still vital.Decimal // bounds of the noon's index
	}{
		{"Europe/London", date(2026, 6, 21), 4*60 + 43, 21*60 + 21, 280, 880},
		{"Europe/London", date(2026, 12, 21), 8*60 + 4, 15*60 + 53, 10, 120},
		{"Asia/Singapore", date(2026, 3, 21), 7*60 + 10, 19*60 + 14, 500, 1250},
		{"Australia/Sydney", date(2026, 12, 21), 5*60 + 41, 20*60 + 5, 500, 1250},
		{"America/New_York", date(2026, 7, 1), 5*60 + 28, 20*60 + 31, 380, 1100},
	} {
		p := draw(t, 4, "", tt.zone)
		start := p.DayStart(tt.d)
		first, last, noon := -1, -1, vital.Decimal(0)
		indexes := map[vital.Decimal]bool{}
		for i := range 1440 {
			at := start + int64(60*i)
			index := p.UVIndex(at)
			if index > 0 && first < 0 {
				first = i
			}
			if index > 0 {
				last = i
			}
			if wall(p, at) >= 11*60 && wall(p, at) < 15*60 {
				noon = max(noon, index)
			}
			indexes[index] = true
		}
		// A UV index of a tenth takes a sun that stands some degrees high.
		if first < tt.sunrise-40 || first > tt.sunrise+100 || last < tt.sunset-100 || last > tt.sunset+40 {
			t.Errorf("%s %s: light from %d to %d, the sun is up from %d to %d", tt.zone, tt.d, first, last, tt.sunrise, tt.sunset)
		}
		if noon < tt.lowest || noon > tt.still || len(indexes) < 5 {
			t.Errorf("%s %s: index %d/100 at noon, %d values", tt.zone, tt.d, noon, len(indexes))
		}
	}
}

func TestOutdoorsIsWalksAndSportByDaylight(t *testing.T) {
	t.Parallel()
	var minutes mean
	check := func(t *testing.T, p *body.Persona, day *body.Day) {
		t.Helper()
		last, sum := day.Start, int64(0)
		for _, e := range p.Outdoors(day) {
			if e.Start < last || e.End <= e.Start || e.End > day.End {
				t.Fatalf("%s: %+v after %d", day.Date, e, last)
			}
			inside := false
			for _, w := range day.Walks {
				inside = inside || w.Start <= e.Start && e.End <= w.End
			}
			for _, w := range day.Workouts {
				inside = inside || w.Start <= e.Start && e.End <= w.End && w.Sport != "yoga" && w.Sport != "swimming" && w.Sport != "strength_training"
			}
			if hour := wall(p, e.Start) / 60; !inside || hour < 3 || hour > 22 {
				t.Errorf("%s: %+v is no walk and no sport outdoors, at %d o'clock", day.Date, e, hour)
			}
			last, sum = e.End, sum+e.End-e.Start
		}
		minutes.add(float64(sum) / 60)
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, p.Day(d)) })
	ordinary(t, 30, func(p *body.Persona, day *body.Day) { check(t, p, day) })
	if m := minutes.value(); m < 20 || m > 120 {
		t.Errorf("%.0f minutes a day", m)
	}
}
