package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	attempts   = 5                // per request, including the first
	firstPause = time.Second      // before the second attempt; doubles each time
	maxPause   = 10 * time.Minute // a longer Retry-After is not waited for
	maxBody    = 256 << 20        // bytes of one response
)

// client reads Vital's API with one key. It must not be used by several
// goroutines at once.
type client struct {
	http      *http.Client
	base, key string
	now       func() time.Time
	wait      func(context.Context, time.Duration) error
	connected bool // the upstream has sent a response
}

func newClient(c Config) *client {
	carrier := http.Client{Timeout: 2 * time.Minute}
	if c.Client != nil {
		carrier = *c.Client
	}
	carrier.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client{http: &carrier, base: c.Upstream, key: c.Key, now: c.Now, wait: c.Wait}
}

// get returns the JSON of a response. It retries what may be temporary: a
// 429, a 5xx, and a connection that broke after an earlier one succeeded,
// also in the middle of a body. A response other than 200 is an answerError.
func (c *client) get(ctx context.Context, path string, query url.Values) (json.RawMessage, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	for n := 1; ; n++ {
		body, err := c.attempt(ctx, path)
		if err != nil && ctx.Err() != nil {
			return nil, fmt.Errorf("GET %s: %w", path, context.Cause(ctx))
		}
		pause, retry := c.retryDelay(n, err)
		if !retry {
			return body, err
		}
		if err := c.wait(ctx, pause); err != nil {
			return nil, fmt.Errorf("GET %s: %w", path, err)
		}
	}
}

// retryDelay reports whether to retry after the n-th attempt, and after which
// pause.
func (c *client) retryDelay(n int, err error) (time.Duration, bool) {
	if err == nil || n == attempts {
		return 0, false
	}
	pause := firstPause << (n - 1)
	if answer, ok := errors.AsType[*answerError](err); ok {
		pause = max(pause, answer.after)
		return pause, answer.temporary() && pause <= maxPause
	}
	_, broken := errors.AsType[*brokenError](err)
	return pause, broken && c.connected
}

// attempt sends one request.
func (c *client) attempt(ctx context.Context, path string) (json.RawMessage, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	req.Header.Set("x-vital-api-key", c.key)
	req.Header.Set("Accept", "application/json")
	res, err := c.http.Do(req)
	if err != nil {
		return nil, broken(path, err)
	}
	defer res.Body.Close()
	c.connected = true
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return nil, broken(path, err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, &answerError{
			path: path, status: res.StatusCode, detail: detailOf(body),
			location: res.Header.Get("Location"), after: c.retryAfter(res.Header.Get("Retry-After")),
		}
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("GET %s: the response is larger than %d MiB", path, maxBody>>20)
	}
	if !json.Valid(body) {
		return nil, notVital(path, "the response is not JSON")
	}
	return bytes.TrimSpace(body), nil
}

// retryAfter returns the pause that a Retry-After header asks for, in seconds
// or as a date.
func (c *client) retryAfter(header string) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(c.now()))
	}
	return 0
}
