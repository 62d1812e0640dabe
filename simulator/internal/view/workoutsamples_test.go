package view_test

import (
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func at(unix int64) time.Time { return time.Unix(unix, 0).UTC() }

// named returns the look with record ids that contain date and ordinal.
func (l *look) named() *look {
	return &look{l.Naming(func(resource vital.ResourceID, r view.Rev) vital.ID {
		return vital.ID{1, byte(resource), byte(r.Date), byte(r.Date >> 8), byte(r.Ordinal)}
	}), l.n}
}

// TestSamplesOfWorkoutsAddUp checks that samples add up to the workout that their source
// names, lie within it, and come with the same upload.
func TestSamplesOfWorkoutsAddUp(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for n := range 24 {
		slug := [...]string{"apple_health_kit", "samsung_health"}[n%2]
		persona := [...]string{"wheelchair-user", "endurance-runner", "frequent-traveller"}[n/2%3]
		l := lookAt(t, view.NewCache(), slug, n, persona, hardDates[n%6].zone).named()
		for d := date(2026, 3, 1); d < date(2026, 4, 15); d++ {
			records, revs := l.records("workouts", d)
			for _, name := range []string{"workout_distance", "workout_duration", "workout_swimming_stroke"} {
				if !view.Supplies(l.Profile, named(name)) {
					continue
				}
				series, _ := l.Series(named(name))
				sums := map[vital.ID]vital.Decimal{}
				series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
					id := l.RecordID(vital.ResourceWorkouts, view.Rev{Date: d})
					if p.Detail == nil || p.Detail.WorkoutID != vital.Val(id) || len(records) == 0 {
						t.Fatalf("%s %s: %+v, workouts %d", name, d, p, len(records))
					}
					w := records[0].(*vital.Workout)
					if p.Unix < w.TimeStart.Unix() || p.End() > w.TimeEnd.Unix() || p.Detail.Sport != vital.Val(w.Sport.V.Slug) {
						t.Errorf("%s %s: %+v is not within %s to %s", name, d, p, w.TimeStart, w.TimeEnd)
					}
					sums[id] += p.Value
				})
				for i, record := range records {
					w, sum := record.(*vital.Workout), sums[l.RecordID(vital.ResourceWorkouts, revs[i])]
					switch swims := w.Sport.V.Slug == "swimming"; {
					case name == "workout_distance" && sum != w.Distance.V:
						t.Errorf("%s: samples of %d cm, the workout has %d", d, sum, w.Distance.V)
					case name == "workout_duration" && sum != vital.Decimal(w.MovingTime.V*100/60):
						t.Errorf("%s: %d/100 min, the workout took %d s", d, sum, w.MovingTime.V)
					case name == "workout_swimming_stroke" && swims != (sum > 0):
						t.Errorf("%s: %d strokes of %s", d, sum, w.Sport.V.Slug)
					case sum > 0:
						seen[name+" "+w.Sport.V.Slug]++
					}
					soon := 0
					series.Each(&l.Lens, 0, d, 0, l.LastUpload(revs[i].First-1), func(view.Point) { soon++ })
					if soon > 0 {
						t.Errorf("%s %s: %d samples before the workout is there", name, d, soon)
					}
				}
			}
		}
	}
	for _, what := range []string{"workout_distance running", "workout_distance swimming", "workout_duration running", "workout_swimming_stroke swimming"} {
		if seen[what] < 15 {
			t.Errorf("%d times %s", seen[what], what)
		}
	}
}

// TestDurationsOfLibreViewHaveNotes checks that exercise in LibreView is in floating time,
// names no workout, and has a note.
func TestDurationsOfLibreViewHaveNotes(t *testing.T) {
	t.Parallel()
	noted := 0
	intensities := map[vital.Intensity]bool{}
	for n := range 12 {
		l := lookAt(t, view.NewCache(), "abbott_libreview", n, "type-1-diabetes", hardDates[n%6].zone)
		series, _ := l.Series(named("workout_duration"))
		for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
			notes := l.Persona.Notes(d)
			series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				found := false
				for _, note := range notes {
					found = found || note.At+int64(l.Persona.OffsetAt(note.At)) == p.End() && note.Tags[0] == "exercise"
				}
				if !found || p.Detail.WorkoutID.Valid || p.Detail.Sport.Valid {
					t.Errorf("%s: %+v %+v, notes %v", d, p, *p.Detail, notes)
				}
				noted++
				intensities[p.Detail.Intensity.V] = true
			})
		}
	}
	if noted < 40 || len(intensities) != 3 {
		t.Errorf("%d durations, intensities %v", noted, intensities)
	}
}

// TestHeartRateRecoveryMatchesMinutes compares the recovery with the minutes before and
// after the end of a workout.
func TestHeartRateRecoveryMatchesMinutes(t *testing.T) {
	t.Parallel()
	seen := 0
	for n := range 8 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, "endurance-runner", hardDates[n%6].zone)
		series, _ := l.Series(named("heart_rate_recovery_one_minute"))
		for d := date(2026, 3, 1); d < date(2026, 4, 15); d++ {
			day := l.Persona.Day(d)
			series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
				seen++
				i := int(p.Unix-day.Start) / 60
				after := vital.Whole(int64(day.HeartRate[i]))
				before := vital.Whole(int64(max(day.HeartRate[i-1], day.HeartRate[i-2])))
				if p.Duration != 60 || p.Unix != day.Workouts[0].End || before-after != p.Value {
					t.Errorf("%s: %+v, from %d to %d", d, p, before, after)
				}
			})
		}
	}
	if seen < 80 {
		t.Errorf("%d recoveries", seen)
	}
}
