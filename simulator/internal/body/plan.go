package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// Walk is a stretch of purposeful walking.
type Walk struct {
	Start, End int64 // unix seconds
	// Cadence is the mean in steps per minute: Tudor-Locke 2011, 80 to 125 outside of
	// sport; 100 and more is moderate intensity. For a wheelchair user it is half of
	// that, in pushes per minute.
	Cadence int
}

// bout is an activity that takes the minutes [from, to) of the day.
type bout struct {
	from, to int
	cadence  int       // of a walk, else 0
	workout  *training // of a workout, else nil
}

// plan is a day's schedule in minutes of the day.
type plan struct {
	wake, bed  int // the waking day, [wake, bed)
	bouts      [10]bout
	n          int
	incidental float64 // steps to be spread over the rest of the waking day
	working    [2]int  // minutes at work, empty on free days
	tail       int     // minutes at work after midnight, in the night shift of the date before
}

// overlap returns a bout that overlaps the given minutes, or nil.
func (d *plan) overlap(from, to int) *bout {
	for i := range d.bouts[:d.n] {
		if b := &d.bouts[i]; from < b.to+gap && b.from < to+gap {
			return b
		}
	}
	return nil
}

const (
	gap     = 4  // minutes between bouts
	evening = 40 // minutes before bed without walks or sport
)

// place adds a bout at the minute from or, if that is taken, after the bouts that
// overlap it. It reports whether there was room before the evening.
func (d *plan) place(b bout, from int) bool {
	length := b.to - b.from
	from = max(from, d.wake+15)
	for other := d.overlap(from, from+length); other != nil; other = d.overlap(from, from+length) {
		from = other.to + gap
	}
	if d.n == len(d.bouts) || from+length > d.bed-evening {
		return false
	}
	b.from, b.to = from, from+length
	d.bouts[d.n] = b
	d.n++
	return true
}

// sort sorts the bouts by time and returns them. There are few, and an insertion sort
// does not allocate.
func (d *plan) sort() []bout {
	bouts := d.bouts[:d.n]
	for i := range bouts {
		for j := i; j > 0 && bouts[j].from < bouts[j-1].from; j-- {
			bouts[j], bouts[j-1] = bouts[j-1], bouts[j]
		}
	}
	return bouts
}

// planDay plans the waking part of a day: nap and workout first, then walks, and the
// remaining steps of the day as incidental ones.
func (p *Persona) planDay(f frame, last, next *Sleep, nap *Sleep) plan {
	p = p.On(f.date)
	d := plan{wake: f.index(last.End + 59), bed: min(f.index(next.Start), f.minutes())}
	r := p.streams.walks.At(int64(f.date)).Stream()
	shift := p.Shift(f.date)
	if nap != nil {
		d.bouts[0], d.n = bout{from: f.index(nap.Start), to: f.index(nap.End + 59)}, 1
	}
	t := p.trains(f.date)
	start := p.trainingStart(&d, f, t, shift, &r)
	if t.sport != nil {
		d.place(bout{to: t.minutes, workout: &t}, min(start, d.bed-evening-t.minutes))
	}

	target := (float64(p.DailySteps) - p.footSteps) * p.weekdaySteps[f.date.Weekday()] * r.Bell(1.03, 0.16)
	target = clamp(target*(1-float64(0.6*p.illness(f.date))), 400, 21000)
	walking := target * r.Between(0.38, 0.58)
	walked := p.planWalks(&d, f, walking, shift, &r)
	d.incidental = target - walked
	if p.sleepsByDay(f.date) {
		d.incidental = max(d.incidental-p.planTail(&d, f, f.index(last.Start), &r), 200)
	}
	return d
}

