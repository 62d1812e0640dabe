package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// An answerError is an error response of the upstream.
type answerError struct {
	path     string // including the query
	status   int
	detail   string        // of Vital's error body, as JSON; "" for any other body
	location string        // of a redirect
	after    time.Duration // the Retry-After header; zero if missing
}

// temporary reports whether the same request may succeed later.
func (e *answerError) temporary() bool {
	return e.status == http.StatusTooManyRequests || e.status >= 500 && e.status != http.StatusNotImplemented
}

// Error gives the request, the status, Vital's detail and advice.
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
		return "check the key; it is valid for one region and one environment only"
	case e.status == http.StatusForbidden:
		return "the key's team may not read this; use another key"
	case e.status == http.StatusNotFound && e.detail == "", e.status == http.StatusMethodNotAllowed:
		return wantVital
	case e.status == http.StatusNotFound, e.status == http.StatusNotImplemented:
		return "" // the detail is enough
	case e.status >= 300 && e.status < 400:
		return "redirects are not followed; if you trust the host of " + strconv.Quote(e.location) + " with the key, use its address"
	case e.after > maxPause:
		return "the API asks not to retry for " + e.after.String()
	case e.temporary():
		return fmt.Sprintf("failed %d times; try again later", attempts)
	}
	return "the API rejects the request"
}

// A brokenError is a request that got no complete response because of a
// network error.
type brokenError struct {
	path string
	err  error
}

func (e *brokenError) Error() string {
	return fmt.Sprintf("GET %s: no answer: %v; check the address and the network", e.path, innermost(e.err))
}

// innermost returns the error of the system, such as connection refused, without the
// names of calls around it.
func innermost(err error) error {
	if failed, ok := errors.AsType[*net.OpError](err); ok {
		err = failed.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		err = call.Err
	}
	return err
}

// Unwrap returns the cause.
func (e *brokenError) Unwrap() error { return e.err }

func broken(path string, err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err // url.Error repeats the request
	}
	return &brokenError{path, err}
}

const wantVital = "this is not Vital's API; want its base URL, such as https://api.sandbox.tryvital.io, or a simulator's"

// notVital returns an error for a response that Vital would not send.
func notVital(path, what string) error {
	return fmt.Errorf("GET %s: %s: %s", path, what, wantVital)
}

// absent reports whether the upstream responded that it does not have a
// resource (404) or does not implement it (501), and which of the two.
func absent(err error) (status int, ok bool) {
	e, ok := errors.AsType[*answerError](err)
	if !ok || e.status != http.StatusNotFound && e.status != http.StatusNotImplemented {
		return 0, false
	}
	return e.status, true
}

// detailOf returns the detail of an error body on one line, cut to a limited
// length.
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
