package view

import (
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// flatBlock is the number of days in which a battery runs out once.
const flatBlock = 40

// flat returns when the battery of the device runs out on d: in the second half of
// a waking day, and never before a workout. From then on the device is silent
// until it has been charged overnight; data not yet uploaded comes in the morning.
func (l *Lens) flat(d vital.Date) (at int64, ok bool) {
	block := floorDiv(int64(d), flatBlock)
	r := l.seed.Child("flat battery").At(block).Stream()
	if l.model.Wear != provider.Wrist || int64(d)-block*flatBlock != int64(r.Int(flatBlock)) || l.away(d) || l.away(d+1) {
		return 0, false
	}
	start, end := l.Persona.DayStart(d), l.Persona.DayStart(d+1)
	if start == end {
		return 0, false // a date that the zone skipped
	}
	wake := l.Persona.Nights(d)[0].End
	next, _ := l.nextNight(d)
	at = wake + int64(r.Between(0.5, 0.85)*float64(min(next.Start, end)-wake))/60*60
	var buf [4]int64
	for _, workout := range l.Persona.WorkoutEnds(d, buf[:0]) {
		if at < workout+1800 {
			return 0, false
		}
	}
	return at, at > start && at < end
}

// runOut marks the device as not worn from the end of its battery on.
func (f *facts) runOut(at int64) {
	kept := f.off[:0]
	for _, s := range f.off {
		if s.from < at {
			kept = append(kept, spell{s.from, min(s.to, at)})
		}
	}
	f.off = append(kept, spell{at, f.end})
}
