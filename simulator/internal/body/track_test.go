package body_test

import (
	"math"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// columns returns the lengths of a track's columns in a fixed order.
func columns(t *body.Track) [9]int {
	return [9]int{len(t.HeartRate), len(t.SpeedCmS), len(t.DistanceCm), len(t.Cadence), len(t.PowerW), len(t.AltitudeCm),
		len(t.LatE6), len(t.LngE6), len(t.TemperatureDeciC)}
}

// has lists the columns that a sport has.
var has = map[string][9]int{
	"running": {1, 1, 1, 1, 1, 1, 1, 1, 1}, "walking": {1, 1, 1, 1, 0, 1, 1, 1, 1}, "hiking": {1, 1, 1, 1, 0, 1, 1, 1, 1},
	"cycling": {1, 1, 1, 1, 1, 1, 1, 1, 1}, "swimming": {1, 1, 1}, "strength_training": {1}, "yoga": {1},
}

func TestTracksAgreeWithDay(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	check := func(t *testing.T, p *body.Persona, day *body.Day) {
		t.Helper()
		for _, w := range day.Workouts {
			seen[w.Sport]++
			track := p.Track(day, w)
			n := int(w.End-w.Start) / 5
			want := has[w.Sport]
			for i := range want {
				want[i] *= n
			}
			if got := columns(track); got != want || track.Start != w.Start || track.Step != 5 {
				t.Fatalf("%s %s: columns of %v, want %v", day.Date, w.Sport, got, want)
			}
			checkMinutes(t, p, day, w, track)
			checkWay(t, w, track)
		}
	}
	eachHard(t, func(t *testing.T, p *body.Persona, d vital.Date) { check(t, p, p.Day(d)) })
	ordinary(t, 60, func(p *body.Persona, day *body.Day) { check(t, p, day) })
	if len(seen) != len(has) {
		t.Errorf("sports seen: %v, want all", seen)
	}
}

// checkMinutes compares heart rate and cadence with the day's minutes.
func checkMinutes(t *testing.T, p *body.Persona, day *body.Day, w body.Workout, track *body.Track) {
	t.Helper()
	for i := 0; i < len(track.HeartRate); i += 12 {
		minute := int(w.Start-day.Start)/60 + i/12
		points := track.HeartRate[i : i+12]
		if got, want := sum(points), 12*int(day.HeartRate[minute]); got != want {
			t.Fatalf("%s %s: heart rates add up to %d, want %d", day.Date, w.Sport, got, want)
		}
		if lo, hi := slices.Min(points), slices.Max(points); lo < body.MinHeartRate || int(hi) > p.HRMax || hi-lo > 40 {
			t.Fatalf("%s %s: heart rates %v", day.Date, w.Sport, points)
		}
		if track.Cadence == nil || w.Sport == "cycling" {
			continue
		}
		if got, want := sum(track.Cadence[i:i+12]), 12*int(day.Steps[minute]); got != want {
			t.Fatalf("%s %s: cadences add up to %d, want %d", day.Date, w.Sport, got, want)
		}
	}
}

// checkWay compares distance, speed, position and altitude.
func checkWay(t *testing.T, w body.Workout, track *body.Track) {
	t.Helper()
	n := len(track.DistanceCm)
	if n == 0 {
		if track.GainCm() != 0 {
			t.Errorf("%s climbs", w.Sport)
		}
		return
	}
	if int(track.DistanceCm[n-1]) != w.DistanceCm || !slices.IsSorted(track.DistanceCm) {
		t.Fatalf("%s of %d cm ends at %d", w.Sport, w.DistanceCm, track.DistanceCm[n-1])
	}
	last := int32(0)
	for i, cm := range track.DistanceCm {
		if got, want := 5*track.SpeedCmS[i], cm-last; abs(int(got-want)) > 2 || want < 0 || want > 5*2000 {
			t.Fatalf("%s point %d: %d cm at %d cm/s", w.Sport, i, want, track.SpeedCmS[i])
		}
		if w.Sport == "cycling" && (track.Cadence[i] < 60 || track.Cadence[i] > 110) || track.PowerW != nil && track.PowerW[i] > 900 {
			t.Fatalf("%s point %d: %d W at %d/min", w.Sport, i, track.PowerW[i], track.Cadence[i])
		}
		last = cm
	}
	if track.LatE6 == nil {
		return
	}
	way := 0.0
	for i := 1; i < n; i++ {
		lat, lng := float64(track.LatE6[i])/1e6, float64(track.LngE6[i])/1e6
		north, east := lat-float64(track.LatE6[i-1])/1e6, lng-float64(track.LngE6[i-1])/1e6
		way += 1.1132e7 * math.Hypot(north, east*math.Cos(lat*math.Pi/180))
		rise, run := abs(int(track.AltitudeCm[i]-track.AltitudeCm[i-1])), int(track.DistanceCm[i]-track.DistanceCm[i-1])
		if 100*rise > 20*run+200 {
			t.Fatalf("%s: climbs %d cm in %d", w.Sport, rise, run)
		}
	}
	if want := float64(track.DistanceCm[n-1] - track.DistanceCm[0]); way < 0.95*want || way > 1.05*want {
		t.Errorf("%s of %.0f cm leads over %.0f cm of ground", w.Sport, want, way)
	}
	if gain := track.GainCm(); gain <= 0 || 100*gain > 15*w.DistanceCm {
		t.Errorf("%s of %d cm climbs %d", w.Sport, w.DistanceCm, gain)
	}
}

func TestTracksAreOnPersonasContinent(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string][2]int32{
		"Europe/London": {51, 0}, "Asia/Tokyo": {35, 139}, "America/Sao_Paulo": {-23, -46},
		"Pacific/Auckland": {-36, 174}, "Africa/Cairo": {-26, 28}, "Europe/Helsinki": {52, 13},
	} {
		p, track := firstTrack(t, zone)
		if lat, lng := track.LatE6[0]/1e6, track.LngE6[0]/1e6; abs(int(lat-want[0])) > 1 || abs(int(lng-want[1])) > 1 {
			t.Errorf("%s: %d, %d, want %v", p.Zone, lat, lng, want)
		}
	}
}

