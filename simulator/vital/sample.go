package vital

import "time"

// A Sample is one value of a timeseries (vital.md 5.1). It serves every
// resource but those with another Shape, whose types have the fields of a
// Sample and more. Vital identifies a sample by resource, provider, source type
// and timestamp; a later one replaces an earlier one. The key id is deprecated
// and always null.
type Sample struct {
	TimezoneOffset Null[int]    `json:"timezone_offset"` // seconds east of UTC, null where the provider does not say
	Type           Null[string] `json:"type"`            // null but for the resources that are Typed
	Unit           string       `json:"unit"`            // Resource.Unit
	Timestamp      time.Time    `json:"timestamp"`       // for an interval the same as Start
	Start          time.Time    `json:"start,omitzero"`  // intervals only: inclusive
	End            time.Time    `json:"end,omitzero"`    // intervals only: exclusive, may equal Start
	Value          Fine         `json:"value"`
}

// AppendJSON appends the sample; start and end are written where Start is set.
func (s Sample) AppendJSON(b []byte) []byte {
	return append(s.appendValue(b), '}')
}

// appendTimes appends a sample up to its value.
func (s Sample) appendTimes(b []byte) []byte {
	b = appendSampleHead(b, s.TimezoneOffset, s.Type, s.Unit)
	b = appendKeyInstant(b, `,"timestamp":"`, s.Timestamp)
	if !s.Start.IsZero() {
		b = appendKeyInstant(b, `,"start":"`, s.Start)
		b = appendKeyInstant(b, `,"end":"`, s.End)
	}
	return b
}

// appendValue appends a sample up to the keys that follow the value.
func (s Sample) appendValue(b []byte) []byte {
	return s.Value.AppendJSON(append(s.appendTimes(b), `,"value":`...))
}

// MarshalJSON returns what AppendJSON appends.
func (s Sample) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// appendSampleHead appends a sample up to its unit.
func appendSampleHead(b []byte, offset Null[int], typ Null[string], unit string) []byte {
	b = appendNullInt(b, `{"id":null,"timezone_offset":`, offset)
	b = appendNullString(b, `,"type":`, typ)
	return appendKeyString(b, `,"unit":`, unit)
}

// A Group is the samples of one source: an item of groups in the answer of a
// grouped timeseries endpoint (vital.md 2.5).
type Group = GroupOf[Sample]

// A GroupOf is a Group whose samples are of another type, such as Note.
type GroupOf[T appender] struct {
	Source  Source `json:"source"`
	Samples []T    `json:"data"`
}

// AppendJSON appends {"source":…,"data":[…]}.
func (g GroupOf[T]) AppendJSON(b []byte) []byte {
	b = g.Source.AppendJSON(append(b, `{"source":`...))
	b = appendObjects(append(b, `,"data":`...), g.Samples)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (g GroupOf[T]) MarshalJSON() ([]byte, error) { return g.AppendJSON(nil), nil }

// SamplesPayload is the data of a timeseries event: a group, then the user_id
// that the docs show and the schema leaves out (vital.md 9.13).
type SamplesPayload = SamplesOf[Sample]

// A SamplesOf is a SamplesPayload whose samples are of another type, such as
// Note.
type SamplesOf[T appender] struct {
	Source  Source `json:"source"`
	Samples []T    `json:"data"`
	UserID  ID     `json:"user_id"`
}

// AppendJSON appends {"source":…,"data":[…],"user_id":…}.
func (p SamplesOf[T]) AppendJSON(b []byte) []byte {
	b = p.Source.AppendJSON(append(b, `{"source":`...))
	b = appendObjects(append(b, `,"data":`...), p.Samples)
	b = appendKeyID(b, `,"user_id":`, p.UserID)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (p SamplesOf[T]) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }
