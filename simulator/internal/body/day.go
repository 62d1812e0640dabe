package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Day is one local calendar day, minute by minute: index i of every array is
// the minute that starts at Start + 60 × i. A day has 23 to 25 hours by the
// zone's rules, more or fewer with a flight, and none on a date that the zone
// skipped.
type Day struct {
	Date       vital.Date
	Start, End int64 // unix seconds, End is the next day's Start
	// Sleeps are the sleeps that end on this date, as returned by Nights. The
	// evening part of the next night is in the minutes only.
	Sleeps   []Sleep
	Walks    []Walk    // in order
	Workouts []Workout // in order, none overlaps a walk or a sleep
	// RestingHR of the date in bpm, between MinRestingHR and MaxRestingHR.
	RestingHR int
	// BasalKcal is the energy of 24 hours of rest, whatever the day's length.
	BasalKcal vital.Decimal

	Steps []uint8
	// HeartRate in bpm, never 0.
	HeartRate []uint8
	// Distance on foot in centimetres, without cycling and swimming.
	Distance []uint16
	// ActiveKcal in hundredths of a kilocalorie above basal.
	ActiveKcal []uint16
	// METTenths is the effort in tenths of a MET, at least 10.
	METTenths []uint8
	Floors    []uint8
	// Pushes has the pushes of a wheelchair user and is nil for anybody else. A
	// wheelchair user has no steps and floors, and Distance is that of the pushes.
	Pushes []uint8

	stages []Stage
}

// Minutes returns the length of the day.
func (d *Day) Minutes() int { return len(d.Steps) }

// StageAt returns the stage at the beginning of a minute, 0 out of bed.
func (d *Day) StageAt(i int) Stage { return d.stages[i] }

// Asleep reports whether the persona sleeps in a minute. Lying awake does not count.
func (d *Day) Asleep(i int) bool { return d.stages[i] != 0 && d.stages[i] != Awake }

// Day returns the persona's day on the local date d. The result depends on nothing but
// the persona and the date.
func (p *Persona) Day(d vital.Date) *Day {
	p = p.On(d)
	f := p.frame(d)
	day := &Day{Date: d, Start: f.start, End: f.end, BasalKcal: p.BasalKcalOn(d)}
	day.allocate(f.minutes())
	if f.minutes() == 0 {
		return day
	}
	day.Sleeps = p.Nights(d)
	var buf [128]Span
	next := p.night(f.next(), buf[:0])

	var nap *Sleep
	for i := range day.Sleeps {
		day.lie(&day.Sleeps[i])
		if day.Sleeps[i].Nap {
			nap = &day.Sleeps[i]
		}
	}
	day.lie(&next)
	day.RestingHR = p.restingHR(d, day.Sleeps[0].Total())

	plan := p.planDay(f, &day.Sleeps[0], &next, nap)
	p.moveIncidentally(day, &plan)
	p.moveBouts(day, &plan)
	if p.Wheelchair() {
		day.roll()
	}
	p.fillEnergy(day)
	p.fillHeartRate(day)
	return day
}

// allocate makes the per-minute slices out of two allocations, plus one for the stages.
func (d *Day) allocate(n int) {
	bytes, words := make([]uint8, 4*n), make([]uint16, 2*n)
	d.Steps, d.HeartRate = bytes[:n:n], bytes[n:2*n:2*n]
	d.METTenths, d.Floors = bytes[2*n:3*n:3*n], bytes[3*n:4*n:4*n]
	d.Distance, d.ActiveKcal = words[:n:n], words[n:2*n:2*n]
	d.stages = make([]Stage, n)
}

// lie marks the minutes of the day that belong to a sleep. A minute that overlaps the
// sleep counts as in bed.
func (d *Day) lie(s *Sleep) {
	for i, span := range s.Spans {
		from, to := s.Start+int64(span.From)-d.Start, s.Start+int64(span.To)-d.Start
		if i > 0 {
			from += 59 // the minute belongs to the stage at its beginning
		}
		first, last := max(floorDiv(from, 60), 0), min(floorDiv(to+59, 60), int64(len(d.stages)))
		for m := first; m < last; m++ {
			d.stages[m] = span.Stage
		}
	}
}

// moveBouts fills in walks and workouts in chronological order.
func (p *Persona) moveBouts(day *Day, plan *plan) {
	bouts := plan.sort()
	walks := 0
	for i := range bouts {
		walks += b2i(bouts[i].cadence > 0)
	}
	day.Walks = make([]Walk, 0, walks)
	r := p.streams.steps.At(int64(day.Date)).Child("bouts").Stream()
	for i := range bouts {
		b := &bouts[i]
		switch {
		case b.workout != nil:
			day.Workouts = append(day.Workouts, p.moveWorkout(day, b, &r))
		case b.cadence > 0:
			p.moveWalk(day, b, &r)
			day.Walks = append(day.Walks, Walk{
				Start: day.Start + int64(b.from)*60, End: day.Start + int64(b.to)*60, Cadence: b.cadence,
			})
		}
	}
}
