package vital

import "time"

// A Sleep is one session of sleep of one source, night or nap (vital.md 4.3).
// The key sleep_stream is deprecated and always null.
type Sleep struct {
	ID                     ID               `json:"id"`
	UserID                 ID               `json:"user_id"`
	Date                   time.Time        `json:"date"`          // deprecated: midnight UTC of CalendarDate
	CalendarDate           Date             `json:"calendar_date"` // the local day of waking
	BedtimeStart           time.Time        `json:"bedtime_start"`
	BedtimeStop            time.Time        `json:"bedtime_stop"` // not bedtime_end (vital.md 9.3)
	Type                   SleepType        `json:"type" wire:"default=unknown"`
	TimezoneOffset         Null[int]        `json:"timezone_offset"`          // seconds east of UTC
	Duration               int              `json:"duration"`                 // seconds in bed: BedtimeStop - BedtimeStart
	Total                  int              `json:"total"`                    // seconds asleep: Light + REM + Deep
	Awake                  int              `json:"awake"`                    // seconds
	Light                  int              `json:"light"`                    // seconds
	REM                    int              `json:"rem"`                      // seconds
	Deep                   int              `json:"deep"`                     // seconds
	Score                  Null[int]        `json:"score"`                    // 1 to 100; Withings, Oura, WHOOP, Garmin only
	RecoveryReadinessScore Null[int]        `json:"recovery_readiness_score"` // 0 to 100; Oura, WHOOP, Ultrahuman only
	HRLowest               Null[int]        `json:"hr_lowest"`                // bpm
	HRAverage              Null[int]        `json:"hr_average"`               // bpm
	HRResting              Null[int]        `json:"hr_resting"`               // bpm
	Efficiency             Null[Decimal]    `json:"efficiency"`               // percent, 0 to 100 (vital.md 9.9)
	Latency                Null[int]        `json:"latency"`                  // seconds
	TemperatureDelta       Null[Decimal]    `json:"temperature_delta"`        // °C from the baseline
	SkinTemperature        Null[Decimal]    `json:"skin_temperature"`         // °C
	HRDip                  Null[Decimal]    `json:"hr_dip"`                   // percent; Garmin only
	State                  Null[SleepState] `json:"state"`                    // Garmin and 8Sleep only
	AverageHRV             Null[Decimal]    `json:"average_hrv"`              // ms, rmssd
	RespiratoryRate        Null[Decimal]    `json:"respiratory_rate"`         // breaths per minute
	Source                 Source           `json:"source"`
	_                      struct{}         `wire:"sleep_stream=null"`
	CreatedAt              time.Time        `json:"created_at"` // first announcement
	UpdatedAt              time.Time        `json:"updated_at"` // last change
}

// A SleepType says what kind of sleep a session was (vital.md 4.3).
type SleepType string

// The types of sleep. A session still being recorded is SleepUnknown.
const (
	LongSleep       SleepType = "long_sleep"  // three hours and more
	ShortSleep      SleepType = "short_sleep" // less than three hours
	AcknowledgedNap SleepType = "acknowledged_nap"
	SleepUnknown    SleepType = "unknown"
)

// A SleepState says whether the provider may still revise a session.
type SleepState string

// The states of a session of sleep (vital.md 4.3).
const (
	SleepTentative SleepState = "tentative"
	SleepConfirmed SleepState = "confirmed"
)