// trainingStart returns the preferred minute for a workout: before work for early
// chronotypes, after work for others, and around noon on free days.
func (p *Persona) trainingStart(d *plan, f frame, t training, shift Shift, r *seed.Stream) int {
	morning, about := r.Chance(0.75), r.Bell(0, 28)
	switch {
	case t.sport == nil:
		return 0
	case p.Chronotype < 215 && morning && shift != EarlyShift:
		return d.wake + 25 + int(about/2)
	case shift == OffDuty:
		return f.index(f.at(int(60 * (11*60 + 10 + float64(1.5*about)))))
	}
	return f.index(f.at(int(60 * (float64(trainingWish[shift]) + about))))
}

// trainingWish has the preferred time of a workout by shift, in minutes after midnight.
var trainingWish = [...]int{DayShift: 18*60 + 10, EarlyShift: 16 * 60, LateShift: 10 * 60, NightShift: 17*60 + 15}

// walkWish is a preferred time of day for a walk and its share of the walking.
type walkWish struct {
	minute int // after midnight by the local clock
	spread float64
	share  float64
}

var (
	workWalks = [...]walkWish{{12*60 + 20, 12, 0.40}, {16 * 60, 25, 0.15}, {20 * 60, 20, 0.45}}
	freeWalks = [...]walkWish{{10*60 + 40, 25, 0.34}, {15*60 + 10, 30, 0.36}, {19 * 60, 30, 0.30}}
)

// planWalks places the walks of a day and returns their steps.
func (p *Persona) planWalks(d *plan, f frame, steps float64, shift Shift, r *seed.Stream) float64 {
	cadence := func() int { return int(clamp(r.Bell(p.walkCadence, 3.5), minWalkCadence+5, maxWalkCadence-5)) }
	walked := 0.0
	wishes := freeWalks[:]
	out, leave := r.Bell(46, 4), r.Bell(17*60+15, 14)
	if shift != OffDuty {
		from, home := d.wake+int(out), f.index(f.at(int(60*leave)))
		switch at := func(minute int) int { return f.index(f.at(60 * minute)) }; shift {
		case DayShift:
			wishes = workWalks[:]
		case EarlyShift:
			from, home = d.wake+int(out/2), at(earlyStart+8*60+8)
		case LateShift:
			from, home = at(lateStart-12-p.CommuteMinutes), at(nightStart+8)
		case NightShift:
			from, home = at(nightStart-12-p.CommuteMinutes), f.minutes()
		}
		d.working = [2]int{from + 30, home}
		minutes := min(p.CommuteMinutes, int(steps/220))
		for _, at := range [2]int{from, home} {
			if b := (bout{to: minutes, cadence: cadence()}); minutes >= 3 && d.place(b, at) {
				walked += float64(minutes * b.cadence)
			}
		}
	}
	rest := max(steps-walked, 0)
	for _, w := range wishes {
		b := bout{cadence: cadence()}
		b.to = min(int(rest*w.share*r.Between(0.7, 1.3))/b.cadence, 80)
		from := f.index(f.at(int(60 * r.Bell(float64(w.minute), w.spread))))
		if b.to >= 3 && d.place(b, from) {
			walked += float64(b.to * b.cadence)
		}
	}
	return walked
}

// planTail adds the walks of a night shift after midnight, one in a break and the way
// home, which ends before the persona goes to bed at the minute bed. It returns their
// steps.
func (p *Persona) planTail(d *plan, f frame, bed int, r *seed.Stream) float64 {
	d.tail = max(min(f.index(f.at(60*nightEnd)), bed), 0)
	walked := 0.0
	for _, b := range [2]bout{{from: d.tail * 2 / 5, to: d.tail*2/5 + 8 + r.Int(12)}, {from: d.tail + 8, to: d.tail + 8 + p.CommuteMinutes}} {
		b.cadence = int(clamp(r.Bell(p.walkCadence, 3.5), minWalkCadence+5, maxWalkCadence-5))
		if b.to-b.from < 3 || b.to > bed-10 || d.n == len(d.bouts) {
			continue
		}
		d.bouts[d.n] = b
		d.n++
		walked += float64((b.to - b.from) * b.cadence)
	}
	return walked
}
