package view

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Micros returns the time of the point in microseconds since 1970. Together with the
// source it identifies a sample.
func (p Point) Micros() int64 { return p.Unix*1_000_000 + int64(p.Micro) }

// End returns the first whole second at which the point is complete.
func (p Point) End() int64 {
	end := p.Unix + int64(p.Duration)
	if p.Micro > 0 {
		end++
	}
	return end
}

// Equal reports whether two points are equal.
func (p Point) Equal(other Point) bool {
	details := p.Detail.Equal(other.Detail)
	p.Detail, other.Detail = nil, nil
	return details && p == other
}

// AppendTo appends the point as a sample in Vital's JSON.
func (p Point) AppendTo(b []byte, e *wire.SampleEncoder) []byte {
	e.Micro, e.Detail = p.Micro, p.Detail
	return e.Append(b, p.Unix, p.Duration, p.Offset, p.Value)
}

// Sample returns the point as a sample of a resource from a source: a pointer of the
// type that vital.NewSample returns.
func (p Point) Sample(r vital.Resource, from vital.Source) any {
	at := time.Unix(p.Unix, int64(p.Micro)*1000).UTC()
	s := vital.Sample{TimezoneOffset: p.Offset, Unit: r.Unit, Timestamp: at, Value: r.Value(p.Value)}
	if r.Kind == vital.Interval {
		s.Start, s.End = at, at.Add(time.Duration(p.Duration)*time.Second)
	}
	return p.Detail.Sample(r, s, from)
}

// PointOf converts a sample of a resource, a pointer of the type that
// vital.NewSample returns, to a point. Intervals are kept in whole seconds.
func PointOf(r vital.Resource, sample any) Point {
	s := wire.Common(sample)
	p := Point{Unix: s.Timestamp.Unix(), Offset: s.TimezoneOffset, Value: r.Keep(s.Value), Detail: wire.DetailOf(sample)}
	if r.Kind == vital.Interval {
		p.Duration = int32(s.End.Unix() - s.Start.Unix())
	} else {
		p.Micro = int32(s.Timestamp.Nanosecond() / 1000)
	}
	return p
}
