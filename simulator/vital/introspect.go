package vital

import "time"

// IntrospectedResources is a page of /v2/introspect/resources: what has been
// received and sent so far (vital.md 2.3). The deprecated key next is written
// as a copy of next_cursor; both are null on the last page (vital.md 9.31).
type IntrospectedResources struct {
	Data       []UserResources `json:"data"`
	_          struct{}        `wire:"next=NextCursor"`
	NextCursor Null[string]    `json:"next_cursor"`
}

// UserResources is a user's part of the page: by provider slug and resource.
type UserResources struct {
	UserID    ID                                 `json:"user_id"`
	Providers Object[Object[ResourceStatistics]] `json:"provider"`
}

// ResourceStatistics are the statistics of one resource of a connection.
type ResourceStatistics struct {
	LastAttempt Null[LastAttempt] `json:"last_attempt"`
	OldestData  Null[time.Time]   `json:"oldest_data"`
	NewestData  Null[time.Time]   `json:"newest_data"`
	SentCount   Null[int]         `json:"sent_count"`
}

// A LastAttempt is the time and result of the last attempt to fetch a resource.
type LastAttempt struct {
	Timestamp time.Time     `json:"timestamp"`
	Status    AttemptStatus `json:"status"`
}

// An AttemptStatus is the result of an attempt to fetch a resource.
type AttemptStatus string

// The ends of an attempt.
const (
	AttemptSuccess AttemptStatus = "success"
	AttemptFailure AttemptStatus = "failure"
)
