package webhook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answerReads bounds what is read of the body of a response, answerKeeps what the
// log keeps of it.
const answerReads, answerKeeps = 64 << 10, 1 << 10

// maxRetryAfter bounds the wait that a receiver can request, so that a mistake
// does not stop deliveries to it for years.
const maxRetryAfter = 24 * time.Hour

// An answer is the response of a receiver.
type answer struct {
	status     int    // 0 where there was none
	failure    string // why there was none, or why it does not count
	timedOut   bool
	closed     bool // the dispatcher ended it
	body       []byte
	retryAfter time.Duration // 0 where the receiver did not ask for a wait
}

// read reads what is needed of a response; cause returns why its context ended. A
// response that breaks off counts by its status, as at svix-server, and so does one
// that is longer than answerReads (choices.md 9.19).
func (s *sender) read(res *http.Response, cause func() error) answer {
	a := answer{status: res.StatusCode}
	if res.StatusCode < http.StatusOK { // the body of a 101 is the connection, which no context ends
		return a
	}
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable {
		a.retryAfter = retryAfter(res.Header.Get("Retry-After"), s.wall.Now())
	}
	var kept bytes.Buffer
	_, err := io.CopyN(&kept, res.Body, answerKeeps)
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(res.Body, answerReads-answerKeeps))
	}
	a.body = kept.Bytes()
	if err == nil || err == io.EOF { // the answer was shorter than what is kept
		return a
	}
	a.timedOut, a.closed = errors.Is(cause(), errTimeout), errors.Is(cause(), errClosed)
	if a.timedOut || a.closed {
		a.failure = fmt.Sprintf("read answer: %v", err)
	} else {
		a.body = fmt.Appendf(nil, "Error reading response body: %v", err)
	}
	return a
}

// retryAfter returns the wait that the header requests, in seconds or as a date by
// the wall clock, within bounds; 0 for an invalid header.
func retryAfter(header string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseInt(strings.TrimSpace(header), 10, 64); err == nil {
		wait = time.Duration(min(seconds, int64(maxRetryAfter/time.Second))) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		wait = date.Sub(now).Round(time.Second)
	}
	return min(max(wait, 0), maxRetryAfter)
}
