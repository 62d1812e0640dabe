package vital

import "time"

// IntrospectedPulls is a page of /v2/introspect/historical_pull: how the pulls
// of history stand (vital.md 2.3). The deprecated key next is written as a
// copy of next_cursor; both are null on the last page (vital.md 9.31).
type IntrospectedPulls struct {
	Data       []UserPulls  `json:"data"`
	_          struct{}     `wire:"next=NextCursor"`
	NextCursor Null[string] `json:"next_cursor"`
}

// UserPulls is a user's part of the page: by provider slug.
type UserPulls struct {
	UserID    ID                    `json:"user_id"`
	Providers Object[ProviderPulls] `json:"provider"`
}

// ProviderPulls are the pulls of one connection: by resource, and the
// resources that have not been pulled. The latter are those without a pull at
// all, such as all of a provider's that has no history (vital.md 9.41).
type ProviderPulls struct {
	Pulled    Object[PullStatistics] `json:"pulled"`
	NotPulled []string               `json:"not_pulled"`
}

// PullStatistics are the state and times of the pull of one resource.
type PullStatistics struct {
	Status       PullStatus      `json:"status"`
	RangeStart   Null[time.Time] `json:"range_start"`
	RangeEnd     Null[time.Time] `json:"range_end"`
	Timeline     PullTimeline    `json:"timeline"`
	DaysWithData int             `json:"days_with_data"`
	Release      string          `json:"release"` // of Vital's software
	TraceID      Null[string]    `json:"trace_id"`
	ErrorDetails Null[PullError] `json:"error_details"`
}

// A PullTimeline is when a pull was planned, began and ended.
type PullTimeline struct {
	ScheduledAt time.Time       `json:"scheduled_at"`
	StartedAt   Null[time.Time] `json:"started_at"`
	EndedAt     Null[time.Time] `json:"ended_at"`
}

// A PullStatus is the state of a pull.
type PullStatus string

// The states of a pull.
const (
	PullScheduled  PullStatus = "scheduled"
	PullInProgress PullStatus = "in_progress"
	PullRetrying   PullStatus = "retrying" // after a PullError that is Retriable
	PullSuccess    PullStatus = "success"
	PullFailure    PullStatus = "failure"
)

// A PullError says why a pull failed, or is being retried.
type PullError string

// The errors of a pull.
const (
	PullRateLimited         PullError = "provider_rate_limit_exceeded"
	PullProviderUnavailable PullError = "provider_unavailable"
	PullTransportFailure    PullError = "transport_failure"
	PullResourceContention  PullError = "resource_contention"
	PullNonRetriable        PullError = "non_retriable_error"
	PullUnexpected          PullError = "unexpected_error"
	PullRetriesExhausted    PullError = "retry_quota_exhausted"
)

// Retriable reports whether Vital tries again after the error.
func (e PullError) Retriable() bool {
	switch e {
	case PullRateLimited, PullProviderUnavailable, PullTransportFailure, PullResourceContention:
		return true
	}
	return false
}
