package vital

// A SleepStream is the samples taken during one Sleep (vital.md 5.3). The
// endpoint is deprecated. A list the device does not measure is nil: null.
type SleepStream struct {
	HRV             []Sample `json:"hrv" wire:"null"`       // points in rmssd
	HeartRate       []Sample `json:"heartrate" wire:"null"` // points in bpm
	Hypnogram       []Sample `json:"hypnogram" wire:"null"` // intervals whose unit is "stage" and whose value a SleepStage
	RespiratoryRate []Sample `json:"respiratory_rate" wire:"null"`
}
