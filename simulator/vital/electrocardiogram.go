package vital

import "time"

// An Electrocardiogram is one recording of the heart's voltage by one source
// (vital.md 4.10). The voltages themselves are the samples of
// electrocardiogram_voltage between its start and its end. The keys
// source_provider, source_type, source_app_id and source_device_id are written
// as copies of what Source says.
type Electrocardiogram struct {
	ID                  ID                      `json:"id"`
	SessionStart        time.Time               `json:"session_start"`
	SessionEnd          time.Time               `json:"session_end"`
	VoltageSampleCount  int                     `json:"voltage_sample_count"`
	HeartRateMean       Null[int]               `json:"heart_rate_mean"`       // bpm
	SamplingFrequencyHz Null[Decimal]           `json:"sampling_frequency_hz"` // samples in a second
	Classification      Null[ECGClassification] `json:"classification"`
	InconclusiveCause   Null[InconclusiveCause] `json:"inconclusive_cause"` // null unless it is ECGInconclusive
	AlgorithmVersion    Null[string]            `json:"algorithm_version"`
	TimeZone            Null[string]            `json:"time_zone"` // IANA name
	SourceDeviceModel   Null[string]            `json:"source_device_model"`
	CreatedAt           time.Time               `json:"created_at"` // first announcement
	UpdatedAt           time.Time               `json:"updated_at"` // last change
	UserID              ID                      `json:"user_id"`
	Source              Source                  `json:"source"`
}

// An ECGClassification is what the device took a recording for.
type ECGClassification string

// The classifications.
const (
	ECGSinusRhythm        ECGClassification = "sinus_rhythm"
	ECGAtrialFibrillation ECGClassification = "atrial_fibrillation"
	ECGInconclusive       ECGClassification = "inconclusive"
)

func (ECGClassification) words() []string {
	return []string{string(ECGSinusRhythm), string(ECGAtrialFibrillation), string(ECGInconclusive)}
}

// An InconclusiveCause is why a recording was inconclusive.
type InconclusiveCause string

// The causes.
const (
	CauseHighHeartRate InconclusiveCause = "high_heart_rate"
	CauseLowHeartRate  InconclusiveCause = "low_heart_rate"
	CausePoorReading   InconclusiveCause = "poor_reading"
)

func (InconclusiveCause) words() []string {
	return []string{string(CauseHighHeartRate), string(CauseLowHeartRate), string(CausePoorReading)}
}

// AppendJSON appends the recording: an item of a summary and the data of its
// events.
func (e Electrocardiogram) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"id":`, e.ID)
	b = appendKeyTime(b, `,"session_start":`, e.SessionStart)
	b = appendKeyTime(b, `,"session_end":`, e.SessionEnd)
	b = appendKeyInt(b, `,"voltage_sample_count":`, e.VoltageSampleCount)
	b = appendNullInt(b, `,"heart_rate_mean":`, e.HeartRateMean)
	b = appendNullDecimal(b, `,"sampling_frequency_hz":`, e.SamplingFrequencyHz)
	b = appendNullString(b, `,"classification":`, e.Classification)
	b = appendNullString(b, `,"inconclusive_cause":`, e.InconclusiveCause)
	b = appendNullString(b, `,"algorithm_version":`, e.AlgorithmVersion)
	b = appendNullString(b, `,"time_zone":`, e.TimeZone)
	b = appendKeyString(b, `,"source_provider":`, e.Source.Provider)
	b = appendKeyString(b, `,"source_type":`, e.Source.knownType())
	b = appendNullString(b, `,"source_app_id":`, e.Source.AppID)
	b = appendNullString(b, `,"source_device_model":`, e.SourceDeviceModel)
	b = appendNullID(b, `,"source_device_id":`, e.Source.DeviceID)
	b = appendKeyTime(b, `,"created_at":`, e.CreatedAt)
	b = appendKeyTime(b, `,"updated_at":`, e.UpdatedAt)
	b = appendKeyID(b, `,"user_id":`, e.UserID)
	b = e.Source.AppendJSON(append(b, `,"source":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (e Electrocardiogram) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }
