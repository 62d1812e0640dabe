package record_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/record"
)

func busy(status int, retryAfter string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", retryAfter)
		refuse(status, `{"detail":"Too Many Requests"}`)(w, r)
	}
}

// torn begins a response and breaks the connection.
func torn(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"body":[`))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

const body = "/v2/summary/body/" + userID

func TestRetries(t *testing.T) {
	t.Parallel()
	full := answer(`{"body":[{"id":"b"}]}`)
	for name, test := range map[string]struct {
		answers []http.HandlerFunc
		waits   []time.Duration
	}{
		"seconds":    {[]http.HandlerFunc{busy(429, "7"), full}, []time.Duration{7 * time.Second}},
		"date":       {[]http.HandlerFunc{busy(503, now.Add(time.Minute).Format(http.TimeFormat)), full}, []time.Duration{time.Minute}},
		"past date":  {[]http.HandlerFunc{busy(503, now.Add(-time.Minute).Format(http.TimeFormat)), full}, []time.Duration{time.Second}},
		"no advice":  {[]http.HandlerFunc{busy(500, ""), busy(502, "soon"), full}, []time.Duration{time.Second, 2 * time.Second}},
		"torn":       {[]http.HandlerFunc{torn, full}, []time.Duration{time.Second}},
		"four times": {[]http.HandlerFunc{busy(429, ""), torn, busy(504, "0"), torn, full}, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := start(t)
			u.answers[body] = inTurn(test.answers...)
			c := u.config(t)
			mustRecord(t, c)
			expect(t, files(t, c.Dir), "summary/body.json", "{\"body\":[\n{\"id\":\"b\"}\n]}\n")
			if !slices.Equal(u.waits, test.waits) {
				t.Errorf("waited %v, want %v", u.waits, test.waits)
			}
		})
	}
}

func TestRetriesEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		asked  int
		want   string
	}{
		"busy":   {busy(503, "3"), 5, `: 503 "Too Many Requests": failed 5 times; try again later`},
		"far":    {busy(429, "3600"), 1, `: 429 "Too Many Requests": the API asks not to retry for 1h0m0s`},
		"torn":   {torn, 5, "no answer: unexpected EOF; check the address and the network"},
		"denied": {refuse(403, `{"detail":"No"}`), 1, `: 403 "No": the key's team may not read this`},
		"wrong":  {refuse(422, `{"detail":[{"loc":["query"], "msg":"bad"}]}`), 1, `: 422 [{"loc":["query"],"msg":"bad"}]: the API rejects the request`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := start(t)
			u.answers[body] = test.answer
			_, err := record.User(t.Context(), u.config(t))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "GET "+body+"?end_date=2026-01-12&start_date=2025-01-08: ") {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if n := u.count(body); n != test.asked {
				t.Errorf("asked %d times, want %d", n, test.asked)
			}
		})
	}
}

func TestRetryEndsWithContext(t *testing.T) {
	t.Parallel()
	u := start(t)
	stop := errors.New("the user pressed a key")
	ctx, end := context.WithCancelCause(t.Context())
	defer end(nil)
	u.answers[body] = func(w http.ResponseWriter, r *http.Request) {
		end(stop)
		busy(503, "")(w, r)
	}
	c := u.config(t)
	if _, err := record.User(ctx, c); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if n := u.count(body); n != 1 {
		t.Errorf("asked %d times after the end", n)
	}
	if got := files(t, c.Dir); len(got) != 0 {
		t.Errorf("left %v", got)
	}
}
