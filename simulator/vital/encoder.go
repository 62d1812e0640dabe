package vital

// A SampleEncoder writes many samples of one resource, as Sample.AppendJSON
// would, without making Samples. It remembers what consecutive samples share:
// everything up to the date, rewritten only where the UTC day, the offset or
// the detail changes. Make one per goroutine with NewSampleEncoder.
type SampleEncoder struct {
	// Micro and Detail are the rare parts of the samples that follow: microseconds
	// within the second, and what there is beside a value.
	Micro  int32
	Detail *Detail
	// Source is where the samples come from, which those of blood pressure tell.
	// It must not change after the first sample.
	Source *Source

	resource *Resource
	plain    bool // nothing but a value in hundredths
	offset   Null[int]
	detail   *Detail // what head was written with
	day      int64
	dated    int    // len of head up to the date
	head     []byte // {"id":null,…,"timestamp":"2026-01-05T
}

// NewSampleEncoder returns an encoder for samples of r, whose Kind decides whether
// start and end are written.
func NewSampleEncoder(r *Resource) SampleEncoder {
	return SampleEncoder{resource: r, plain: r.Shape == ShapeValue && !r.Fine}
}

// Append appends one sample that begins at unix (seconds since 1970) and, for
// an interval, lasts duration seconds. A null offset is a zone nobody knows.
// The value is as the resource keeps it: in millionths where it is Fine.
func (e *SampleEncoder) Append(b []byte, unix int64, duration int32, offset Null[int], value Decimal) []byte {
	day := floorDiv(unix, daySeconds)
	if day != e.day || offset != e.offset || e.Detail != e.detail || e.head == nil {
		e.begin(day, offset)
	}
	b = append(b, e.head...)
	second := int(unix - day*daySeconds)
	if e.Micro != 0 || !e.plain {
		return e.appendRare(b, second, duration, value)
	}
	b = appendClock(b, second)
	if e.resource.Kind == Interval {
		date := e.head[e.dated:]
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

// appendRare finishes a sample that is not plain, or lies within a second: what
// Append does for the many, with all that there may be.
func (e *SampleEncoder) appendRare(b []byte, second int, duration int32, value Decimal) []byte {
	b = e.appendTime(b, second)
	if e.resource.Kind == Interval {
		b = append(Date(e.day).AppendTo(append(b, `,"start":"`...)), 'T')
		b = e.appendTime(b, second)
		end := second + int(duration)
		b = append(Date(e.day+int64(end/daySeconds)).AppendTo(append(b, `,"end":"`...)), 'T')
		b = e.appendTime(b, end%daySeconds)
	}
	d := e.Detail.orNothing()
	switch e.resource.Shape {
	case ShapePressure:
		b = d.Systolic.AppendJSON(append(b, `,"systolic":`...))
		b = d.Diastolic.AppendJSON(append(b, `,"diastolic":`...))
	case ShapeNote:
		b = appendKeyString(b, `,"value":`, d.Text)
	default:
		b = e.resource.Value(value).AppendJSON(append(b, `,"value":`...))
	}
	return d.appendTo(b, e.resource.Shape)
}

// appendTime appends the time of a second of the day, up to its closing quote.
func (e *SampleEncoder) appendTime(b []byte, second int) []byte {
	b = appendClock(b, second)
	if e.Micro != 0 {
		b = appendMicro(b, int(e.Micro))
	}
	return append(b, `+00:00"`...)
}

// begin writes the head of the samples that follow.
func (e *SampleEncoder) begin(day int64, offset Null[int]) {
	e.offset, e.detail, e.day = offset, e.Detail, day
	e.head = appendSampleHead(e.head[:0], offset, e.Detail.orNothing().Type, e.resource.Unit)
	if e.resource.Shape == ShapePressure {
		var grouping Grouping
		if e.Source != nil {
			grouping = GroupingOf(*e.Source)
		}
		e.head = grouping.AppendJSON(append(e.head, `,"grouping":`...))
	}
	e.head = append(e.head, `,"timestamp":"`...)
	e.dated = len(e.head)
	e.head = append(Date(day).AppendTo(e.head), 'T')
}
