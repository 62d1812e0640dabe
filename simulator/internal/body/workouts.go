package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// WorkoutEnds appends the End of each workout of Day(d) to buf, in unix seconds. It
// computes only the outline of the day, at a hundredth of the cost of Day.
func (p *Persona) WorkoutEnds(d vital.Date, buf []int64) []int64 {
	if _, end, ok := p.training(p.frame(d)); ok {
		buf = append(buf, end)
	}
	return buf
}

// Workouts returns the same workouts as Day(d) without computing the other minutes of
// the day.
func (p *Persona) Workouts(d vital.Date) []Workout {
	p = p.On(d)
	f := p.frame(d)
	if f.minutes() == 0 || p.trains(d).sport == nil {
		return nil
	}
	var last, next Sleep // only their times are needed; a training day has no nap
	last.Start, last.End = p.inBed(f)
	next.Start, next.End = p.inBed(f.next())
	plan := p.planDay(f, &last, &next, nil)
	r := p.streams.steps.At(int64(d)).Child("bouts").Stream()
	var workouts []Workout
	for _, b := range plan.sort() {
		if b.workout == nil {
			for range b.to - b.from { // skip the draws of moveWalk
				r.Uint64()
			}
			continue
		}
		part := &Day{Date: d, Start: f.start + int64(b.from)*60}
		part.allocate(b.to - b.from)
		b.from, b.to = 0, b.to-b.from
		workouts = append(workouts, p.moveWorkout(part, &b, &r))
	}
	return workouts
}

// training returns the start and the end of the workout of a date, if there is one. It
// places the workout as planDay does: before any walk, on a day without a nap.
func (p *Persona) training(f frame) (start, end int64, ok bool) {
	p = p.On(f.date)
	t := p.trains(f.date)
	if t.sport == nil || f.minutes() == 0 {
		return 0, 0, false
	}
	_, wake := p.inBed(f)
	bed, _ := p.inBed(f.next())
	d := plan{wake: f.index(wake + 59), bed: min(f.index(bed), f.minutes())}
	r := p.streams.walks.At(int64(f.date)).Stream()
	wish := p.trainingStart(&d, f, t, p.Shift(f.date), &r)
	if !d.place(bout{to: t.minutes}, min(wish, d.bed-evening-t.minutes)) {
		return 0, 0, false
	}
	return f.start + int64(d.bouts[0].from)*60, f.start + int64(d.bouts[0].to)*60, true
}
