package vital

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/codec"
)

// records writes the types that go on the wire as their tags say.
var records = codec.New(
	codec.LeafOf(appendID), codec.LeafOf(appendInstant), codec.LeafOf(func(b []byte, d Date) []byte { return d.AppendJSON(b) }),
	codec.LeafOf(func(b []byte, d Decimal) []byte { return d.AppendJSON(b) }),
	codec.LeafOf(func(b []byte, f Fine) []byte { return f.AppendJSON(b) }),
	codec.LeafOf(func(b []byte, s Sample) []byte { return s.AppendJSON(b) }),
)

// appendInstant appends an instant in quotes.
func appendInstant(b []byte, t time.Time) []byte { return append(AppendTime(append(b, '"'), t), '"') }

// encode returns the JSON of the record that a pointer points to.
func encode(record any) ([]byte, error) { return records.Append(nil, record), nil }

// AppendJSON appends the value as JSON.
func (v Activity) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Activity) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v HeartRate) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v HeartRate) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Sleep) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Sleep) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v SleepCycle) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v SleepCycle) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Workout) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Workout) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v WorkoutMap) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v WorkoutMap) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Body) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Body) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Meal) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Meal) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Food) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Food) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Energy) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Energy) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Macros) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Macros) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Fats) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Fats) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Micros) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Micros) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v MenstrualCycle) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v MenstrualCycle) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Electrocardiogram) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Electrocardiogram) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Profile) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Profile) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v WorkoutStream) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v WorkoutStream) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v WorkoutStreamShallow) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v WorkoutStreamShallow) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v SleepStream) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v SleepStream) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Source) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Source) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Sport) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Sport) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v User) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v User) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ConnectedSource) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ConnectedSource) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v FallbackTimeZone) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v FallbackTimeZone) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v FallbackBirthDate) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v FallbackBirthDate) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Provider) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Provider) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ConnectedProvider) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ConnectedProvider) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ConnectionErrorDetails) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ConnectionErrorDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ResourceAvailability) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ResourceAvailability) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ScopeGrants) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ScopeGrants) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Scopes) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Scopes) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v RefreshSuccess) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v RefreshSuccess) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v RefreshError) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v RefreshError) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v DemoConnection) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v DemoConnection) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v UserConflict) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v UserConflict) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v UserInfo) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v UserInfo) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Address) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Address) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v Guarantor) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v Guarantor) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v PaginatedUsers) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v PaginatedUsers) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v UserSuccess) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v UserSuccess) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ProviderListing) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ProviderListing) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v IntrospectedResources) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v IntrospectedResources) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v UserResources) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v UserResources) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ResourceStatistics) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ResourceStatistics) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v LastAttempt) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v LastAttempt) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v IntrospectedPulls) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v IntrospectedPulls) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v UserPulls) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v UserPulls) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v ProviderPulls) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v ProviderPulls) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v PullStatistics) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v PullStatistics) MarshalJSON() ([]byte, error) { return encode(&v) }

// AppendJSON appends the value as JSON.
func (v PullTimeline) AppendJSON(b []byte) []byte { return records.Append(b, &v) }

// MarshalJSON returns what AppendJSON appends.
func (v PullTimeline) MarshalJSON() ([]byte, error) { return encode(&v) }
