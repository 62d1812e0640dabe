package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Paroxysmal atrial fibrillation: in some days, by UTC, one episode of one to
// nine hours that lies within the day, so that an instant is decided by its own
// day alone. The burden is their share of the time.
const (
	shortestAFib = 3600
	longestAFib  = 9 * 3600
)

// fibrillation is the episode of a UTC day, if there is one.
func (p *Persona) fibrillation(utc int64) (from, to int64, ok bool) {
	p = p.On(vital.Date(utc - 1)) // no instant of a UTC day has an earlier date
	if p.trait().afib[1] == 0 {
		return 0, 0, false
	}
	r := p.seed("afib").At(utc).Stream()
	chance := p.habit("afib", p.trait().afib) / 100 * daySeconds / ((shortestAFib + longestAFib) / 2)
	if !r.Chance(chance) {
		return 0, 0, false
	}
	length := shortestAFib + int64(r.Int((longestAFib-shortestAFib)/60))*60
	from = utc*daySeconds + int64(r.Int(int(daySeconds-length)/60))*60
	return from, from + length, true
}

// AFib is whether the heart fibrillates at an instant.
func (p *Persona) AFib(unix int64) bool {
	from, to, ok := p.fibrillation(floorDiv(unix, daySeconds))
	return ok && from <= unix && unix < to
}

// An Episode is a stretch of time, half-open, in unix seconds.
type Episode struct{ Start, End int64 }

// AFibEpisodes are the episodes of atrial fibrillation within [from, to), in
// order, cut at its ends.
func (p *Persona) AFibEpisodes(from, to int64) (list []Episode) {
	for utc := floorDiv(from, daySeconds); utc*daySeconds < to; utc++ {
		if a, b, ok := p.fibrillation(utc); ok && a < to && b > from {
			list = append(list, Episode{max(a, from), min(b, to)})
		}
	}
	return list
}

// What fibrillation does to the heart rate: without control it is 20 to 30 bpm
// above sinus rhythm at rest, and no minute is like the other (Van Gelder 2010).
const (
	afibBeats    = 24 * bpm
	afibRestless = 11
)

// AFibBurden is the share of time in atrial fibrillation of the week that ends
// with the date, in percent.
func (p *Persona) AFibBurden(d vital.Date) vital.Decimal {
	from, to := p.DayStart(d-6), p.DayStart(d+1)
	seconds := int64(0)
	for _, e := range p.AFibEpisodes(from, to) {
		seconds += e.End - e.Start
	}
	return vital.Decimal((20000*seconds + (to - from)) / (2 * (to - from)))
}
