package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Some providers read two devices at once, as Apple HealthKit reads the watch
// and the phone. Each is a source of its own: the same steps come twice, as
// samples of two sources and in two records of a day, and neither counts the
// other's (vital.md 3.1, 9.43).

// companionOrdinal is the first ordinal of a companion's records.
const companionOrdinal = 32

// Rank is the order of records of the same date: of two devices the companion's
// are the first, so that the last is what the person wears.
func (r Rev) Rank() int {
	if r.Ordinal >= companionOrdinal {
		return r.Ordinal - 2*companionOrdinal
	}
	return r.Ordinal
}

// companion is the lens through the provider's second device; false where there
// is none.
func (l *Lens) companion() (second Lens, ok bool) {
	if l.second || l.Profile.Companion == nil || !l.Persona.HasPhone() {
		return Lens{}, false
	}
	second = *l
	second.model, second.second = l.Profile.Companion, true
	second.seed = l.seed.Child("companion")
	return second, true
}

// joins is companion where the second device measures the resource.
func (l *Lens) joins(resource string) (second Lens, ok bool) {
	if companion := l.Profile.Companion; companion == nil || !slices.Contains(companion.Measured, resource) {
		return Lens{}, false
	}
	return l.companion()
}

// lacks is whether the second device does not measure the resource.
func (l *Lens) lacks(resource string) bool {
	return l.second && !slices.Contains(l.model.Measured, resource)
}

// both are the records of the device and of its companion.
func (s Summary) both() Summary {
	revs, record := s.Revs, s.Record
	s.Revs = func(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
		out = revs(l, d, asOf, out)
		if second, ok := l.companion(); ok {
			first := len(out)
			out = revs(&second, d, asOf, out)
			for i := range out[first:] {
				out[first+i].Ordinal += companionOrdinal
			}
		}
		return out
	}
	s.Record = func(l *Lens, r Rev, stamp Stamp) vital.Payload {
		if second, ok := l.companion(); ok && r.Ordinal >= companionOrdinal {
			r.Ordinal -= companionOrdinal
			l = &second
		}
		return record(l, r, stamp)
	}
	return s
}

// and are the samples of the device, and as the last source those of its companion.
func (s Series) and(companion string) Series {
	each, last := s.Each, len(s.Sources)
	s.Sources = append(slices.Clip(s.Sources), companion)
	s.Each = func(l *Lens, source int, d vital.Date, lo, hi int64, yield func(Point)) {
		if second, ok := l.companion(); ok && source == last {
			l, source = &second, 0
		}
		each(l, source, d, lo, hi, yield)
	}
	return s
}

// missed is the share of steps, in percent, that a phone does not feel on d.
func (l *Lens) missed(d vital.Date) int {
	r := l.seed.Child("missed").At(int64(d)).Stream()
	return r.Int(8)
}

// notCarried is when the phone is not with its owner on d: at night, in the locker
// during sport, and for some of every hour or two.
func (l *Lens) notCarried(d vital.Date, f *facts, wake, bed int64) (off []spell) {
	share := l.Persona.PhoneCarried(d)
	if share == 0 {
		return []spell{{f.start, f.end}}
	}
	r := l.seed.Child("carried").At(int64(d)).Stream()
	var buf [4]int64
	ends := l.Persona.WorkoutEnds(d, buf[:0])
	put := f.start // since when it lies somewhere
	for at := max(wake, f.start); at < bed; {
		with := int64(60 * r.Int(15+int(120*share)))
		without := int64(float64(with)*(1-share)/share) / 60 * 60
		from, to := at, min(at+with, bed)
		for _, end := range ends {
			if from < end && to > end-lockerTime {
				to = max(from, end-lockerTime)
			}
		}
		if from < to {
			off = append(off, spell{put, from})
			put = to
		}
		at += max(with+without, 60)
	}
	return slices.DeleteFunc(append(off, spell{put, f.end}), func(s spell) bool { return s.from >= s.to })
}

// lockerTime is how long before the end of a workout the phone was put away.
const lockerTime = 90 * 60
