package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A failure is the reason why a link is in error: Vital has lost access to the
// provider. A new link ends the error.
type failure struct {
	At        int64  `json:"at"`
	ErrorType string `json:"error_type"`
}

// DefaultError is the usual error type: the user has revoked the access.
const DefaultError = "token_refresh_failed"

// failures has a sentence that explains each error type.
var failures = map[string]string{
	"token_refresh_failed":        "the provider has refused to renew the access token",
	"webhook_registration_failed": "the provider has refused to send notifications",
	"user_not_found":              "the provider no longer knows the user",
	"deregistered_per_provider":   "the user has ended the access at the provider",
	"required_scopes_not_granted": "the user has not granted what is needed",
	"provider_credential_error":   "the provider has refused the user's credentials",
	"provider_password_expired":   "the user's password at the provider has expired",
	"unknown":                     "the provider has answered with an unexpected error",
}

// Fail puts a link into error: nothing is pulled or synced until it is linked
// anew, and readable data stays readable. The error type is one of
// vital.ConnectionErrorTypes; "" means DefaultError.
func (w *World) Fail(now time.Time, id vital.ID, slug, errorType string) ([]Change, error) {
	if errorType == "" {
		errorType = DefaultError
	}
	if types := vital.ConnectionErrorTypes(); !slices.Contains(types, errorType) {
		return nil, fmt.Errorf("revoke %s: unknown error type %q%s", slug, errorType, near.HintOrList(errorType, types))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return nil, err
	}
	for _, c := range u.Connections {
		if c.profile.Slug != slug || !c.connected() {
			continue
		}
		at := now.Unix()
		u.unlink(c, at)
		c = u.connection(c.Provider).clone()
		c.Failed = &failure{At: at, ErrorType: errorType}
		u.publish(c)
		key := fmt.Sprintf("%s link %d error %d", slug, c.Relinking, at)
		return w.event(nil, at, u, vital.EventConnectionError, key, vital.ConnectionError{
			Provider: slug, UserID: u.id, Message: c.profile.Name + ": " + failures[errorType],
			ErrorType: errorType, ErrorDetails: failures[errorType],
		}, event.Carries{Provider: slug, Summary: c.profile.Name + ": " + errorType}), nil
	}
	return nil, u.notConnected(slug)
}

// listed reports whether clients see the link, which is linked or in error.
func (c *connection) listed() bool { return c.connected() || c.Failed != nil }

// status returns the status of a listed link, as clients see it.
func (c *connection) status() (string, vital.Null[vital.ConnectionErrorDetails]) {
	if c.Failed == nil {
		return vital.StatusConnected, vital.Null[vital.ConnectionErrorDetails]{}
	}
	return vital.StatusError, vital.Val(vital.ConnectionErrorDetails{
		ErrorType: c.Failed.ErrorType, ErrorMessage: failures[c.Failed.ErrorType], ErroredAt: time.Unix(c.Failed.At, 0).UTC(),
	})
}
