package vital

// A WorkoutStream is a workout from moment to moment, as columns parallel to
// Time (vital.md 5.3). A column the device does not measure is nil. Streams
// are read by workout and never part of an event.
type WorkoutStream struct {
	Cadence        DecimalColumn `json:"cadence"`          // revolutions or steps per minute
	Time           []int64       `json:"time" wire:"null"` // seconds since 1970; without gaps
	Altitude       DecimalColumn `json:"altitude"`         // metres
	VelocitySmooth DecimalColumn `json:"velocity_smooth"`  // metres per second
	HeartRate      IntColumn     `json:"heartrate"`        // bpm
	Lat            DegreesColumn `json:"lat"`
	Lng            DegreesColumn `json:"lng"`
	Distance       DecimalColumn `json:"distance"` // metres since the start
	Power          DecimalColumn `json:"power"`    // watts
	Resistance     DecimalColumn `json:"resistance"`
	Temperature    DecimalColumn `json:"temperature"` // °C
}

// WorkoutStreamShallow is the data of the events of workout_stream: whose
// stream can now be read, and a constant message that says where (vital.md
// 6.2, 9.13). About a null Sport see Workout.
type WorkoutStreamShallow struct {
	UserID     ID          `json:"user_id"`
	WorkoutID  ID          `json:"workout_id"`
	ProviderID string      `json:"provider_id"` // Workout.ProviderID
	_          struct{}    `wire:"message=\"A stream is too large for an event: read it at /v2/timeseries/workouts/{workout_id}/stream\""`
	Source     Source      `json:"source"`
	Sport      Null[Sport] `json:"sport"`
}
