package webhook

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answerReads is how much of an answer's body is read, answerKeeps how much of
// it the log keeps.
const answerReads, answerKeeps = 64 << 10, 1 << 10

// maxRetryAfter is the longest wait that a receiver can ask for: a slip of its
// pen should not silence it for years.
const maxRetryAfter = 24 * time.Hour

// An answer is what came back from a receiver.
type answer struct {
	status     int    // 0 where there was none
	failure    string // why there was none, or why it does not count
	timedOut   bool
	closed     bool // the dispatcher ended it
	body       string
	retryAfter time.Duration // 0 where the receiver did not ask for a wait
}

// read takes what is needed of a response; cause tells why its context ended.
func (s *sender) read(res *http.Response, cause func() error) answer {
	a := answer{status: res.StatusCode}
	if res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable {
		a.retryAfter = retryAfter(res.Header.Get("Retry-After"), s.wall.Now())
	}
	var kept strings.Builder
	_, err := io.CopyN(&kept, res.Body, answerKeeps)
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(res.Body, answerReads-answerKeeps))
	}
	a.body = kept.String()
	if err != nil && err != io.EOF { // the answer was shorter than what is kept
		a.failure = fmt.Sprintf("read answer: %v", err)
		a.timedOut = errors.Is(cause(), errTimeout)
		a.closed = errors.Is(cause(), errClosed)
	}
	return a
}

// retryAfter is the wait that the header asks for, seconds or a date by the
// wall clock, within bounds; what it does not understand asks for none.
func retryAfter(header string, now time.Time) time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseInt(strings.TrimSpace(header), 10, 64); err == nil {
		wait = time.Duration(min(seconds, int64(maxRetryAfter/time.Second))) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		wait = date.Sub(now).Round(time.Second)
	}
	return min(max(wait, 0), maxRetryAfter)
}
