package vital

import "time"

// IntrospectedResources is a page of /v2/introspect/resources: what has been
// received and sent so far (vital.md 2.3). The deprecated key next is written
// as a copy of next_cursor; both are null on the last page (vital.md 9.31).
type IntrospectedResources struct {
	Data       []UserResources `json:"data"`
	NextCursor Null[string]    `json:"next_cursor"`
}

// UserResources is a user's part of the page: by provider slug and resource.
type UserResources struct {
	UserID    ID                                 `json:"user_id"`
	Providers Object[Object[ResourceStatistics]] `json:"provider"`
}

// ResourceStatistics says how one resource of a connection has fared.
type ResourceStatistics struct {
	LastAttempt Null[LastAttempt] `json:"last_attempt"`
	OldestData  Null[time.Time]   `json:"oldest_data"`
	NewestData  Null[time.Time]   `json:"newest_data"`
	SentCount   Null[int]         `json:"sent_count"`
}

// A LastAttempt is when a resource was last asked for, and how that ended.
type LastAttempt struct {
	Timestamp time.Time     `json:"timestamp"`
	Status    AttemptStatus `json:"status"`
}

// An AttemptStatus says how an attempt to fetch a resource ended.
type AttemptStatus string

// The ends of an attempt.
const (
	AttemptSuccess AttemptStatus = "success"
	AttemptFailure AttemptStatus = "failure"
)

// AppendJSON appends the page.
func (r IntrospectedResources) AppendJSON(b []byte) []byte {
	b = appendObjects(append(b, `{"data":`...), r.Data)
	b = appendNullString(b, `,"next":`, r.NextCursor)
	b = appendNullString(b, `,"next_cursor":`, r.NextCursor)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (r IntrospectedResources) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// AppendJSON appends the user.
func (u UserResources) AppendJSON(b []byte) []byte {
	b = appendKeyID(b, `{"user_id":`, u.UserID)
	b = u.Providers.AppendJSON(append(b, `,"provider":`...))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (u UserResources) MarshalJSON() ([]byte, error) { return u.AppendJSON(nil), nil }

// AppendJSON appends the statistics.
func (s ResourceStatistics) AppendJSON(b []byte) []byte {
	b = appendNull(b, `{"last_attempt":`, s.LastAttempt)
	b = appendNullTime(b, `,"oldest_data":`, s.OldestData)
	b = appendNullTime(b, `,"newest_data":`, s.NewestData)
	b = appendNullInt(b, `,"sent_count":`, s.SentCount)
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (s ResourceStatistics) MarshalJSON() ([]byte, error) { return s.AppendJSON(nil), nil }

// AppendJSON appends the attempt.
func (a LastAttempt) AppendJSON(b []byte) []byte {
	b = appendKeyTime(b, `{"timestamp":`, a.Timestamp)
	b = appendKeyString(b, `,"status":`, string(a.Status))
	return append(b, '}')
}

// MarshalJSON is AppendJSON for encoding/json.
func (a LastAttempt) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }
