package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Some providers read two devices at once, such as the watch and the phone of Apple
// HealthKit. Each device is a source: the same steps appear twice, as samples of
// two sources and in two records of a day, and neither record includes the other
// (vital.md 3.1, 9.43).

// companionOrdinal is the first ordinal of a companion's records.
const companionOrdinal = 32

// Rank orders records of the same date: the companion's records come first, so that
// the last record is that of the device that the person wears.
func (r Rev) Rank() int {
	if r.Ordinal >= companionOrdinal {
		return r.Ordinal - 2*companionOrdinal
	}
	return r.Ordinal
}

// companion returns the lens through the provider's second device, and reports
// whether there is one.
func (l *Lens) companion() (second Lens, ok bool) {
	if l.second || l.Profile.Companion == nil || !l.Persona.HasPhone() {
		return Lens{}, false
	}
	second = *l
	second.model, second.second = l.Profile.Companion, true
	second.seed = l.seed.Child("companion")
	return second, true
}

// measuredByCompanion returns the companion if it measures the resource.
func (l *Lens) measuredByCompanion(resource vital.ResourceID) (second Lens, ok bool) {
	if !l.Profile.MeasuresTwice(resource) {
		return Lens{}, false
	}
	return l.companion()
}

// notMeasured reports whether the second device does not measure the resource.
func (l *Lens) notMeasured(resource vital.ResourceID) bool {
	return l.second && !l.Profile.MeasuresTwice(resource)
}

// mergeCompanion returns the summary of the device merged with that of its companion.
func (s Summary) mergeCompanion() Summary {
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

// withCompanion returns the series of the device with the companion's samples as the last
// source.
func (s Series) withCompanion(companion string) Series {
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

// missed returns the share of steps, in percent, that a phone does not count on d.
func (l *Lens) missed(d vital.Date) int {
	r := l.seed.Child("missed").At(int64(d)).Stream()
	return r.Int(8)
}

// notCarried returns when the owner does not carry the phone on d: at night, during
// sport, and for a part of every hour or two.
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

// lockerTime is how long before the end of a workout the phone is put away.
const lockerTime = 90 * 60
