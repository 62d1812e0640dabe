package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// An aim is what an attempt needs of its endpoint. Nothing in it is changed.
type aim struct {
	url     string
	headers map[string]string
	secrets []Secret // to sign with, the endpoint's own first
}

// A sender makes single attempts: it signs, posts and judges the answer.
type sender struct {
	client  *http.Client
	wall    clock.Wall
	timeout time.Duration
}

func newSender(transport http.RoundTripper, wall clock.Wall, timeout time.Duration) *sender {
	client := &http.Client{
		Transport: transport,
		// A redirect is an answer like any other, and not a 2xx.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &sender{client: client, wall: wall, timeout: timeout}
}

// attempt sends a message once. The signature is made anew each time, over
// exactly the bytes sent and with the wall clock's time, which is what
// receivers check.
func (s *sender) attempt(ctx context.Context, to aim, t *try) Attempt {
	started := s.wall.Now()
	a := Attempt{Number: t.number, At: t.at, Timestamp: started.UTC().Truncate(time.Second), Secret: to.secrets[0]}
	a.StatusCode, a.Error, a.TimedOut = s.post(ctx, to, t.delivery.message(), &a)
	a.Duration = s.wall.Now().Sub(started)
	return a
}

func (s *sender) post(ctx context.Context, to aim, m *Message, a *Attempt) (status int, failure string, timedOut bool) {
	var err error
	if a.Signature, err = sign(to.secrets, m.ID, a.Timestamp, m.Body); err != nil {
		return 0, err.Error(), false
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.url, bytes.NewReader(m.Body))
	if err != nil {
		return 0, err.Error(), false
	}
	req.Header = header(m, *a)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Svix-Webhooks/1.0 (vitalsim)")
	for name, value := range to.headers {
		req.Header.Set(name, value)
	}
	res, err := s.client.Do(req)
	if err != nil {
		if errors.Is(context.Cause(ctx), errTimeout) {
			return 0, fmt.Sprintf("no answer within %v", s.timeout), true
		}
		if errors.Is(context.Cause(ctx), errClosed) {
			return 0, errClosed.Error(), false
		}
		return 0, err.Error(), false
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)); err != nil {
		timedOut = errors.Is(context.Cause(ctx), errTimeout)
		return res.StatusCode, fmt.Sprintf("read answer: %v", err), timedOut
	}
	return res.StatusCode, "", false
}

var (
	errTimeout = errors.New("the answer took too long")
	errClosed  = errors.New("the simulator stopped before the answer came")
)

// NewTransport is an http.Transport for many deliveries to few hosts: the
// default one keeps two idle connections per host and loses a third of the rate.
func NewTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		MaxIdleConns:        Concurrency,
		MaxIdleConnsPerHost: Concurrency,
		IdleConnTimeout:     30 * time.Second,
		DisableCompression:  true,
		WriteBufferSize:     8 << 10,
	}
}
