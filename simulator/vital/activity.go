package vital

import "time"

// An Activity sums up one day of one source (vital.md 4.2). It grows while the
// day lasts, and each growth is an update with the same ID.
type Activity struct {
	ID             ID              `json:"id"`
	UserID         ID              `json:"user_id"`
	Date           time.Time       `json:"date"`                       // deprecated: midnight UTC of CalendarDate
	CalendarDate   Date            `json:"calendar_date"`              // the user's local day
	CaloriesTotal  Null[Decimal]   `json:"calories_total"`             // kcal, basal included
	CaloriesActive Null[Decimal]   `json:"calories_active"`            // kcal
	Steps          Null[int]       `json:"steps"`                      // count
	DailyMovement  Null[Decimal]   `json:"daily_movement"`             // deprecated: metres
	Distance       Null[Decimal]   `json:"distance"`                   // metres
	Low            Null[Decimal]   `json:"low"`                        // minutes of low intensity
	Medium         Null[Decimal]   `json:"medium"`                     // minutes
	High           Null[Decimal]   `json:"high"`                       // minutes
	Source         Source          `json:"source"`                     // one record per source, never merged
	FloorsClimbed  Null[int]       `json:"floors_climbed"`             // count
	TimeZone       Null[string]    `json:"time_zone"`                  // IANA name
	TimezoneOffset Null[int]       `json:"timezone_offset"`            // seconds east of UTC
	HeartRate      Null[HeartRate] `json:"heart_rate"`                 // of the day
	WheelchairUse  Null[bool]      `json:"wheelchair_use" wire:"true"` // true or null; false is written as null (vital.md 9.33)
	WheelchairPush Null[int]       `json:"wheelchair_push"`            // count
	CreatedAt      time.Time       `json:"created_at"`                 // first announcement
	UpdatedAt      time.Time       `json:"updated_at"`                 // last change
}

// A HeartRate is the heart rate of a day, in beats per minute (vital.md 4.2).
type HeartRate struct {
	AvgBPM        Null[Decimal] `json:"avg_bpm"`
	MinBPM        Null[Decimal] `json:"min_bpm"`
	MaxBPM        Null[Decimal] `json:"max_bpm"`
	RestingBPM    Null[Decimal] `json:"resting_bpm"`
	AvgWalkingBPM Null[Decimal] `json:"avg_walking_bpm"`
}
