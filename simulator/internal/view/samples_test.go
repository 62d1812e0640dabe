package view_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestSamplesAreUniqueAndLieInDay checks that samples are sorted, at whole minutes, inside
// the local day, within bounds, and have the offset of the zone.
func TestSamplesAreUniqueAndLieInDay(t *testing.T) {
	t.Parallel()
	seen := 0
	eachHard(t, func(t *testing.T, l *look, d vital.Date) {
		last := l.Persona.DayStart(d) - 1
		for _, p := range l.heartrate(d, 0, l.late(d)) {
			seen++
			if p.Unix <= last || l.Persona.DateAt(p.Unix) != d && l.Persona.Zone != "America/St_Johns" {
				t.Errorf("%s: a sample at %d after one at %d", d, p.Unix, last)
			}
			if p.Offset != vital.Val(l.Persona.OffsetAt(p.Unix)) {
				t.Errorf("%s: offset %d at %d, the zone's is %d", d, p.Offset.V, p.Unix, l.Persona.OffsetAt(p.Unix))
			}
			if p.Value < vital.Whole(35) || p.Value > vital.Whole(int64(l.Persona.HRMax)) {
				t.Errorf("%s: %d/100 bpm at %d", d, p.Value, p.Unix)
			}
			last = p.Unix
		}
	})
	if seen < 500*people {
		t.Errorf("%d samples", seen)
	}
}

// TestSamplesComeOnceByUpload checks that reading upload by upload gives each sample exactly
// once, after its end and within three days.
func TestSamplesComeOnceByUpload(t *testing.T) {
	t.Parallel()
	eachPerson(t, func(t *testing.T, l *look, d vital.Date) {
		from, to := l.Persona.DayStart(d), l.late(d)
		if l.n%3 == 0 {
			l = newLook(t, l.n, "", l.Persona.Zone, forcedAround(l.n, from-day, to)...)
		}
		var pieces []view.Point
		before := int64(0)
		for _, at := range l.uploads(from, to) {
			for _, p := range l.heartrate(d, before, at) {
				if p.Unix+minute > at || at-p.Unix > 3*day {
					t.Errorf("%s: a sample of %d comes with the upload of %d", d, p.Unix, at)
				}
				pieces = append(pieces, p)
			}
			before = at
		}
		if whole := l.heartrate(d, 0, to); !slices.Equal(pieces, whole) {
			t.Errorf("%s: %d samples by uploads, %d at once", d, len(pieces), len(whole))
		}
	})
}

// TestUploadRhythm checks that uploads come soon after waking, every two to three hours
// while awake and after workouts, and not on days without the device.
func TestUploadRhythm(t *testing.T) {
	t.Parallel()
	workouts := 0
	eachHard(t, func(t *testing.T, l *look, d vital.Date) {
		start, end := l.Persona.DayStart(d), l.Persona.DayStart(d+1)
		uploads := l.uploads(start, end)
		if !slices.IsSorted(uploads) {
			t.Errorf("%s: uploads %v", d, uploads)
		}
		if len(l.heartrate(d, 0, l.late(d))) == 0 {
			if len(uploads) > 0 {
				t.Errorf("%s: %d uploads of a device that is not used", d, len(uploads))
			}
			return
		}
		if start == end {
			return
		}
		plan := l.Persona.Day(d)
		wake := plan.Sleeps[0].End
		if len(uploads) == 0 || uploads[0] < wake || uploads[0] > wake+25*minute {
			t.Errorf("%s: woke at %d, uploads %v", d, wake, uploads)
		}
		for i := 1; i < len(uploads); i++ {
			if gap := uploads[i] - uploads[i-1]; gap < 2*minute || gap > 3*hour {
				t.Errorf("%s: %d s between uploads", d, gap)
			}
		}
		for _, w := range plan.Workouts {
			workouts++
			if !slices.ContainsFunc(uploads, func(u int64) bool { return u >= w.End && u <= w.End+20*minute }) && w.End+20*minute < end {
				t.Errorf("%s: a workout until %d, uploads %v", d, w.End, uploads)
			}
		}
	})
	if workouts < people/2 {
		t.Errorf("%d workouts", workouts)
	}
}
