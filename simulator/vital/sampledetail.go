package vital

import "slices"

// A Detail holds what samples of a few resources have besides a time and a value, in
// one place for all of them; which of it counts, the resource says. Samples may
// share a Detail, which must not change once it is used.
type Detail struct {
	Type Null[string] // where the resource is Typed

	Systolic, Diastolic Decimal              // ShapePressure
	SensorLocation      Null[SensorLocation] // ShapeTemperature
	DeliveryMode        Null[DeliveryMode]   // ShapeInjection
	DeliveryForm        Null[DeliveryForm]
	BolusPurpose        Null[BolusPurpose]
	Text                string // ShapeNote
	Tags                []NoteTag
	Intensity           Null[Intensity] // ShapeDuration

	// What the source of samples says of a workout: both of workout_distance and
	// the like, the sport alone of a wheelchair's distance (vital.md 4.1).
	WorkoutID Null[ID]
	Sport     Null[string]
}

// Equal reports whether two details are equal; nil equals an empty one.
func (d *Detail) Equal(other *Detail) bool {
	if d == other {
		return true
	}
	a, b := d.orNothing(), other.orNothing()
	if (a.Tags == nil) != (b.Tags == nil) || !slices.Equal(a.Tags, b.Tags) {
		return false
	}
	a.Tags, b.Tags = nil, nil
	return a.Type == b.Type && a.Systolic == b.Systolic && a.Diastolic == b.Diastolic && a.SensorLocation == b.SensorLocation &&
		a.DeliveryMode == b.DeliveryMode && a.DeliveryForm == b.DeliveryForm && a.BolusPurpose == b.BolusPurpose &&
		a.Text == b.Text && a.Intensity == b.Intensity && a.WorkoutID == b.WorkoutID && a.Sport == b.Sport
}

func (d *Detail) orNothing() Detail {
	if d == nil {
		return Detail{}
	}
	return *d
}

// Size returns an upper bound of the bytes that the detail takes on the wire.
func (d *Detail) Size() int {
	if d == nil {
		return 0
	}
	const keys = 256 // all of them, and words
	return keys + 6*(len(d.Text)+len(d.Type.V)) + 24*len(d.Tags)
}

// Source returns the source of a sample with this detail.
func (d *Detail) Source(s Source) Source {
	if d == nil {
		return s
	}
	if d.WorkoutID.Valid {
		s.WorkoutID = d.WorkoutID
	}
	if d.Sport.Valid {
		s.Sport = d.Sport
	}
	return s
}

// SameSource reports whether samples with these details are of one source, as far
// as the details tell.
func (d *Detail) SameSource(other *Detail) bool {
	if d == other {
		return true
	}
	a, b := d.orNothing(), other.orNothing()
	return a.WorkoutID == b.WorkoutID && a.Sport == b.Sport
}

// Common returns what a sample, a pointer such as *Note, has in common with all
// others. A blood pressure and a note have no value there.
func Common(sample any) Sample {
	switch s := sample.(type) {
	case *BloodPressure:
		return Sample{TimezoneOffset: s.TimezoneOffset, Type: s.Type, Unit: s.Unit, Timestamp: s.Timestamp}
	case *BodyTemperature:
		return s.Sample
	case *InsulinInjection:
		return s.Sample
	case *Note:
		return s.Sample
	case *WorkoutDuration:
		return s.Sample
	}
	return *sample.(*Sample)
}

// DetailOf returns what a sample, a pointer such as *Note, has beside a time and a
// value; nil for nothing.
func DetailOf(sample any) *Detail {
	var d Detail
	switch s := sample.(type) {
	case *Sample:
		if !s.Type.Valid {
			return nil
		}
		d.Type = s.Type
	case *BloodPressure:
		d = Detail{Type: s.Type, Systolic: s.Systolic, Diastolic: s.Diastolic}
	case *BodyTemperature:
		d = s.detail()
	case *InsulinInjection:
		d = s.detail()
	case *Note:
		d = s.detail()
	case *WorkoutDuration:
		d = s.detail()
	}
	return &d
}

func (t BodyTemperature) detail() Detail {
	return Detail{Type: t.Type, SensorLocation: t.SensorLocation}
}

func (i InsulinInjection) detail() Detail {
	return Detail{Type: i.Type, DeliveryMode: i.DeliveryMode, DeliveryForm: i.DeliveryForm, BolusPurpose: i.BolusPurpose}
}

func (n Note) detail() Detail { return Detail{Type: n.Type, Text: n.Value, Tags: n.Tags} }

func (w WorkoutDuration) detail() Detail { return Detail{Type: w.Type, Intensity: w.Intensity} }

// Sample returns a sample of the resource with the detail: a pointer as NewSample
// makes it. What it has in common with all samples stands in s.
func (d *Detail) Sample(r Resource, s Sample, from Source) any {
	v := d.orNothing()
	s.Type = v.Type
	switch r.Shape {
	case ShapePressure:
		return &BloodPressure{
			TimezoneOffset: s.TimezoneOffset, Type: s.Type, Unit: s.Unit, Grouping: GroupingOf(from), Timestamp: s.Timestamp,
			Systolic: v.Systolic, Diastolic: v.Diastolic,
		}
	case ShapeTemperature:
		return &BodyTemperature{Sample: s, SensorLocation: v.SensorLocation}
	case ShapeInjection:
		return &InsulinInjection{Sample: s, DeliveryMode: v.DeliveryMode, DeliveryForm: v.DeliveryForm, BolusPurpose: v.BolusPurpose}
	case ShapeNote:
		s.Value = 0
		return &Note{Sample: s, Value: v.Text, Tags: v.Tags}
	case ShapeDuration:
		return &WorkoutDuration{Sample: s, Intensity: v.Intensity}
	}
	return &s
}

// appendTo appends the keys that follow the value, and ends the sample.
func (d Detail) appendTo(b []byte, shape Shape) []byte {
	switch shape {
	case ShapeTemperature:
		b = appendNullString(b, `,"sensor_location":`, d.SensorLocation)
	case ShapeInjection:
		b = appendNullString(b, `,"delivery_mode":`, d.DeliveryMode)
		b = appendNullString(b, `,"delivery_form":`, d.DeliveryForm)
		b = appendNullString(b, `,"bolus_purpose":`, d.BolusPurpose)
	case ShapeNote:
		if b = append(b, `,"tags":`...); d.Tags == nil {
			b = append(b, "null"...)
		} else {
			b = appendList(b, d.Tags, func(b []byte, tag NoteTag) []byte { return appendString(b, string(tag)) })
		}
	case ShapeDuration:
		b = appendNullString(b, `,"intensity":`, d.Intensity)
	}
	return append(b, '}')
}
