package vital

// A SleepStream is the samples taken during one Sleep (vital.md 5.3). The
// endpoint is deprecated. A list the device does not measure is nil: null.
type SleepStream struct {
	HRV             []Sample `json:"hrv"`       // points in rmssd
	HeartRate       []Sample `json:"heartrate"` // points in bpm
	Hypnogram       []Sample `json:"hypnogram"` // intervals whose unit is "stage" and whose value a SleepStage
	RespiratoryRate []Sample `json:"respiratory_rate"`
}

// AppendJSON appends the stream.
func (s SleepStream) AppendJSON(b []byte) []byte {
	b = appendNullSamples(b, `{"hrv":`, s.HRV)
	b = appendNullSamples(b, `,"heartrate":`, s.HeartRate)
	b = appendNullSamples(b, `,"hypnogram":`, s.Hypnogram)
	b = appendNullSamples(b, `,"respiratory_rate":`, s.RespiratoryRate)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s SleepStream) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

func appendNullSamples(b []byte, key string, samples []Sample) []byte {
	if b = append(b, key...); samples == nil {
		return append(b, "null"...)
	}
	return appendObjects(b, samples)
}
