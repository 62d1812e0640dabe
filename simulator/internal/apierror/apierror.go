// Package apierror makes the errors that Vital answers with, in its words (vital.md
// 1.3).
package apierror

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Invalid refuses a request for one problem at loc:
//
//	Invalid("Field required", "missing", "query", "start_date")
func Invalid(msg, typ string, loc ...any) *vital.Error {
	return InvalidAll(vital.Problem{Loc: loc, Msg: msg, Type: typ})
}

// InvalidAll refuses a request for several problems at once.
func InvalidAll(problems ...vital.Problem) *vital.Error {
	return &vital.Error{Code: vital.CodeInvalid, Detail: vital.Problems(problems)}
}

// BadRequest refuses a request for a rule of Vital's.
func BadRequest(detail string) *vital.Error {
	return &vital.Error{Code: vital.CodeBadRequest, Detail: detail}
}

// Unauthorized refuses a missing or bad key: Vital says "Missing
// x-vital-api-key" or "invalid token" (vital.md 1.3).
func Unauthorized(detail string) *vital.Error {
	return &vital.Error{Code: vital.CodeUnauthorized, Detail: detail}
}

// NotFound answers for a thing that does not exist; Vital's wording depends on
// the endpoint: "Not found", "User not found" (vital.md 1.3).
func NotFound(detail string) *vital.Error {
	return &vital.Error{Code: vital.CodeNotFound, Detail: detail}
}

// MethodNotAllowed answers a known path with an unknown method.
func MethodNotAllowed() *vital.Error {
	return &vital.Error{Code: vital.CodeMethodNotAllowed, Detail: "Method Not Allowed"}
}

// Conflict refuses a change that collides with another.
func Conflict(detail string) *vital.Error {
	return &vital.Error{Code: vital.CodeConflict, Detail: detail}
}

// TooManyRequests refuses a request over a limit.
func TooManyRequests(detail string) *vital.Error {
	return &vital.Error{Code: vital.CodeTooManyRequests, Detail: detail}
}

// NotSimulated answers for what Vital has and the simulator lacks.
func NotSimulated(what string) *vital.Error {
	return &vital.Error{Code: vital.CodeNotSimulated, Detail: "not simulated: " + what}
}

// Internal hides a failure of the simulator's own; err is for the log.
func Internal(err error) *vital.Error {
	return &vital.Error{Code: vital.CodeInternal, Detail: "Internal Server Error", Err: err}
}

// NoConnectedSources refuses to refresh a user without connections. It is a
// bad request with a body of its own shape (vital.md 1.3, 9.45).
func NoConnectedSources(user vital.ID) *vital.Error {
	return &vital.Error{Code: vital.CodeBadRequest, Body: vital.RefreshError{UserID: user, Message: "user has no connected sources"}}
}

// ClientUserIDConflict refuses a client_user_id that is taken, and says by
// whom: clients read user_id to make create into get-or-create (vital.md 7.1).
func ClientUserIDConflict(user vital.ID, createdOn time.Time) *vital.Error {
	return &vital.Error{Code: vital.CodeBadRequest, Detail: vital.UserConflict{
		ErrorType: "INVALID_REQUEST", ErrorMessage: "Client user id already exists.", UserID: user, CreatedOn: createdOn,
	}}
}
