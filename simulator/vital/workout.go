package vital

import "time"

// A Workout is one deliberate session of sport of one source (vital.md 4.5).
// What happened from second to second is its WorkoutStream.
//
// The schema does not allow a null Sport, though every client takes one, and
// defaults to "", which no client takes (vital.md 9.35): set it wherever it is known.
type Workout struct {
	ID                   ID               `json:"id"`
	UserID               ID               `json:"user_id"`
	Title                Null[string]     `json:"title"`
	TimezoneOffset       Null[int]        `json:"timezone_offset"` // seconds east of UTC
	AverageHR            Null[int]        `json:"average_hr"`      // bpm
	MaxHR                Null[int]        `json:"max_hr"`          // bpm
	Distance             Null[Decimal]    `json:"distance"`        // metres
	CalendarDate         Date             `json:"calendar_date"`   // the local day it began
	TimeStart            time.Time        `json:"time_start"`
	TimeEnd              time.Time        `json:"time_end"`
	Calories             Null[Decimal]    `json:"calories"` // kcal
	Sport                Null[Sport]      `json:"sport"`
	HRZones              Null[HRZones]    `json:"hr_zones"`
	MovingTime           Null[int]        `json:"moving_time"`            // seconds
	TotalElevationGain   Null[Decimal]    `json:"total_elevation_gain"`   // metres
	ElevHigh             Null[Decimal]    `json:"elev_high"`              // metres
	ElevLow              Null[Decimal]    `json:"elev_low"`               // metres
	AverageSpeed         Null[Decimal]    `json:"average_speed"`          // metres per second
	MaxSpeed             Null[Decimal]    `json:"max_speed"`              // metres per second
	AverageWatts         Null[Decimal]    `json:"average_watts"`          // watts
	DeviceWatts          Null[Decimal]    `json:"device_watts"`           // watts
	MaxWatts             Null[Decimal]    `json:"max_watts"`              // watts
	WeightedAverageWatts Null[Decimal]    `json:"weighted_average_watts"` // watts
	Steps                Null[int]        `json:"steps"`                  // count
	Map                  Null[WorkoutMap] `json:"map"`
	ProviderID           string           `json:"provider_id"` // the workout's id at the provider
	Source               Source           `json:"source"`
	CreatedAt            time.Time        `json:"created_at"` // first announcement
	UpdatedAt            time.Time        `json:"updated_at"` // last change
}

// HRZones are the seconds a workout spent below 50 percent of the highest heart
// rate, in the four steps of ten percent that follow, and from 90 percent on.
// The highest is 220 minus the age (vital.md 4.5, 7.6).
type HRZones [6]int

// A WorkoutMap is the way of a workout in Google's polyline encoding, whole
// and simplified (vital.md 4.5).
type WorkoutMap struct {
	Polyline        Null[string] `json:"polyline"`
	SummaryPolyline Null[string] `json:"summary_polyline"`
}

// AppendJSON appends the six numbers.
func (z HRZones) AppendJSON(b []byte) []byte { return appendList(b, z[:], appendInt) }

// MarshalJSON returns what AppendJSON appends.
func (z HRZones) MarshalJSON() ([]byte, error) { return z.AppendJSON(nil), nil }
