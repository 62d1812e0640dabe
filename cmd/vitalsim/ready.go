package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// checkInterval is the time between two checks of an address, and checkTimeout the
// time that one check may take.
const checkInterval, checkTimeout = 25 * time.Millisecond, 2 * time.Second

// A addressCheck checks once whether an address responds.
type addressCheck func(ctx context.Context) error

// knock returns the check of an address: a URL must respond with 2xx; for
// tcp://HOST:PORT a connection is enough.
func checkOf(where string) (addressCheck, error) {
	u, err := url.Parse(where)
	switch {
	case err == nil && u.Scheme == "tcp" && u.Port() != "":
		return func(ctx context.Context) error {
			connection, err := (&net.Dialer{Timeout: checkTimeout}).DialContext(ctx, "tcp", u.Host)
			if err != nil {
				return err
			}
			return connection.Close()
		}, nil
	case err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return func(ctx context.Context) error { return ready(ctx, where) }, nil
	}
	return nil, fmt.Errorf("%q: want a URL such as http://127.0.0.1:3000/healthz, or tcp://127.0.0.1:3000", where)
}

// connection returns the tcp address of a URL.
func connection(where string) string {
	u, err := url.Parse(where)
	if err != nil {
		return where
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return "tcp://" + net.JoinHostPort(u.Hostname(), port)
}

// A notReady is the error of a URL that responds with another status than 2xx.
type notReady struct{ status string }

func (e *notReady) Error() string { return "the response is " + e.status }

// ready returns nil if a GET request is answered with 2xx.
func ready(ctx context.Context, where string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, where, nil)
	if err != nil {
		return err
	}
	res, err := (&http.Client{Timeout: checkTimeout}).Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<20))
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return &notReady{res.Status}
	}
	return nil
}

// waitFor waits until an address responds.
func waitFor(ctx context.Context, where string, patience time.Duration) error {
	ask, err := checkOf(where)
	if err != nil {
		return err
	}
	deadline := clock.System.Now().Add(patience)
	for {
		err := ask(ctx)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case !clock.System.Now().Before(deadline):
			if answered, ok := errors.AsType[*notReady](err); ok {
				return fmt.Errorf("%s, after %v: %w, not 2xx; name another URL with --wait-for, or tcp://HOST:PORT, which needs only a connection", where, patience, answered)
			}
			return fmt.Errorf("nothing answers at %s, after %v: %w; does the command listen there? (--target, --wait-for, --patience)", where, patience, unwrapped(err))
		}
		if err := clock.System.Sleep(ctx, checkInterval); err != nil {
			return err
		}
	}
}

// unwrapped returns a network error without its operation and address, which are
// already in the message.
func unwrapped(err error) error {
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*os.SyscallError](err); ok {
		return e.Err
	}
	return err
}
