package vital

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A Code is the kind of an error, independent of its HTTP status.
type Code string

// The codes of errors. CodeNotSimulated is ours: Vital can do it, the simulator
// cannot, and says so instead of answering like a missing record.
const (
	CodeBadRequest       Code = "bad_request"
	CodeUnauthorized     Code = "unauthorized"
	CodeForbidden        Code = "forbidden"
	CodeNotFound         Code = "not_found"
	CodeMethodNotAllowed Code = "method_not_allowed"
	CodeConflict         Code = "conflict"
	CodeInvalid          Code = "invalid" // a request that fails validation: 422 at Vital
	CodeTooManyRequests  Code = "too_many_requests"
	CodeNotSimulated     Code = "not_simulated"
	CodeInternal         Code = "internal"
)

// An Error is a response that refuses a request (vital.md 1.3).
type Error struct {
	Code   Code
	Detail any     // what stands under "detail": a string, a Payload, or anything encoding/json writes
	Body   Payload // the whole body, for the few answers without a detail
	Hint   string  // advice of the simulator for people; it belongs in a header, never in the body
	Err    error   // the cause, for the log; never sent
}

// Error returns the detail or the body as one line for people, or the code where there
// is neither.
func (e *Error) Error() string {
	text := string(e.Code)
	switch detail := e.Detail.(type) {
	case nil:
		if e.Body != nil {
			text = lineOf(e.Body)
		}
	case string:
		text = detail
	default:
		text = lineOf(detail)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// lineOf returns a detail or a body as one line for people: JSON, unless its type has
// a text.
func lineOf(v any) string {
	if with, ok := v.(interface{ text() string }); ok {
		return with.text()
	}
	return string(appendDetail(nil, v))
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// WithHint sets the hint and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// AppendJSON appends the body of the answer: {"detail":…}, or Body.
func (e *Error) AppendJSON(b []byte) []byte {
	if e.Body != nil {
		return e.Body.AppendJSON(b)
	}
	b = appendDetail(append(b, `{"detail":`...), e.Detail)
	return append(b, '}')
}

// MarshalJSON returns what AppendJSON appends.
func (e *Error) MarshalJSON() ([]byte, error) { return e.AppendJSON(nil), nil }

func appendDetail(b []byte, detail any) []byte {
	switch v := detail.(type) {
	case string:
		return appendString(b, v)
	case Payload:
		return v.AppendJSON(b)
	}
	return appendAny(b, detail)
}

// appendAny appends what encoding/json makes of v, or null.
func appendAny(b []byte, v any) []byte {
	buf := bytes.NewBuffer(b)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return append(b, "null"...)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}
