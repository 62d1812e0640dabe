package wire

import (
	"bytes"

	"github.com/vitalsim/vitalsim/simulator/internal/codec"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const daySeconds = 86400

// A SampleEncoder writes many samples of one resource, as vital.Sample.AppendJSON
// would, without making Samples. It keeps what consecutive samples share:
// everything up to the date, rewritten only where the UTC day, the offset or
// the detail changes. Make one per goroutine with NewSampleEncoder.
type SampleEncoder struct {
	// Micro and Detail are the rare parts of the samples that follow: microseconds
	// within the second, and what there is beside a value.
	Micro  int32
	Detail *Detail
	// Source is the source of the samples, which blood pressures contain.
	// It must not change after the first sample.
	Source *vital.Source

	resource *vital.Resource
	plain    bool // nothing but a value in hundredths
	offset   vital.Null[int]
	detail   *Detail // that head and tail have
	day      int64
	head     []byte // {"id":null,…,"timestamp":"2026-01-05T
	dated    int    // len of head up to the date
	valued   bool   // a value lies between the times and the tail
	tail     []byte // from the times or the value to the end
	text     []byte // the sample that both are taken from
}

// NewSampleEncoder returns an encoder for samples of r, whose Kind decides whether
// start and end are written.
func NewSampleEncoder(r *vital.Resource) SampleEncoder {
	return SampleEncoder{resource: r, plain: r.Shape == vital.ShapeValue && !r.Fine}
}

// Append appends one sample that begins at unix (seconds since 1970) and, for
// an interval, lasts duration seconds. A null offset is an unknown zone.
// The value is as the resource keeps it: in millionths where it is Fine.
func (e *SampleEncoder) Append(b []byte, unix int64, duration int32, offset vital.Null[int], value vital.Decimal) []byte {
	day := unix / daySeconds
	if unix < day*daySeconds {
		day--
	}
	if offset != e.offset || e.Detail != e.detail || e.head == nil {
		e.begin(offset)
		e.setDay(day)
	} else if day != e.day {
		e.setDay(day)
	}
	b = append(b, e.head...)
	second := int(unix - day*daySeconds)
	if e.Micro != 0 || !e.plain {
		return e.appendRare(b, second, duration, value)
	}
	b = codec.AppendClock(b, second)
	if e.resource.Kind == vital.Interval {
		date := e.head[e.dated:]
		b = append(append(b, `+00:00","start":"`...), date...)
		b = append(codec.AppendClock(b, second), `+00:00","end":"`...)
		if end := second + int(duration); end < daySeconds {
			b = codec.AppendClock(append(b, date...), end)
		} else {
			b = append(vital.Date(day+int64(end/daySeconds)).AppendTo(b), 'T')
			b = codec.AppendClock(b, end%daySeconds)
		}
	}
	b = value.AppendJSON(append(b, `+00:00","value":`...))
	return append(b, '}')
}

// appendRare finishes a sample that is not plain or lies within a second.
func (e *SampleEncoder) appendRare(b []byte, second int, duration int32, value vital.Decimal) []byte {
	b = e.appendTime(b, second)
	if e.resource.Kind == vital.Interval {
		b = append(vital.Date(e.day).AppendTo(append(b, `,"start":"`...)), 'T')
		b = e.appendTime(b, second)
		end := second + int(duration)
		b = append(vital.Date(e.day+int64(end/daySeconds)).AppendTo(append(b, `,"end":"`...)), 'T')
		b = e.appendTime(b, end%daySeconds)
	}
	if e.valued {
		b = e.resource.Value(value).AppendJSON(append(b, `,"value":`...))
	}
	return append(b, e.tail...)
}

// appendTime appends the time of a second of the day, up to its closing quote.
func (e *SampleEncoder) appendTime(b []byte, second int) []byte {
	b = codec.AppendClock(b, second)
	if e.Micro != 0 {
		b = codec.AppendMicro(b, int(e.Micro))
	}
	return append(b, `+00:00"`...)
}

// begin takes the head and the tail of the samples that follow from one without
// times and value.
func (e *SampleEncoder) begin(offset vital.Null[int]) {
	e.offset, e.detail = offset, e.Detail
	var from vital.Source
	if e.Source != nil {
		from = *e.Source
	}
	blank := e.Detail.Sample(*e.resource, vital.Sample{TimezoneOffset: offset, Unit: e.resource.Unit}, from)
	e.text = blank.(interface{ AppendJSON(b []byte) []byte }).AppendJSON(e.text[:0])
	head, tail, found := bytes.Cut(e.text, []byte(`"0001-01-01T00:00:00+00:00"`))
	if !found {
		panic("wire: a sample without a timestamp: " + string(e.text))
	}
	e.head = append(append(e.head[:0], head...), '"')
	e.dated = len(e.head)
	e.tail, e.valued = bytes.CutPrefix(tail, []byte(`,"value":0`))
}

// setDay rewrites the date at the end of the head.
func (e *SampleEncoder) setDay(day int64) {
	e.day = day
	e.head = append(vital.Date(day).AppendTo(e.head[:e.dated]), 'T')
}
