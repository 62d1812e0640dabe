package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// An aim is what an attempt needs of its endpoint. Nothing in it is changed.
type aim struct {
	url     string
	headers *headers
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
// receivers check. It says too whether the dispatcher closed meanwhile.
func (s *sender) attempt(ctx context.Context, to aim, t *try) (a Attempt, closed bool) {
	started := s.wall.Now()
	a = Attempt{
		Number: t.number, Manual: t.manual, At: t.at,
		Timestamp: started.UTC().Truncate(time.Second), Secret: to.secrets[0], headers: to.headers,
	}
	m := t.delivery.message()
	var got answer
	signature, err := sign(to.secrets, m.ID, a.Timestamp, m.Body)
	if err != nil {
		got.failure = err.Error()
	} else {
		a.Signature = signature
		got = s.post(ctx, to.url, requestHeader(m, a), m.Body)
	}
	a.Duration = s.wall.Now().Sub(started)
	a.StatusCode, a.Error, a.TimedOut, a.Answer, a.retryAfter = got.status, got.failure, got.timedOut, got.body, got.retryAfter
	return a, got.closed
}

// post makes a request and reads the answer.
func (s *sender) post(ctx context.Context, url string, header http.Header, body []byte) answer {
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return answer{failure: err.Error()}
	}
	req.Header = header
	res, err := s.client.Do(req)
	switch cause := context.Cause(ctx); {
	case err == nil:
		defer res.Body.Close()
		return s.read(res, func() error { return context.Cause(ctx) })
	case errors.Is(cause, errTimeout):
		return answer{failure: fmt.Sprintf("no answer within %v", s.timeout), timedOut: true}
	case errors.Is(cause, errClosed):
		return answer{failure: errClosed.Error(), closed: true}
	}
	return answer{failure: err.Error()}
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
