package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// An Endpoint is where messages go and what they are signed with.
type Endpoint struct {
	URL    string
	Secret Secret
}

// A sender makes single attempts: it signs, posts and judges the answer.
type sender struct {
	url     string
	signer  *svix.Webhook
	client  *http.Client
	wall    clock.Wall
	timeout time.Duration
}

func newSender(e Endpoint, transport http.RoundTripper, wall clock.Wall, timeout time.Duration) (*sender, error) {
	signer, err := svix.NewWebhook(e.Secret.Reveal())
	if err != nil {
		return nil, fmt.Errorf("open endpoint: %w", err)
	}
	client := &http.Client{
		Transport: transport,
		// A redirect is an answer like any other, and not a 2xx.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &sender{url: e.URL, signer: signer, client: client, wall: wall, timeout: timeout}, nil
}

// attempt sends m once. The signature is made anew each time, over exactly the
// bytes sent and with the wall clock's time, which is what receivers check.
func (s *sender) attempt(ctx context.Context, m *Message, number int, at time.Time) Attempt {
	started := s.wall.Now()
	a := Attempt{Number: number, At: at, Timestamp: started.UTC().Truncate(time.Second)}
	a.StatusCode, a.Error, a.TimedOut = s.post(ctx, m, &a)
	a.Duration = s.wall.Now().Sub(started)
	return a
}

func (s *sender) post(ctx context.Context, m *Message, a *Attempt) (status int, failure string, timedOut bool) {
	signature, err := s.signer.Sign(m.ID, a.Timestamp, m.Body)
	if err != nil {
		return 0, fmt.Sprintf("sign message: %v", err), false
	}
	a.Signature = signature
	ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(m.Body))
	if err != nil {
		return 0, err.Error(), false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Svix-Webhooks/1.0 (vitalsim)")
	req.Header.Set("Svix-Id", m.ID)
	req.Header.Set("Svix-Timestamp", strconv.FormatInt(a.Timestamp.Unix(), 10))
	req.Header.Set("Svix-Signature", signature)
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
