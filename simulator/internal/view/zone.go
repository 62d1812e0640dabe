package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// FallingBack returns the lens of a connection whose user has a fallback time zone,
// which is used if the provider does not know the zone; nil means none.
func (l Lens) FallingBack(zone *time.Location) Lens {
	l.fallback = zone
	return l
}

// offset returns the offset of a record at an instant in seconds east of UTC; null
// if the zone is unknown (vital.md 7.6).
func (l *Lens) offset(unix int64) vital.Null[int] {
	if l.Profile.Offset == provider.FallbackOffset && l.fallback != nil {
		_, seconds := time.Unix(unix, 0).In(l.fallback).Zone()
		return vital.Val(seconds)
	}
	return l.sampleOffset(unix)
}

// sampleOffset returns the offset of a sample.
func (l *Lens) sampleOffset(unix int64) vital.Null[int] {
	if l.Profile.Offset != provider.KnownOffset || l.Profile.FloatingTime {
		return vital.Null[int]{}
	}
	return vital.Val(l.Persona.OffsetAt(unix))
}

// offsets returns a function for the offsets of samples at instants of one day,
// which is cheap if the clock does not change.
type offsets struct {
	lens    *Lens
	offset  vital.Null[int]
	changes bool
}

func (l *Lens) offsets(f *facts) offsets {
	first := l.sampleOffset(f.start)
	return offsets{l, first, l.sampleOffset(f.end-1) != first}
}

func (o offsets) at(unix int64) vital.Null[int] {
	if o.changes {
		return o.lens.sampleOffset(unix)
	}
	return o.offset
}
