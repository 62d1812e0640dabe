package body_test

import (
	"testing"
	"time"
)

func TestAirTemperatureFollowsSeasonOfHemisphere(t *testing.T) {
	t.Parallel()
	month := func(zone string, m time.Month) float64 {
		var air mean
		for n := range 20 {
			p := draw(t, n, "endurance-runner", zone)
			for d := date(2026, m, 1); d < date(2026, m, 29); d++ {
				day := p.Day(d)
				for _, w := range day.Workouts {
					for _, x := range p.Track(day, w).TemperatureDeciC {
						if x < -200 || x > 450 {
							t.Fatalf("%s: %d tenths of a degree in %s", d, x, zone)
						}
						air.add(float64(x) / 10)
					}
				}
			}
		}
		return air.value()
	}
	for _, tc := range []struct {
		zone             string
		january, july, d float64
	}{{"Europe/London", 5, 18, 4}, {"America/Chicago", -3, 24, 5}, {"Australia/Sydney", 24, 14, 4}, {"Asia/Singapore", 27, 28, 4}} {
		if jan, jul := month(tc.zone, 1), month(tc.zone, 7); jan < tc.january-tc.d || jan > tc.january+tc.d || jul < tc.july-tc.d || jul > tc.july+tc.d {
			t.Errorf("%s: %.1f °C in January and %.1f in July, want about %v and %v", tc.zone, jan, jul, tc.january, tc.july)
		}
	}
}

func TestAirTemperatureChangesFromDayToDay(t *testing.T) {
	t.Parallel()
	p, seen, n := draw(t, 5, "endurance-runner", "Europe/Berlin"), map[int16]bool{}, 0
	for d := date(2026, 5, 1); d < date(2026, 7, 1); d++ {
		day := p.Day(d)
		for _, w := range day.Workouts {
			if track := p.Track(day, w); len(track.TemperatureDeciC) > 0 {
				seen[track.TemperatureDeciC[0]] = true
				n++
			}
		}
	}
	if len(seen) < n/2 || n < 20 {
		t.Errorf("%d temperatures at the start of %d workouts", len(seen), n)
	}
}
