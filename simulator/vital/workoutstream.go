package vital

// A WorkoutStream is a workout from moment to moment, as columns parallel to
// Time (vital.md 5.3). A column the device does not measure is nil. Streams
// are read by workout and never part of an event.
type WorkoutStream struct {
	Cadence        DecimalColumn `json:"cadence"`         // revolutions or steps per minute
	Time           []int64       `json:"time"`            // seconds since 1970; without gaps
	Altitude       DecimalColumn `json:"altitude"`        // metres
	VelocitySmooth DecimalColumn `json:"velocity_smooth"` // metres per second
	HeartRate      IntColumn     `json:"heartrate"`       // bpm
	Lat            DegreesColumn `json:"lat"`
	Lng            DegreesColumn `json:"lng"`
	Distance       DecimalColumn `json:"distance"` // metres since the start
	Power          DecimalColumn `json:"power"`    // watts
	Resistance     DecimalColumn `json:"resistance"`
	Temperature    DecimalColumn `json:"temperature"` // °C
}

// AppendJSON appends the stream.
func (s WorkoutStream) AppendJSON(b []byte) []byte {
	b = s.Cadence.AppendJSON(append(b, `{"cadence":`...))
	if b = append(b, `,"time":`...); s.Time == nil {
		b = append(b, "null"...)
	} else {
		b = appendList(b, s.Time, appendInt)
	}
	b = s.Altitude.AppendJSON(append(b, `,"altitude":`...))
	b = s.VelocitySmooth.AppendJSON(append(b, `,"velocity_smooth":`...))
	b = s.HeartRate.AppendJSON(append(b, `,"heartrate":`...))
	b = s.Lat.AppendJSON(append(b, `,"lat":`...))
	b = s.Lng.AppendJSON(append(b, `,"lng":`...))
	b = s.Distance.AppendJSON(append(b, `,"distance":`...))
	b = s.Power.AppendJSON(append(b, `,"power":`...))
	b = s.Resistance.AppendJSON(append(b, `,"resistance":`...))
	b = s.Temperature.AppendJSON(append(b, `,"temperature":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s WorkoutStream) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// WorkoutStreamShallow is the data of the events of workout_stream: whose
// stream can now be read, and a constant message that says where (vital.md
// 6.2, 9.13). About a null Sport see Workout.
type WorkoutStreamShallow struct {
	UserID     ID          `json:"user_id"`
	WorkoutID  ID          `json:"workout_id"`
	ProviderID string      `json:"provider_id"` // Workout.ProviderID
	Source     Source      `json:"source"`
	Sport      Null[Sport] `json:"sport"`
}

// AppendJSON appends the data. The message has our words: clients show it to
// people at most.
func (s WorkoutStreamShallow) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"user_id":`, s.UserID)
	b = appendKeyID(b, `,"workout_id":`, s.WorkoutID)
	b = appendKeyString(b, `,"provider_id":`, s.ProviderID)
	b = append(b, `,"message":"A stream is too large for an event: read it at /v2/timeseries/workouts/{workout_id}/stream"`...)
	b = s.Source.AppendJSON(append(b, `,"source":`...))
	b = appendNull(b, `,"sport":`, s.Sport)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s WorkoutStreamShallow) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }
