package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// network is a far end that makes whole answers.
type network func(r *http.Request) (*http.Response, error)

func (f network) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// once attempts one message at its first instant and returns the attempt.
func once(t *testing.T, url string, transport http.RoundTripper) (webhook.Attempt, webhook.Status) {
	t.Helper()
	d, err := webhook.New(webhook.Config{Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: url, Secret: secret}}, Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	d.Send(message("ada", 1))
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	m := d.Log()[0]
	if len(m.Attempts) != 1 {
		t.Fatalf("%d attempts", len(m.Attempts))
	}
	return m.Attempts[0], m.Status
}

// TestOnly2xxIsAccepted checks that only status 2xx accepts a message and that
// redirects are not followed.
func TestOnly2xxIsAccepted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202, 204, 226, 299, 101, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 408, 409, 410, 429, 500, 502, 503, 599} {
		for _, location := range []string{"", "/elsewhere", "http://other.invalid/", "::no url"} {
			requests := 0
			a, state := once(t, "http://receiver.invalid/hook", network(func(r *http.Request) (*http.Response, error) {
				requests++
				h := http.Header{}
				if location != "" {
					h.Set("Location", location)
				}
				return &http.Response{StatusCode: status, Header: h, Body: http.NoBody, Request: r}, nil
			}))
			want := webhook.Pending // for the next attempt
			switch {
			case status >= 200 && status < 300:
				want = webhook.Success
			case status == 410: // there is none: the endpoint is disabled
				want = webhook.Fail
			}
			// net/http reports a location that it cannot read as an error.
			broken := location == "::no url" && slices.Contains([]int{301, 302, 303, 307, 308}, status)
			if requests != 1 || state != want || a.OK() != (want == webhook.Success) || a.StatusCode != status && !broken || a.Error != "" && !broken {
				t.Errorf("%d to %q: %d requests, %s, %+v", status, location, requests, state, a)
			}
		}
	}
}

// TestNoAnswerIsRecorded checks that an attempt without a response records the
// reason.
func TestNoAnswerIsRecorded(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	reset := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }))
	defer reset.Close()
	for name, tt := range map[string]struct {
		url, want string
		status    int
	}{
		"refused":         {closed, "refused", 0},
		"reset":           {reset.URL, "EOF", 0},
		"no such scheme":  {"gopher://receiver.invalid", "unsupported protocol scheme", 0},
		"no url":          {"http://[::1", "missing ']'", 0},
		"with a password": {strings.Replace(closed, "//", "//user:hunter2@", 1), "refused", 0},
	} {
		transport := webhook.NewTransport()
		a, state := once(t, tt.url, transport)
		transport.CloseIdleConnections()
		if a.OK() || state != webhook.Pending || a.StatusCode != tt.status || a.TimedOut || !strings.Contains(a.Error, tt.want) {
			t.Errorf("%s: %s, %+v, want an error that says %q", name, state, a, tt.want)
		}
		if strings.Contains(a.Error, "hunter2") {
			t.Errorf("%s: the error shows the password: %s", name, a.Error)
		}
	}
}

// TestBrokenResponsesCountByStatus checks that a response that breaks off counts as
// its status says, and that the log has the reason in place of the body.
func TestBrokenResponsesCountByStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]webhook.Status{200: webhook.Success, 500: webhook.Pending} {
		half := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "half")
		}))
		a, state := once(t, half.URL, webhook.NewTransport())
		half.Close()
		if state != want || a.OK() != (status == 200) || a.StatusCode != status || a.TimedOut || a.Error != "" || string(a.Answer) != "Error reading response body: unexpected EOF" {
			t.Errorf("%d: %s, %+v, answer %q", status, state, a, a.Answer)
		}
	}
}

// TestResponseBodiesAreReadUpToALimit checks that neither long nor endless response
// bodies make an attempt fail.
func TestResponseBodiesAreReadUpToALimit(t *testing.T) {
	t.Parallel()
	var read atomic.Int64
	a, state := once(t, "http://receiver.invalid", network(func(r *http.Request) (*http.Response, error) {
		endless := readerFunc(func(p []byte) (int, error) { return int(read.Add(int64(len(p)))*0) + len(p), nil })
		return &http.Response{StatusCode: 200, Body: io.NopCloser(endless), Request: r}, nil
	}))
	if state != webhook.Success || !a.OK() || read.Load() > 1<<20 {
		t.Errorf("%s after %d bytes, %+v", state, read.Load(), a)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestTimeoutsDelayTheSchedule checks that a receiver that never responds is
// attempted eight times, each wait longer by the preceding timeout.
func TestTimeoutsDelayTheSchedule(t *testing.T) {
	t.Parallel()
	hang := map[string]network{
		"no answer": func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		},
		"a 200 without an end": func(r *http.Request) (*http.Response, error) {
			body := readerFunc(func([]byte) (int, error) {
				<-r.Context().Done()
				return 0, r.Context().Err()
			})
			return &http.Response{StatusCode: 200, Body: io.NopCloser(body), Request: r}, nil
		},
	}
	for name, n := range hang {
		for _, timeout := range []time.Duration{0, 3 * time.Second} {
			synctest.Test(t, func(t *testing.T) {
				d, err := webhook.New(webhook.Config{Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: "http://receiver.invalid", Secret: secret}}, Transport: n, Timeout: timeout})
				if err != nil {
					t.Fatal(err)
				}
				defer d.Close()
				c := clock.NewVirtual(clock.Epoch, d)
				d.Send(message("ada", 1))
				began := time.Now()
				if err := c.Advance(t.Context(), 72*time.Hour); err != nil {
					t.Fatal(err)
				}
				waited := timeout
				if waited == 0 {
					waited = 15 * time.Second
				}
				m := d.Log()[0]
				var want, got []string
				offset := time.Duration(0)
				for i, wait := range webhook.Schedule {
					if offset += wait; i > 0 {
						offset += waited
					}
					want = append(want, offset.String())
				}
				for _, a := range m.Attempts {
					got = append(got, a.At.Sub(clock.Epoch).String())
					if !a.TimedOut || a.OK() || a.Error == "" || a.Duration != waited {
						t.Errorf("%s: attempt %+v", name, a)
					}
				}
				if !slices.Equal(got, want) || m.Status != webhook.Fail {
					t.Errorf("%s, timeout %v: %s, attempts at %q, want %q", name, timeout, m.Status, got, want)
				}
				if wall := time.Since(began); wall != 8*waited {
					t.Errorf("%s: eight timeouts took %v", name, wall)
				}
			})
		}
	}
}

// TestResponseJustBeforeTheTimeout checks that a response just before the timeout
// counts.
func TestResponseJustBeforeTheTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, state := once(t, "http://receiver.invalid", network(func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(15*time.Second - 1):
				return &http.Response{StatusCode: 204, Body: http.NoBody, Request: r}, nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}))
		if state != webhook.Success || a.TimedOut || a.Duration != 15*time.Second-1 {
			t.Errorf("%s, %+v", state, a)
		}
	})
}

// TestNetworkErrorIsNotATimeout checks that only the dispatcher's clock decides
// what is a timeout.
func TestNetworkErrorIsNotATimeout(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{context.DeadlineExceeded, context.Canceled, errors.New("tls: handshake failure"), fmt.Errorf("dial: %w", io.ErrUnexpectedEOF)} {
		a, state := once(t, "http://receiver.invalid", network(func(*http.Request) (*http.Response, error) { return nil, cause }))
		if a.TimedOut || state != webhook.Pending || !strings.Contains(a.Error, cause.Error()) {
			t.Errorf("%v: %s, %+v", cause, state, a)
		}
	}
}
