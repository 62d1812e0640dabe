package vital

import "time"

// A Provider names a provider (vital.md 2.1). Logo is "" where none is known,
// since the schema has no null here.
type Provider struct {
	Name string `json:"name"`
	Slug string `json:"slug"`
	Logo string `json:"logo"`
}

// The states of a connection (vital.md 7.4).
const (
	StatusConnected = "connected"
	StatusError     = "error"
	StatusPaused    = "paused"
)

// A ConnectedProvider is one connection of a user, as the list of a user's
// providers shows it (vital.md 2.1).
type ConnectedProvider struct {
	Name                 string                       `json:"name"`
	Slug                 string                       `json:"slug"`
	Logo                 string                       `json:"logo"`
	CreatedOn            time.Time                    `json:"created_on"`
	Status               string                       `json:"status"`           // connected, error or paused
	ExternalUserID       Null[string]                 `json:"external_user_id"` // the user's name at the provider (vital.md 7.4)
	ErrorDetails         Null[ConnectionErrorDetails] `json:"error_details"`    // while Status is error
	ResourceAvailability Availability                 `json:"resource_availability"`
}

// ConnectionErrorDetails says why a connection is in error (vital.md 2.1).
// ErrorType is one of ConnectionErrorTypes.
type ConnectionErrorDetails struct {
	ErrorType    string    `json:"error_type"`
	ErrorMessage string    `json:"error_message"`
	ErroredAt    time.Time `json:"errored_at"`
}

// ConnectionErrorTypes returns the error_type words of a connection (vital.md 6.2).
func ConnectionErrorTypes() []string {
	return []string{
		"token_refresh_failed", "webhook_registration_failed", "user_not_found", "deregistered_per_provider",
		"required_scopes_not_granted", "provider_credential_error", "provider_password_expired", "unknown",
	}
}
