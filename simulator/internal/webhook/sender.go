package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// An aim is a copy of what an attempt needs of its endpoint. It is never changed.
type aim struct {
	endpointID, url string
	headers         *headers
	secrets         []Secret // to sign with, the endpoint's own first
}

// A sender makes single attempts: it signs, posts and reads the response.
type sender struct {
	client  *http.Client
	wall    clock.Wall
	timeout time.Duration
}

func newSender(transport http.RoundTripper, wall clock.Wall, timeout time.Duration) *sender {
	client := &http.Client{
		Transport: network.Verbatim(transport),
		// A redirect is an answer like any other, and not a 2xx.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &sender{client: client, wall: wall, timeout: timeout}
}

// A request is what an attempt sends, and its copies again.
type request struct {
	url     string
	header  http.Header
	body    []byte
	started time.Time
	attempt Attempt // what is known of it before it is sent
}

// prepare makes the request of a try. The signature is made anew each time,
// over exactly the bytes of the body and with the wall clock's time, which is
// what receivers check. A secret that does not sign is the attempt's Error.
func (s *sender) prepare(to aim, t *try) request {
	how, m := t.Tampering, t.delivery.message()
	r := request{url: to.url, body: fault.Padded(m.Body, how.Pad), started: s.wall.Now()}
	a := &r.attempt
	*a = Attempt{
		Number: t.Number, Manual: t.Manual, Fault: how.Fault, At: t.At, Shift: how.Shift,
		Timestamp: r.started.Add(how.Shift).UTC().Truncate(time.Second), Secret: to.secrets[0], EndpointHeaders: to.headers,
	}
	if how.Secret != "" {
		to.secrets = []Secret{Secret(how.Secret)}
	}
	var err error
	if a.Signature, err = sign(to.secrets, m.ID, a.Timestamp, r.body); err != nil {
		a.Error = err.Error()
		return r
	}
	r.header = requestHeader(m, *a)
	if how.Body != nil {
		r.body = append([]byte{}, how.Body(bytes.Clone(r.body))...)
	}
	if how.Body != nil || how.Pad > len(m.Body) {
		a.Body = r.body
	}
	if how.Header != nil {
		how.Header(r.header)
		a.Sent = r.header
	}
	return r
}

// send sends one copy of a request and also reports whether the dispatcher was closed
// meanwhile.
func (s *sender) send(ctx context.Context, r request, number int) (a Attempt, closed bool) {
	a = r.attempt
	a.Copy = number
	if a.Error != "" {
		return a, false
	}
	started := r.started
	if number > 0 {
		started = s.wall.Now()
	}
	got := s.post(ctx, r, started)
	a.Duration = s.wall.Now().Sub(started)
	a.StatusCode, a.Error, a.TimedOut, a.Answer, a.RetryAfter = got.status, got.failure, got.timedOut, got.body, got.retryAfter
	return a, got.closed
}

// post sends a request and reads the response. A request that fails on a connection
// which the receiver has closed is sent again, as svix-server does.
func (s *sender) post(ctx context.Context, r request, started time.Time) answer {
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
	defer cancel()
	res, stale, err := s.do(ctx, r)
	if stale && s.wall.Now().Sub(started) < repeatWithin {
		s.client.CloseIdleConnections() // others of the pool are likely to be closed too
		if again, _, failed := s.do(ctx, r); failed == nil {
			res, err = again, nil
		} // else the first failure says more than a receiver that is gone
	}
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

// repeatWithin bounds the time after which a request is sent again, as svix-server
// does (vital.md 6.5).
const repeatWithin = time.Second

// do sends a request once. It also reports whether the request failed before the first
// byte of a response on a connection that had been used before.
func (s *sender) do(ctx context.Context, r request) (res *http.Response, stale bool, err error) {
	var reused, answered atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              func(c httptrace.GotConnInfo) { reused.Store(c.Reused) },
		GotFirstResponseByte: func() { answered.Store(true) },
	})
	q, err := http.NewRequestWithContext(traced, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, false, err
	}
	q.Header = r.header.Clone()
	parsed := network.ParsedHeader(q.Header)
	if q.Header["User-Agent"] == nil { // or net/http would add its own to user-agent
		q.Header["User-Agent"] = nil
	}
	if parsed.Get("Authorization") != "" { // or net/http would add the one of the URL
		q.URL.User = nil
	}
	res, err = s.client.Do(q)
	return res, err != nil && reused.Load() && !answered.Load() && ctx.Err() == nil, err
}

var (
	errTimeout = errors.New("the answer took too long")
	errClosed  = errors.New("the simulator stopped before the answer came")
)

// NewTransport returns an http.Transport for many deliveries to few hosts: the
// default one keeps two idle connections per host and loses a third of the rate.
func NewTransport() *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true) // which is what svix-server speaks
	return &http.Transport{
		Protocols:           &protocols,
		Proxy:               http.ProxyFromEnvironment,
		MaxIdleConns:        Concurrency,
		MaxIdleConnsPerHost: Concurrency,
		IdleConnTimeout:     30 * time.Second,
		DisableCompression:  true,
		WriteBufferSize:     8 << 10,
	}
}
