package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Samples of workouts name theirs in the source, and are there with it: they add
// up to what its record says.

// eachWorkout calls f with the recorded workouts of d that were over after lo and
// by hi, and what their samples say of them.
func (l *Lens) eachWorkout(d vital.Date, lo, hi int64, f func(day *body.Day, w body.Workout, zone offsets, of *vital.Detail)) {
	today := l.facts(d)
	if today.start == today.end || hi <= today.start || lo >= today.end {
		return
	}
	day := l.plan(d)
	for i, w := range day.Workouts {
		if w.End <= lo || w.End > hi || overlaps(today.off, w.Start, w.End) {
			continue
		}
		id := l.RecordID("workouts", Rev{Date: d, Ordinal: i})
		f(day, w, l.offsets(today), &vital.Detail{WorkoutID: vital.Val(id), Sport: vital.Val(sport(w).Slug)})
	}
}

// workoutMinutes makes the samples of what adds up over a workout: a sum for
// every minute that has any. amounts is nil for workouts without.
func workoutMinutes(amounts func(*Lens, *body.Day, body.Workout) []vital.Decimal) func(*Lens, int, vital.Date, int64, int64, func(Point)) {
	return func(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
		l.eachWorkout(d, lo, hi, func(day *body.Day, w body.Workout, zone offsets, of *vital.Detail) {
			for i, amount := range amounts(l, day, w) {
				if at := w.Start + int64(60*i); amount > 0 {
					yield(Point{Unix: at, Duration: 60, Offset: zone.at(at), Value: amount, Detail: of})
				}
			}
		})
	}
}

// metresOf are the metres of each minute of a workout.
func metresOf(l *Lens, day *body.Day, w body.Workout) (minutes []vital.Decimal) {
	if !l.model.Reports.Distances {
		return nil
	}
	track := l.Persona.Track(day, w)
	perMinute, before := int(60/track.Step), int32(0)
	for i := perMinute - 1; i < len(track.DistanceCm); i += perMinute {
		minutes = append(minutes, vital.Decimal(track.DistanceCm[i]-before))
		before = track.DistanceCm[i]
	}
	return minutes
}

func strokesOf(l *Lens, day *body.Day, w body.Workout) (minutes []vital.Decimal) {
	for _, n := range l.Persona.Strokes(day, w) {
		minutes = append(minutes, vital.Whole(int64(n)))
	}
	return minutes
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

// workoutDuration yields how long workouts were, and how hard. Where the provider
// has no workouts, people write them down: those that a note tells of.
func workoutDuration(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	whole := func(w body.Workout, zone offsets, of vital.Detail) {
		of.Intensity = vital.Val(intensity(w))
		p := Point{Unix: w.Start, Duration: int32(w.End - w.Start), Offset: zone.at(w.Start), Value: vital.Decimal((w.End - w.Start) * 100 / 60), Detail: &of}
		if l.Profile.FloatingTime {
			p.Unix, p.Offset = p.Unix+int64(p.Offset.V), vital.Null[int]{}
		}
		yield(p)
	}
	l.eachWorkout(d, lo, hi, func(_ *body.Day, w body.Workout, zone offsets, of *vital.Detail) {
		switch {
		case l.Profile.Supplies("workouts"):
			whole(w, zone, *of)
		case l.noted(d, w):
			whole(w, zone, vital.Detail{})
		}
	})
}

// noted is whether the person writes a note about a workout.
func (l *Lens) noted(d vital.Date, w body.Workout) bool {
	for _, note := range l.Persona.Notes(d) {
		if note.At == w.End && len(note.Tags) == 1 && note.Tags[0] == "exercise" {
			return true
		}
	}
	return false
}

// recovery yields by how much the heart slows down in the minute after a workout
// that was hard enough: from its last minute to the next.
func recovery(l *Lens, _ int, d vital.Date, lo, hi int64, yield func(Point)) {
	l.eachWorkout(d, lo-60, hi-60, func(day *body.Day, w body.Workout, zone offsets, _ *vital.Detail) {
		end := int(w.End-day.Start) / 60
		if end >= day.Minutes() || !l.facts(d).worn(w.End) {
			return
		}
		before, after := int64(day.HeartRate[end-1]), int64(day.HeartRate[end])
		if hard := int64(l.Persona.HRMax) * 6 / 10; before < hard || after >= before {
			return
		}
		yield(Point{Unix: w.End, Duration: 60, Offset: zone.at(w.End), Value: vital.Whole(before - after)})
	})
}
