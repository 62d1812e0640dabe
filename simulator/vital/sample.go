package vital

import "time"

// A Sample is one value of a timeseries (contract 5.1). It serves every
// resource that is not Special. Vital identifies a sample by resource,
// provider, source type and timestamp; a later one replaces an earlier one.
// The key id is deprecated and always null.
type Sample struct {
	TimezoneOffset Null[int]    `json:"timezone_offset"` // seconds east of UTC, null where the provider does not say
	Type           Null[string] `json:"type"`            // null but for the resources that are Typed
	Unit           string       `json:"unit"`            // Resource.Unit
	Timestamp      time.Time    `json:"timestamp"`       // for an interval the same as Start
	Start          time.Time    `json:"start,omitzero"`  // intervals only: inclusive
	End            time.Time    `json:"end,omitzero"`    // intervals only: exclusive, may equal Start
	Value          Decimal      `json:"value"`
}

// AppendJSON appends the sample; start and end are written where Start is set.
func (s Sample) AppendJSON(b []byte) []byte {
	b = appendSampleHead(b, s.TimezoneOffset, s.Type, s.Unit)
	b = append(AppendTime(b, s.Timestamp), '"')
	if !s.Start.IsZero() {
		b = appendKeyTime(b, `,"start":`, s.Start)
		b = appendKeyTime(b, `,"end":`, s.End)
	}
	b = s.Value.AppendJSON(append(b, `,"value":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s Sample) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// appendSampleHead appends a sample up to the opening quote of its timestamp.
func appendSampleHead(b []byte, offset Null[int], typ Null[string], unit string) []byte {
	b = appendNullInt(b, `{"id":null,"timezone_offset":`, offset)
	b = appendNullString(b, `,"type":`, typ)
	b = appendKeyString(b, `,"unit":`, unit)
	return append(b, `,"timestamp":"`...)
}

func appendSamples(b []byte, samples []Sample) []byte {
	b = append(b, `,"data":[`...)
	for i, s := range samples {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.AppendJSON(b)
	}
	return append(b, ']')
}

// A Group is the samples of one source: an item of groups in the answer of a
// grouped timeseries endpoint (contract 2.5).
type Group struct {
	Source  Source   `json:"source"`
	Samples []Sample `json:"data"`
}

// AppendJSON appends {"source":…,"data":[…]}.
func (g Group) AppendJSON(b []byte) []byte {
	b = g.Source.AppendJSON(append(b, `{"source":`...))
	b = appendSamples(b, g.Samples)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (g Group) MarshalJSON() ([]byte, error) { return g.AppendJSON(nil), nil }

// SamplesPayload is the data of a timeseries event: a group, then the user_id
// that the docs show and the schema leaves out (trap 13).
type SamplesPayload struct {
	Source  Source   `json:"source"`
	Samples []Sample `json:"data"`
	UserID  ID       `json:"user_id"`
}

// AppendJSON appends {"source":…,"data":[…],"user_id":…}.
func (p SamplesPayload) AppendJSON(b []byte) []byte {
	b = p.Source.AppendJSON(append(b, `{"source":`...))
	b = appendSamples(b, p.Samples)
	b = appendKeyID(b, `,"user_id":`, p.UserID)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (p SamplesPayload) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }
