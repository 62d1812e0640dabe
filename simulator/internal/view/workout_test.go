package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// athletes lists the providers that record workouts.
var athletes = []string{"fitbit", "oura", "garmin", "whoop_v2", "apple_health_kit", "strava"}

// records returns the records of a resource on a date after all uploads.
func (l *look) records(resource string, d vital.Date) (out []vital.Payload, revs []view.Rev) {
	s := stamp
	s.Sibling = func(vital.ResourceID) vital.ID { return vital.ID{3} }
	revs = view.Summaries[named(resource)].Revs(&l.Lens, d, l.late(d), nil)
	for _, r := range revs {
		out = append(out, view.Summaries[named(resource)].Record(&l.Lens, r, s))
	}
	return out, revs
}

// TestWorkoutsMatchStreams checks that zones add up to the duration, that average, maximum,
// distance and speed are those of the stream, and that its columns have equal lengths.
func TestWorkoutsMatchStreams(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	cache := view.NewCache()
	for n := range 120 {
		slug := athletes[n%len(athletes)]
		hard := hardDates[n%6]
		l := lookAt(t, cache, slug, n, "endurance-runner", hard.zone)
		for d := hard.dates[0] - 2; d <= hard.dates[0]+2; d++ {
			records, revs := l.records("workouts", d)
			for i, record := range records {
				w := record.(*vital.Workout)
				seen[slug]++
				seconds := int(w.TimeEnd.Sub(w.TimeStart).Seconds())
				zones := 0
				for _, z := range w.HRZones.V {
					zones += z
				}
				if zones != seconds || w.MovingTime.V != seconds {
					t.Errorf("%s %s: zones %v, %d s", slug, d, w.HRZones.V, seconds)
				}
				stream := l.Stream(vital.ResourceWorkouts, revs[i])
				checkStream(t, w, stream.(vital.WorkoutStream))
				if w.CalendarDate != d || l.Persona.DateAt(w.TimeStart.Unix()) != d || w.TimezoneOffset.V != l.Persona.OffsetAt(w.TimeStart.Unix()) {
					t.Errorf("%s: begins at %s, offset %d", d, w.TimeStart, w.TimezoneOffset.V)
				}
				if slug != "strava" && slug != "garmin" && w.AverageWatts.Valid || !w.Sport.Valid || w.Sport.V.Slug == "" || w.ProviderID == "" {
					t.Errorf("%s %s: watts %v, sport %v, id %q", slug, d, w.AverageWatts, w.Sport, w.ProviderID)
				}
				if w.Map.Valid && len(w.Map.V.SummaryPolyline.V) >= len(w.Map.V.Polyline.V) {
					t.Errorf("%s: the summary of the map is longer than the map", d)
				}
			}
		}
	}
	for _, slug := range athletes {
		if seen[slug] < 20 {
			t.Errorf("%s: %d workouts", slug, seen[slug])
		}
	}
}

func checkStream(t *testing.T, w *vital.Workout, s vital.WorkoutStream) {
	t.Helper()
	n := len(s.Time)
	for name, length := range map[string]int{
		"heartrate": len(s.HeartRate), "altitude": len(s.Altitude), "velocity": len(s.VelocitySmooth), "distance": len(s.Distance),
		"cadence": len(s.Cadence), "power": len(s.Power), "lat": len(s.Lat), "lng": len(s.Lng),
	} {
		if length != n && (length != 0 || name == "heartrate") {
			t.Errorf("%d times, %d values of %s", n, length, name)
		}
	}
	sum, most := 0, int32(0)
	for i, bpm := range s.HeartRate {
		sum += int(bpm)
		most = max(most, bpm)
		if i > 0 && s.Time[i] <= s.Time[i-1] {
			t.Errorf("time goes from %d to %d", s.Time[i-1], s.Time[i])
		}
	}
	if w.AverageHR.V != (2*sum+n)/(2*n) || w.MaxHR.V != int(most) {
		t.Errorf("average %d, maximum %d, the stream's are %d and %d", w.AverageHR.V, w.MaxHR.V, (2*sum+n)/(2*n), most)
	}
	if s.Time[0] != w.TimeStart.Unix() || s.Time[n-1] >= w.TimeEnd.Unix() {
		t.Errorf("the stream goes from %d to %d, the workout from %s to %s", s.Time[0], s.Time[n-1], w.TimeStart, w.TimeEnd)
	}
	if len(s.Distance) > 0 && s.Distance[n-1] != w.Distance.V {
		t.Errorf("distance %d, the stream's %d", w.Distance.V, s.Distance[n-1])
	}
}

