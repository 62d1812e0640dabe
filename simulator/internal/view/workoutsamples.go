package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Samples of a workout name it in their source, arrive with it and add up to the
// values of its record.

// recorded calls f with the workouts of d that the device records and the detail of
// their samples' source.
func (l *Lens) recorded(d vital.Date, f func(day *body.Day, w body.Workout, of wire.Detail)) {
	day := l.plan(d)
	for i, w := range day.Workouts {
		if overlaps(l.facts(d).off, w.Start, w.End) || !l.model.Records(w.Sport) {
			continue
		}
		id := l.RecordID(vital.ResourceWorkouts, Rev{Date: d, Ordinal: i})
		f(day, w, wire.Detail{WorkoutID: vital.Val(id), Sport: vital.Val(sport(w).Slug)})
	}
}

// workoutParts returns the samples of a quantity that adds up over a workout, all
// complete at its end. Parts lists them without offsets and details; nil if the
// workout has none.
func workoutParts(parts func(*Lens, *body.Day, body.Workout) []Point) eachFunc {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		today := l.facts(d)
		if today.start == today.end || hi <= today.start || lo >= today.end {
			return
		}
		zone := l.offsets(today)
		l.recorded(d, func(day *body.Day, w body.Workout, of wire.Detail) {
			if w.End <= lo || w.End > hi {
				return
			}
			for _, p := range parts(l, day, w) {
				p.Offset, p.Detail = zone.at(p.Unix), &of
				yield(p)
			}
		})
	}
}

// metres returns the distance of each minute of a workout that has a distance.
func metres(l *Lens, day *body.Day, w body.Workout) (points []Point) {
	if !l.model.Reports.Distances {
		return nil
	}
	track := l.Persona.Track(day, w)
	perMinute, before := int(60/track.Step), int32(0)
	for i := perMinute - 1; i < len(track.DistanceCm); i += perMinute {
		if way := track.DistanceCm[i] - before; way > 0 {
			points = append(points, Point{Unix: w.Start + int64(i/perMinute*60), Duration: 60, Value: vital.Decimal(way)})
		}
		before = track.DistanceCm[i]
	}
	return points
}

// strokes returns the strokes of each length of the pool.
func strokes(l *Lens, day *body.Day, w body.Workout) (points []Point) {
	for _, length := range l.Persona.Lengths(day, w) {
		points = append(points, Point{Unix: length.Start, Duration: int32(length.End - length.Start), Value: vital.Whole(int64(length.Strokes))})
	}
	return points
}

// Intensities by the share of the VO2 reserve: moderate from 40 %, vigorous from
// 60 % (ACSM).
const moderateShare, vigorousShare = 0.40, 0.60

func intensity(w body.Workout) vital.Intensity {
	switch {
	case w.Effort >= vigorousShare:
		return "high"
	case w.Effort >= moderateShare:
		return "medium"
	}
	return "low"
}

// workoutDurations returns the duration and intensity of workouts. If the provider
// has no workouts, these are the ones that a note mentions.
func workoutDurations(l *Lens, d vital.Date) (points []Point) {
	has := l.Profile.Supplies(vital.ResourceWorkouts)
	l.recorded(d, func(_ *body.Day, w body.Workout, of wire.Detail) {
		if !has && !l.wrote(d, w) {
			return
		}
		if !has {
			of = wire.Detail{}
		}
		of.Intensity = vital.Val(intensity(w))
		points = append(points, Point{Unix: w.Start, Duration: int32(w.End - w.Start), Value: minutesIn(w.End - w.Start), Detail: &of})
	})
	return points
}

// wrote reports whether the person writes a note about a workout.
func (l *Lens) wrote(d vital.Date, w body.Workout) bool {
	return slices.ContainsFunc(l.Persona.Notes(d), func(n body.Note) bool {
		return n.At == w.End && slices.Equal(n.Tags, []vital.NoteTag{"exercise"})
	})
}

// recoveries returns the decrease of the heart rate in the minute after a workout
// that was hard enough.
func recoveries(l *Lens, d vital.Date) (points []Point) {
	l.recorded(d, func(day *body.Day, w body.Workout, _ wire.Detail) {
		if drop, ok := day.HeartRateRecovery(w); ok && l.facts(d).worn(w.End) {
			points = append(points, Point{Unix: w.End, Duration: 60, Value: vital.Whole(int64(drop))})
		}
	})
	return points
}
