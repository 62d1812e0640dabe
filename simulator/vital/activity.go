package vital

import "time"

// An Activity sums up one day of one source (vital.md 4.2). It grows while the
// day lasts, and each growth is an update with the same ID.
type Activity struct {
	ID             ID              `json:"id"`
	UserID         ID              `json:"user_id"`
	Date           time.Time       `json:"date"`            // deprecated: midnight UTC of CalendarDate
	CalendarDate   Date            `json:"calendar_date"`   // the user's local day
	CaloriesTotal  Null[Decimal]   `json:"calories_total"`  // kcal, basal included
	CaloriesActive Null[Decimal]   `json:"calories_active"` // kcal
	Steps          Null[int]       `json:"steps"`           // count
	DailyMovement  Null[Decimal]   `json:"daily_movement"`  // deprecated: metres
	Distance       Null[Decimal]   `json:"distance"`        // metres
	Low            Null[Decimal]   `json:"low"`             // minutes of low intensity
	Medium         Null[Decimal]   `json:"medium"`          // minutes
	High           Null[Decimal]   `json:"high"`            // minutes
	Source         Source          `json:"source"`          // one record per source, never merged
	FloorsClimbed  Null[int]       `json:"floors_climbed"`  // count
	TimeZone       Null[string]    `json:"time_zone"`       // IANA name
	TimezoneOffset Null[int]       `json:"timezone_offset"` // seconds east of UTC
	HeartRate      Null[HeartRate] `json:"heart_rate"`      // of the day
	WheelchairUse  Null[bool]      `json:"wheelchair_use"`  // true or null; false is written as null (vital.md 9.33)
	WheelchairPush Null[int]       `json:"wheelchair_push"` // count
	CreatedAt      time.Time       `json:"created_at"`      // first announcement
	UpdatedAt      time.Time       `json:"updated_at"`      // last change
}

// A HeartRate is the heart rate of a day, in beats per minute (vital.md 4.2).
type HeartRate struct {
	AvgBPM        Null[Decimal] `json:"avg_bpm"`
	MinBPM        Null[Decimal] `json:"min_bpm"`
	MaxBPM        Null[Decimal] `json:"max_bpm"`
	RestingBPM    Null[Decimal] `json:"resting_bpm"`
	AvgWalkingBPM Null[Decimal] `json:"avg_walking_bpm"`
}

// AppendJSON appends the activity: an item of a summary and the data of its
// events.
func (a Activity) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"id":`, a.ID)
	b = appendKeyID(b, `,"user_id":`, a.UserID)
	b = appendKeyTime(b, `,"date":`, a.Date)
	b = a.CalendarDate.AppendJSON(append(b, `,"calendar_date":`...))
	b = appendNullDecimal(b, `,"calories_total":`, a.CaloriesTotal)
	b = appendNullDecimal(b, `,"calories_active":`, a.CaloriesActive)
	b = appendNullInt(b, `,"steps":`, a.Steps)
	b = appendNullDecimal(b, `,"daily_movement":`, a.DailyMovement)
	b = appendNullDecimal(b, `,"distance":`, a.Distance)
	b = appendNullDecimal(b, `,"low":`, a.Low)
	b = appendNullDecimal(b, `,"medium":`, a.Medium)
	b = appendNullDecimal(b, `,"high":`, a.High)
	b = a.Source.AppendJSON(append(b, `,"source":`...))
	b = appendNullInt(b, `,"floors_climbed":`, a.FloorsClimbed)
	b = appendNullString(b, `,"time_zone":`, a.TimeZone)
	b = appendNullInt(b, `,"timezone_offset":`, a.TimezoneOffset)
	b = appendNull(b, `,"heart_rate":`, a.HeartRate)
	b = appendTrue(b, `,"wheelchair_use":`, a.WheelchairUse)
	b = appendNullInt(b, `,"wheelchair_push":`, a.WheelchairPush)
	b = appendKeyTime(b, `,"created_at":`, a.CreatedAt)
	b = appendKeyTime(b, `,"updated_at":`, a.UpdatedAt)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (a Activity) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

// AppendJSON appends the object, each unknown rate as null.
func (h HeartRate) AppendJSON(b []byte) []byte {
	b = appendNullDecimal(b, `{"avg_bpm":`, h.AvgBPM)
	b = appendNullDecimal(b, `,"min_bpm":`, h.MinBPM)
	b = appendNullDecimal(b, `,"max_bpm":`, h.MaxBPM)
	b = appendNullDecimal(b, `,"resting_bpm":`, h.RestingBPM)
	b = appendNullDecimal(b, `,"avg_walking_bpm":`, h.AvgWalkingBPM)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (h HeartRate) MarshalJSON() ([]byte, error) { return h.AppendJSON(nil), nil }
