package body

import (
	"testing"
	"time"
)

// TestSunriseAndSunset compares sunrise and sunset with an almanac, within a quarter of
// an hour.
func TestSunriseAndSunset(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ zone, rise, set string }{
		{"Europe/London", "2026-06-21T03:43:00Z", "2026-06-21T20:21:00Z"},
		{"Europe/London", "2026-12-21T08:04:00Z", "2026-12-21T15:53:00Z"},
		{"Europe/London", "2026-03-20T06:03:00Z", "2026-03-20T18:13:00Z"},
		{"Australia/Sydney", "2026-12-21T18:41:00Z", "2026-12-22T09:05:00Z"},
		{"Asia/Singapore", "2026-03-20T23:09:00Z", "2026-03-21T11:16:00Z"},
	} {
		for at, up := range map[string]bool{tc.rise: true, tc.set: false} {
			moment, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			before, after := sunHeight(moment.Unix()-900, parkIn(tc.zone)), sunHeight(moment.Unix()+900, parkIn(tc.zone))
			if (after > 0) != up || (before > 0) == up {
				t.Errorf("%s, %s: the sun is at %.3f before and at %.3f after", tc.zone, at, before, after)
			}
		}
	}
}

func TestUVIndexBySeasonAndPlace(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		zone, noon string
		lo, hi     float64
	}{
		{"Europe/London", "2026-06-21T12:00:00Z", 6.5, 9}, {"Europe/London", "2026-12-21T12:00:00Z", 0.2, 1},
		{"Asia/Singapore", "2026-03-21T05:00:00Z", 10.5, 11.6}, {"Australia/Sydney", "2026-12-21T02:00:00Z", 10.5, 11.6},
	} {
		moment, err := time.Parse(time.RFC3339, tc.noon)
		if err != nil {
			t.Fatal(err)
		}
		if got := uvIndex(sunHeight(moment.Unix(), parkIn(tc.zone))); got < tc.lo || got > tc.hi {
			t.Errorf("%s, %s: %.1f, want %v to %v", tc.zone, tc.noon, got, tc.lo, tc.hi)
		}
	}
}
