package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// offset is the zone's offset at an instant in seconds east of UTC, null where
// the provider does not know the zone (contract 7.6).
func (l *Lens) offset(unix int64) vital.Null[int] {
	if l.Profile.NoOffset || l.Profile.FloatingTime {
		return vital.Null[int]{}
	}
	return vital.Val(l.Persona.OffsetAt(unix))
}

// offsets tells the offset at instants of one day, cheaply where the clock does
// not change.
type offsets struct {
	lens    *Lens
	offset  vital.Null[int]
	changes bool
}

func (l *Lens) offsets(f *facts) offsets {
	first := l.offset(f.start)
	return offsets{l, first, l.offset(f.end-1) != first}
}

func (o offsets) at(unix int64) vital.Null[int] {
	if o.changes {
		return o.lens.offset(unix)
	}
	return o.offset
}
