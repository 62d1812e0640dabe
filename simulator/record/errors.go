package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// An answerError is an error response of the upstream.
type answerError struct {
	path     string // with the query
	status   int
	detail   string        // Vital's, as JSON, or "" where the body is not Vital's
	location string        // of a redirect
	after    time.Duration // of Retry-After, else zero
}

// passing tells whether the same request may be answered in a while.
func (e *answerError) passing() bool {
	return e.status == http.StatusTooManyRequests || e.status >= 500 && e.status != http.StatusNotImplemented
}

// Error says which request, which status, Vital's detail and what to do.
func (e *answerError) Error() string {
	text := "GET " + e.path + ": " + strconv.Itoa(e.status)
	if e.detail != "" {
		text += " " + e.detail
	}
	if advice := e.advice(); advice != "" {
		text += ": " + advice
	}
	return text
}

func (e *answerError) advice() string {
	switch {
	case e.status == http.StatusUnauthorized:
		return "check the key; it is good for one region and one environment only"
	case e.status == http.StatusForbidden:
		return "the key's team may not read this; ask with another key"
	case e.status == http.StatusNotFound && e.detail == "", e.status == http.StatusMethodNotAllowed:
		return wantVital
	case e.status == http.StatusNotFound, e.status == http.StatusNotImplemented:
		return "" // the detail says it
	case e.status >= 300 && e.status < 400:
		return "redirects are not followed; give the address that " + strconv.Quote(e.location) + " belongs to, if you trust it with the key"
	case e.after > maxPause:
		return "the upstream wants to be asked again in " + e.after.String() + ", not before"
	case e.passing():
		return fmt.Sprintf("asked %d times; try again later", attempts)
	}
	return "the upstream does not take the request"
}

// A brokenError is a request without a whole answer, for the network's reasons.
type brokenError struct {
	path string
	err  error
}

func (e *brokenError) Error() string {
	return fmt.Sprintf("GET %s: %v: check the upstream's address and the network", e.path, e.err)
}

// Unwrap is the cause.
func (e *brokenError) Unwrap() error { return e.err }

func broken(path string, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // it names the request too
	}
	return &brokenError{path, err}
}

const wantVital = "this is not Vital's API; want its base URL, such as https://api.sandbox.tryvital.io, or a simulator's"

// notVital says what about an answer is not as Vital answers.
func notVital(path, what string) error {
	return fmt.Errorf("GET %s: %s: %s", path, what, wantVital)
}

// absent tells whether the upstream answered that it has no such thing (404),
// or knows no way to serve it (501), and with which of the two.
func absent(err error) (status int, ok bool) {
	e, ok := errors.AsType[*answerError](err)
	if !ok || e.status != http.StatusNotFound && e.status != http.StatusNotImplemented {
		return 0, false
	}
	return e.status, true
}

// detailOf is the detail of an error body, on one line and not too long.
func detailOf(body []byte) string {
	var answer struct {
		Detail json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &answer) != nil || len(answer.Detail) == 0 {
		return ""
	}
	text, err := compact(answer.Detail)
	if err != nil {
		return ""
	}
	const longest = 300
	if len(text) > longest {
		return strings.ToValidUTF8(string(text[:longest]), "") + "…"
	}
	return string(text)
}
