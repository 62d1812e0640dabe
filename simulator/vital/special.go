package vital

import "time"

// The samples with keys of their own (vital.md 5.2).

// A BloodPressure is a sample of blood_pressure, which has no value.
type BloodPressure struct {
	TimezoneOffset Null[int]    `json:"timezone_offset"`
	Type           Null[string] `json:"type"`
	Unit           string       `json:"unit"`
	Grouping       Grouping     `json:"grouping"`
	Timestamp      time.Time    `json:"timestamp"`
	Systolic       Decimal      `json:"systolic"`  // mmHg
	Diastolic      Decimal      `json:"diastolic"` // mmHg
}

// A Grouping is the key by which blood pressures are grouped: the type of its
// source, workout, sport and device. The docs do not have it, the schema does.
type Grouping [4]Null[string]

// GroupingOf returns the grouping of samples from a source.
func GroupingOf(s Source) Grouping {
	text := func(id Null[ID]) (t Null[string]) {
		if id.Valid {
			t = Val(id.V.String())
		}
		return t
	}
	return Grouping{Val(s.knownType()), text(s.WorkoutID), s.Sport, text(s.DeviceID)}
}

// A BodyTemperature is a sample of body_temperature and of
// body_temperature_delta.
type BodyTemperature struct {
	Sample
	SensorLocation Null[SensorLocation] `json:"sensor_location"`
}

// An InsulinInjection is a sample of insulin_injection, in units of insulin.
type InsulinInjection struct {
	Sample
	DeliveryMode Null[DeliveryMode] `json:"delivery_mode"`
	DeliveryForm Null[DeliveryForm] `json:"delivery_form"` // of a bolus
	BolusPurpose Null[BolusPurpose] `json:"bolus_purpose"` // of a bolus
}

// A Note is a sample of note. Its value is a text.
type Note struct {
	Sample
	Value string    `json:"value"`
	Tags  []NoteTag `json:"tags"` // nil is null
}

// A WorkoutDuration is a sample of workout_duration.
type WorkoutDuration struct {
	Sample
	Intensity Null[Intensity] `json:"intensity"`
}

// The words of samples with keys of their own.
type (
	// SensorLocation is where a temperature is measured: wrist.
	SensorLocation string
	// DeliveryMode is how insulin is delivered: basal or bolus.
	DeliveryMode string
	// DeliveryForm is the form of a bolus: standard or extended.
	DeliveryForm string
	// BolusPurpose is the purpose of a bolus: meal, correction, mixed, unknown.
	BolusPurpose string
	// NoteTag is the subject of a note: food.
	NoteTag string
	// Intensity is low, medium or high.
	Intensity string
)

// AppendJSON appends the sample.
func (p BloodPressure) AppendJSON(b []byte) []byte {
	b = appendSampleHead(b, p.TimezoneOffset, p.Type, p.Unit)
	b = p.Grouping.AppendJSON(append(b, `,"grouping":`...))
	b = appendKeyInstant(b, `,"timestamp":"`, p.Timestamp)
	b = p.Systolic.AppendJSON(append(b, `,"systolic":`...))
	b = p.Diastolic.AppendJSON(append(b, `,"diastolic":`...))
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (p BloodPressure) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// AppendJSON appends the four keys as a list; a source without a type is of
// type unknown.
func (g Grouping) AppendJSON(b []byte) []byte {
	if !g[0].Valid {
		g[0] = Val("unknown")
	}
	return appendList(b, g[:], func(b []byte, key Null[string]) []byte { return appendNullString(b, "", key) })
}

// MarshalJSON returns what AppendJSON appends.
func (g Grouping) MarshalJSON() ([]byte, error) { return g.AppendJSON(nil), nil }

// AppendJSON appends the sample.
func (t BodyTemperature) AppendJSON(b []byte) []byte {
	return append(appendNullString(t.appendValue(b), `,"sensor_location":`, t.SensorLocation), '}')
}

// MarshalJSON returns what AppendJSON appends.
func (t BodyTemperature) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

// AppendJSON appends the sample.
func (i InsulinInjection) AppendJSON(b []byte) []byte {
	b = appendNullString(i.appendValue(b), `,"delivery_mode":`, i.DeliveryMode)
	b = appendNullString(b, `,"delivery_form":`, i.DeliveryForm)
	return append(appendNullString(b, `,"bolus_purpose":`, i.BolusPurpose), '}')
}

// MarshalJSON returns what AppendJSON appends.
func (i InsulinInjection) MarshalJSON() ([]byte, error) { return i.AppendJSON(nil), nil }

// AppendJSON appends the sample.
func (n Note) AppendJSON(b []byte) []byte {
	b = append(appendKeyString(n.appendTimes(b), `,"value":`, n.Value), `,"tags":`...)
	if n.Tags == nil {
		return append(b, "null}"...)
	}
	b = appendList(b, n.Tags, func(b []byte, tag NoteTag) []byte { return appendString(b, string(tag)) })
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (n Note) MarshalJSON() ([]byte, error) { return n.AppendJSON(nil), nil }

// AppendJSON appends the sample.
func (d WorkoutDuration) AppendJSON(b []byte) []byte {
	return append(appendNullString(d.appendValue(b), `,"intensity":`, d.Intensity), '}')
}

// MarshalJSON returns what AppendJSON appends.
func (d WorkoutDuration) MarshalJSON() ([]byte, error) { return d.AppendJSON(nil), nil }
