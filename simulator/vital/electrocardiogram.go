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
	_                   struct{}                `wire:"source_provider=Source.Provider"`
	_                   struct{}                `wire:"source_type=Source.Type"`
	_                   struct{}                `wire:"source_app_id=Source.AppID"`
	SourceDeviceModel   Null[string]            `json:"source_device_model"`
	_                   struct{}                `wire:"source_device_id=Source.DeviceID"`
	CreatedAt           time.Time               `json:"created_at"` // first announcement
	UpdatedAt           time.Time               `json:"updated_at"` // last change
	UserID              ID                      `json:"user_id"`
	Source              Source                  `json:"source"`
}

// An ECGClassification is the device's classification of a recording.
type ECGClassification string

// The classifications.
const (
	ECGSinusRhythm        ECGClassification = "sinus_rhythm"
	ECGAtrialFibrillation ECGClassification = "atrial_fibrillation"
	ECGInconclusive       ECGClassification = "inconclusive"
)

// An InconclusiveCause is the reason why a recording was inconclusive.
type InconclusiveCause string

// The causes.
const (
	CauseHighHeartRate InconclusiveCause = "high_heart_rate"
	CauseLowHeartRate  InconclusiveCause = "low_heart_rate"
	CausePoorReading   InconclusiveCause = "poor_reading"
)
