package vital

// A SampleEncoder writes many samples of one resource, as Sample.AppendJSON
// would, without making Samples. It remembers what consecutive samples share:
// everything up to the date, rewritten only where the UTC day, the offset or
// the type changes. Make one per goroutine with NewSampleEncoder.
type SampleEncoder struct {
	// Type is written as the samples' type. It may be changed between samples.
	Type Null[string]

	resource *Resource
	offset   Null[int]
	typ      Null[string] // what head was written with
	day      int64
	dated    int    // len of head up to the date
	head     []byte // {"id":null,…,"timestamp":"2026-01-05T
}

// NewSampleEncoder is an encoder for samples of r, whose Kind decides whether
// start and end are written.
func NewSampleEncoder(r *Resource) SampleEncoder { return SampleEncoder{resource: r} }

// Append appends one sample that begins at unix (seconds since 1970) and, for
// an interval, lasts duration seconds. A null offset is a zone nobody knows.
func (e *SampleEncoder) Append(b []byte, unix int64, duration int32, offset Null[int], value Decimal) []byte {
	day := floorDiv(unix, daySeconds)
	if day != e.day || offset != e.offset || e.Type != e.typ || e.head == nil {
		e.offset, e.typ, e.day = offset, e.Type, day
		e.head = appendSampleHead(e.head[:0], offset, e.Type, e.resource.Unit)
		e.dated = len(e.head)
		e.head = append(Date(day).AppendTo(e.head), 'T')
	}
	b = append(b, e.head...)
	return appendSampleTail(b, e.head[e.dated:], e.resource.Kind, unix, day, duration, value)
}

// AppendSample appends a single sample: what SampleEncoder.Append does, with
// nothing remembered and a null type.
func AppendSample(b []byte, r *Resource, unix int64, duration int32, offset Null[int], value Decimal) []byte {
	day := floorDiv(unix, daySeconds)
	b = appendSampleHead(b, offset, Null[string]{}, r.Unit)
	var buf [16]byte
	date := append(Date(day).AppendTo(buf[:0]), 'T')
	b = append(b, date...)
	return appendSampleTail(b, date, r.Kind, unix, day, duration, value)
}

// appendSampleTail finishes a sample from the clock of its timestamp on. The
// date, with its T, is that of day.
func appendSampleTail(b, date []byte, kind Kind, unix, day int64, duration int32, value Decimal) []byte {
	second := int(unix - day*daySeconds)
	b = appendClock(b, second)
	if kind == Interval {
		b = append(append(b, `+00:00","start":"`...), date...)
		b = append(appendClock(b, second), `+00:00","end":"`...)
		if end := second + int(duration); end < daySeconds {
			b = appendClock(append(b, date...), end)
		} else {
			b = append(Date(day+int64(end/daySeconds)).AppendTo(b), 'T')
			b = appendClock(b, end%daySeconds)
		}
	}
	b = value.AppendJSON(append(b, `+00:00","value":`...))
	return append(b, '}')
}
