package vital

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"
)

// Raw is JSON that is passed on as it is, such as one read from a file.
type Raw json.RawMessage

// AppendJSON appends the JSON without its insignificant space, or null where
// it is empty or not JSON.
func (r Raw) AppendJSON(b []byte) []byte {
	buf := bytes.NewBuffer(b)
	if json.Compact(buf, r) != nil {
		return append(b, "null"...)
	}
	return buf.Bytes()
}

// MarshalJSON returns what AppendJSON appends.
func (r Raw) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// UnmarshalJSON keeps the JSON.
func (r *Raw) UnmarshalJSON(b []byte) error {
	*r = slices.Clone(b)
	return nil
}

// A RawRecord is a provider's own data, as Vital's raw endpoints
// answer it (vital.md 2.4). Which keys there are depends on the resource: a
// profile has no timestamp, and only workouts have a sport. ProviderID,
// SourceID, PriorityID and Priority are deprecated and mean nothing.
type RawRecord struct {
	Resource ResourceID `json:"-"`

	Timestamp      time.Time `json:"timestamp"`
	Data           Raw       `json:"data"` // the provider's own JSON
	UserID         ID        `json:"user_id"`
	ProviderID     string    `json:"provider_id"`
	SourceID       int       `json:"source_id"`
	PriorityID     Null[int] `json:"priority_id"`
	ID             ID        `json:"id"`
	SportID        int       `json:"sport_id"`
	Sport          Sport     `json:"sport"`
	SourceDeviceID Null[ID]  `json:"source_device_id"`
	CreatedAt      time.Time `json:"created_at"` // the year 1 where unknown
	UpdatedAt      time.Time `json:"updated_at"`
	Source         Provider  `json:"source"`
	Priority       Null[int] `json:"priority"`
}

// Keys returns the keys of the record, in the order of the schema of its resource.
func (r RawRecord) Keys() []string {
	switch r.Resource {
	case ResourceProfile:
		return []string{"id", "data", "user_id", "source_id", "priority_id", "source", "created_at", "updated_at"}
	case ResourceDevice:
		return []string{"data", "provider_id", "user_id", "source_id", "id", "source"}
	}
	keys := []string{"timestamp", "data", "user_id", "provider_id", "source_id", "priority_id", "id"}
	if r.Resource == ResourceWorkouts {
		keys = append(keys, "sport_id", "sport")
	}
	keys = append(keys, "source_device_id", "created_at", "updated_at")
	switch r.Resource {
	case ResourceSleep:
		return append(keys, "source", "priority")
	case ResourceBody:
		return append(keys, "priority", "source")
	}
	return append(keys, "source")
}

// AppendJSON appends the record with the keys of its resource.
func (r RawRecord) AppendJSON(b []byte) []byte {
	for i, key := range r.Keys() {
		b = append(b, "{,"[min(i, 1)])
		b = append(appendString(b, key), ':')
		b = r.appendField(b, key)
	}
	return append(b, '}')
}

func (r RawRecord) appendField(b []byte, key string) []byte {
	switch key {
	case "timestamp":
		return appendKeyTime(b, "", r.Timestamp)
	case "data":
		return r.Data.AppendJSON(b)
	case "user_id":
		return appendID(b, r.UserID)
	case "provider_id":
		return appendString(b, r.ProviderID)
	case "source_id":
		return appendInt(b, r.SourceID)
	case "priority_id":
		if r.Resource == ResourceActivity { // whose schema has no null here
			return appendInt(b, r.PriorityID.V)
		}
		return appendNullInt(b, "", r.PriorityID)
	case "id":
		return appendID(b, r.ID)
	case "sport_id":
		return appendInt(b, r.SportID)
	case "sport":
		return r.Sport.AppendJSON(b)
	case "source_device_id":
		return appendNullID(b, "", r.SourceDeviceID)
	case "created_at":
		return appendKeyTime(b, "", r.CreatedAt)
	case "updated_at":
		return appendKeyTime(b, "", r.UpdatedAt)
	case "priority":
		return appendNullInt(b, "", r.Priority)
	}
	return r.Source.AppendJSON(b)
}

// MarshalJSON returns what AppendJSON appends.
func (r RawRecord) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }
