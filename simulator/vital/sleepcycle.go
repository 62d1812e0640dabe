package vital

import "time"

// A SleepCycle is the stages of one Sleep (vital.md 4.4), as three columns of
// equal length: a stage's first second, the second after its last, and what it
// was. The keys source_provider, source_type, source_app_id and
// source_device_id are written as copies of what Source says.
type SleepCycle struct {
	ID                     ID           `json:"id"`
	SleepID                ID           `json:"sleep_id"`
	SessionStart           time.Time    `json:"session_start"`
	SessionEnd             time.Time    `json:"session_end"`
	StageStartOffsetSecond []int        `json:"stage_start_offset_second"` // seconds from SessionStart
	StageEndOffsetSecond   []int        `json:"stage_end_offset_second"`   // seconds from SessionStart, exclusive
	StageType              []SleepStage `json:"stage_type"`
	TimeZone               Null[string] `json:"time_zone"` // IANA name
	_                      struct{}     `wire:"source_provider=Source.Provider"`
	_                      struct{}     `wire:"source_type=Source.Type"`
	_                      struct{}     `wire:"source_app_id=Source.AppID"`
	_                      struct{}     `wire:"source_device_id=Source.DeviceID"`
	CreatedAt              time.Time    `json:"created_at"` // first announcement
	UpdatedAt              time.Time    `json:"updated_at"` // last change
	UserID                 ID           `json:"user_id"`
	Source                 Source       `json:"source"`
}

// A SleepStage is a stage of sleep, in the numbers of sleep cycles and of the
// hypnogram (vital.md 4.4, 5.2).
type SleepStage int8

// The stages of sleep. The zero value is none of them.
const (
	StageUnknown SleepStage = -1 // not measured
	StageDeep    SleepStage = 1
	StageLight   SleepStage = 2
	StageREM     SleepStage = 3
	StageAwake   SleepStage = 4
	StageManual  SleepStage = 5 // asleep as the user entered it
)
