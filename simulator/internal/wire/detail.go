package wire

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Detail holds what samples of a few resources have besides a time and a value, in
// one place for all of them; which of it counts, the resource says. Samples may
// share a Detail, which must not change once it is used.
type Detail struct {
	Type vital.Null[string] // where the resource is Typed

	Systolic, Diastolic vital.Decimal                    // ShapePressure
	SensorLocation      vital.Null[vital.SensorLocation] // ShapeTemperature
	DeliveryMode        vital.Null[vital.DeliveryMode]   // ShapeInjection
	DeliveryForm        vital.Null[vital.DeliveryForm]
	BolusPurpose        vital.Null[vital.BolusPurpose]
	Text                string // ShapeNote
	Tags                []vital.NoteTag
	Intensity           vital.Null[vital.Intensity] // ShapeDuration

	// What the source of samples says of a workout: both of workout_distance and
	// the like, the sport alone of a wheelchair's distance (vital.md 4.1).
	WorkoutID vital.Null[vital.ID]
	Sport     vital.Null[string]
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
func (d *Detail) Source(s vital.Source) vital.Source {
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
func Common(sample any) vital.Sample {
	switch s := sample.(type) {
	case *vital.BloodPressure:
		return vital.Sample{TimezoneOffset: s.TimezoneOffset, Type: s.Type, Unit: s.Unit, Timestamp: s.Timestamp}
	case *vital.BodyTemperature:
		return s.Sample
	case *vital.InsulinInjection:
		return s.Sample
	case *vital.Note:
		return s.Sample
	case *vital.WorkoutDuration:
		return s.Sample
	}
	return *sample.(*vital.Sample)
}

// DetailOf returns what a sample, a pointer such as *Note, has beside a time and a
// value; nil for nothing.
func DetailOf(sample any) *Detail {
	var d Detail
	switch s := sample.(type) {
	case *vital.Sample:
		if !s.Type.Valid {
			return nil
		}
		d.Type = s.Type
	case *vital.BloodPressure:
		d = Detail{Type: s.Type, Systolic: s.Systolic, Diastolic: s.Diastolic}
	case *vital.BodyTemperature:
		d = Detail{Type: s.Type, SensorLocation: s.SensorLocation}
	case *vital.InsulinInjection:
		d = Detail{Type: s.Type, DeliveryMode: s.DeliveryMode, DeliveryForm: s.DeliveryForm, BolusPurpose: s.BolusPurpose}
	case *vital.Note:
		d = Detail{Type: s.Type, Text: s.Value, Tags: s.Tags}
	case *vital.WorkoutDuration:
		d = Detail{Type: s.Type, Intensity: s.Intensity}
	}
	return &d
}

// Sample returns a sample of the resource with the detail: a pointer as NewSample
// makes it. What it has in common with all samples stands in s.
func (d *Detail) Sample(r vital.Resource, s vital.Sample, from vital.Source) any {
	v := d.orNothing()
	s.Type = v.Type
	switch r.Shape {
	case vital.ShapePressure:
		return &vital.BloodPressure{
			TimezoneOffset: s.TimezoneOffset, Type: s.Type, Unit: s.Unit, Grouping: vital.GroupingOf(from), Timestamp: s.Timestamp,
			Systolic: v.Systolic, Diastolic: v.Diastolic,
		}
	case vital.ShapeTemperature:
		return &vital.BodyTemperature{Sample: s, SensorLocation: v.SensorLocation}
	case vital.ShapeInjection:
		return &vital.InsulinInjection{Sample: s, DeliveryMode: v.DeliveryMode, DeliveryForm: v.DeliveryForm, BolusPurpose: v.BolusPurpose}
	case vital.ShapeNote:
		s.Value = 0
		return &vital.Note{Sample: s, Value: v.Text, Tags: v.Tags}
	case vital.ShapeDuration:
		return &vital.WorkoutDuration{Sample: s, Intensity: v.Intensity}
	}
	return &s
}