// TestSleepCyclesMatchSleeps checks that the stages of a sleep cycle record cover the session
// and add up to the seconds of the sleep.
func TestSleepCyclesMatchSleeps(t *testing.T) {
	t.Parallel()
	cycles := 0
	eachProvider(t, func(t *testing.T, l *look, d vital.Date) {
		if !view.Supplies(l.Profile, vital.ResourceSleepCycle) {
			return
		}
		records, _ := l.records("sleep_cycle", d)
		sleeps := l.sleeps(d, l.late(d))
		if len(records) != len(sleeps) {
			t.Fatalf("%s: %d cycles, %d sleeps", d, len(records), len(sleeps))
		}
		for i, record := range records {
			c, s := record.(*vital.SleepCycle), sleeps[i]
			cycles++
			stages := map[vital.SleepStage]int{}
			last := 0
			for j := range c.StageType {
				if c.StageStartOffsetSecond[j] != last {
					t.Errorf("%s: stage %d begins at %d, the one before ends at %d", d, j, c.StageStartOffsetSecond[j], last)
				}
				last = c.StageEndOffsetSecond[j]
				stages[c.StageType[j]] += last - c.StageStartOffsetSecond[j]
			}
			if last != s.Duration || stages[vital.StageDeep] != s.Deep || stages[vital.StageLight] != s.Light || stages[vital.StageREM] != s.REM || stages[vital.StageAwake] != s.Awake {
				t.Errorf("%s: stages %v of %d s, the sleep's %d deep, %d light, %d REM, %d awake", d, stages, last, s.Deep, s.Light, s.REM, s.Awake)
			}
			if !c.SessionStart.Equal(s.BedtimeStart) || !c.SessionEnd.Equal(s.BedtimeStop) {
				t.Errorf("%s: from %s to %s, the sleep's from %s to %s", d, c.SessionStart, c.SessionEnd, s.BedtimeStart, s.BedtimeStop)
			}
		}
	})
	if cycles < people {
		t.Errorf("%d cycles", cycles)
	}
}

// TestNightlySamples checks that samples lie within recorded nights and within bounds.
func TestNightlySamples(t *testing.T) {
	t.Parallel()
	bounds := map[string][2]vital.Decimal{"hrv": {500, 30_000}, "respiratory_rate": {800, 2600}, "blood_oxygen": {9200, 10_000}}
	counts := map[string]int{}
	eachProvider(t, func(t *testing.T, l *look, d vital.Date) {
		for resource, bound := range bounds {
			if !view.Supplies(l.Profile, named(resource)) {
				continue
			}
			nights := append(l.sleeps(d, l.late(d)), l.sleeps(d+1, l.late(d+1))...)
			last := int64(0)
			view.Timeseries[named(resource)].Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				counts[l.Profile.Slug+" "+resource]++
				inside := false
				for _, s := range nights {
					inside = inside || p.Unix >= s.BedtimeStart.Unix() && p.Unix < s.BedtimeStop.Unix()
				}
				if !inside || p.Value < bound[0] || p.Value > bound[1] || p.Unix <= last || l.Persona.DateAt(p.Unix) != d {
					t.Errorf("%s: %s is %d/100 at %d, in a night %v, after %d", d, resource, p.Value, p.Unix, inside, last)
				}
				last = p.Unix
			})
		}
	})
	for what, n := range counts {
		if n < people {
			t.Errorf("%d samples of %s", n, what)
		}
	}
	if len(counts) < 9 {
		t.Errorf("samples of %v", counts)
	}
}

// TestGlucose checks that samples are within bounds, in floating time, unique and from two
// sources.
func TestGlucose(t *testing.T) {
	t.Parallel()
	counts := [2]int{}
	for n := range 60 {
		hard := hardDates[n%6]
		archetype := ""
		if n%3 == 0 {
			archetype = "type-1-diabetes"
		}
		l := lookAt(t, view.NewCache(), "freestyle_libre", n, archetype, hard.zone)
		low, high := vital.Decimal(330), vital.Decimal(1100)
		if archetype != "" {
			low, high = 220, 2220
		}
		for d := hard.dates[0] - 1; d <= hard.dates[0]+1; d++ {
			for source := range counts {
				last := int64(0)
				view.Timeseries[vital.ResourceGlucose].Each(&l.Lens, source, d, 0, l.late(d), func(p view.Point) {
					counts[source]++
					if p.Value < low || p.Value > high || p.Unix <= last || p.Offset.Valid {
						t.Errorf("person %d, source %d: %d/100 mmol/L at %d after %d, offset %v", n, source, p.Value, p.Unix, last, p.Offset)
					}
					if vital.Date(p.Unix/day) != d {
						t.Errorf("person %d: the wall clock shows %d on %s", n, p.Unix, d)
					}
					last = p.Unix
				})
			}
		}
	}
	if counts[0] < 60*3*90 || counts[1] < 60*3*3 {
		t.Errorf("%d automatic readings, %d scans", counts[0], counts[1])
	}
}