// firstTrack returns the persona's first track with a position in 2026 or later.
func firstTrack(tb testing.TB, zone string) (*body.Persona, *body.Track) {
	tb.Helper()
	p := draw(tb, 1, "endurance-runner", zone)
	for d := date(2026, 1, 1); ; d++ {
		day := p.Day(d)
		for _, w := range day.Workouts {
			if track := p.Track(day, w); track.LatE6 != nil {
				return p, track
			}
		}
	}
}

func TestTracksRepeatAndDiffer(t *testing.T) {
	t.Parallel()
	p, again := draw(t, 5, "endurance-runner", "UTC"), draw(t, 5, "endurance-runner", "UTC")
	seen := map[string]bool{}
	n := 0
	for d := date(2026, 1, 1); d < date(2026, 4, 1); d++ {
		day := p.Day(d)
		for _, w := range day.Workouts {
			track := p.Track(day, w)
			if diff := differ(track, again.Track(again.Day(d), w)); diff != "" {
				t.Fatalf("%s (-first +second):\n%s", d, diff)
			}
			seen[string(track.HeartRate)] = true
			n++
		}
	}
	if n < 30 || len(seen) != n {
		t.Errorf("%d different tracks among %d", len(seen), n)
	}
}

func TestNoTrackOutsideDay(t *testing.T) {
	t.Parallel()
	p := draw(t, 1, "", "UTC")
	day := p.Day(date(2026, 1, 1))
	for _, w := range []body.Workout{
		{Sport: "running", Start: day.Start - 60, End: day.Start + 60},
		{Sport: "running", Start: day.End - 60, End: day.End + 60},
		{Sport: "chess", Start: day.Start, End: day.Start + 60},
		{Sport: "running", Start: day.Start, End: day.Start},
	} {
		if p.Track(day, w) != nil {
			t.Errorf("%v has a track", w)
		}
	}
}

func TestRunningPowerFollowsSpeedAndWeight(t *testing.T) {
	t.Parallel()
	ordinary(t, 60, func(p *body.Persona, day *body.Day) {
		for _, w := range day.Workouts {
			if w.Sport != "running" {
				continue
			}
			track := p.Track(day, w)
			for i, watts := range track.PowerW {
				want := 1.046 * p.WeightKg.Float() * float64(track.SpeedCmS[i]) / 100
				if math.Abs(float64(watts)-want) > 1 {
					t.Fatalf("%s: %d W, want %.1f", day.Date, watts, want)
				}
			}
		}
	})
}
