package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Paroxysmal atrial fibrillation: some UTC days have one episode of one to nine
// hours. An episode never crosses midnight UTC, so one day is enough to tell what
// happens at an instant. The burden is the share of time spent in episodes.
const (
	shortestAFib = 3600
	longestAFib  = 9 * 3600
)

// An Episode is an episode of atrial fibrillation, [Start, End) in unix seconds.
type Episode struct {
	Start, End int64
	beats      int // added to the heart rate, in 1/256 bpm
}

// afibRestless scales the minute-to-minute noise of the heart rate during
// fibrillation. The rate at rest is 15 to 60 bpm above sinus rhythm, depending on
// how well it is controlled, and irregular (Van Gelder 2010).
const afibRestless = 11

// fibrillation returns the episode of a UTC day, if there is one.
func (p *Persona) fibrillation(utc int64) (e Episode, ok bool) {
	p = p.On(vital.Date(utc - 1)) // no instant of a UTC day has an earlier date
	if p.trait().afib[1] == 0 {
		return e, false
	}
	r := p.seed("afib").At(utc).Stream()
	chance := p.habit("afib", p.trait().afib) / 100 * daySeconds / ((shortestAFib + longestAFib) / 2)
	if !r.Chance(chance) {
		return e, false
	}
	length := shortestAFib + int64(r.Int((longestAFib-shortestAFib)/60))*60
	e.Start = utc*daySeconds + int64(r.Int(int(daySeconds-length)/60))*60
	e.End = e.Start + length
	e.beats = bpm * (15 + r.Int(24) + b2i(r.Chance(0.25))*20)
	return e, true
}

// AFib reports whether the heart fibrillates at an instant.
func (p *Persona) AFib(unix int64) bool { return p.afibBeats(unix) > 0 }

// afibBeats returns what fibrillation adds to the heart rate at an instant, in
// 1/256 bpm.
func (p *Persona) afibBeats(unix int64) int {
	if e, ok := p.fibrillation(floorDiv(unix, daySeconds)); ok && e.Start <= unix && unix < e.End {
		return e.beats
	}
	return 0
}

// AFibEpisodes returns the episodes of atrial fibrillation within [from, to), in
// order, clipped to that interval.
func (p *Persona) AFibEpisodes(from, to int64) (list []Episode) {
	for utc := floorDiv(from, daySeconds); utc*daySeconds < to; utc++ {
		if e, ok := p.fibrillation(utc); ok && e.Start < to && e.End > from {
			e.Start, e.End = max(e.Start, from), min(e.End, to)
			list = append(list, e)
		}
	}
	return list
}

// AFibBurden returns the share of time in atrial fibrillation of the week that ends
// with the date, in percent.
func (p *Persona) AFibBurden(d vital.Date) vital.Decimal {
	from, to := p.DayStart(d-6), p.DayStart(d+1)
	seconds := int64(0)
	for _, e := range p.AFibEpisodes(from, to) {
		seconds += e.End - e.Start
	}
	return vital.Decimal((20000*seconds + (to - from)) / (2 * (to - from)))
}
