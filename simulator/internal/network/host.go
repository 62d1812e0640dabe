// Package network provides HTTP in memory. A Host serves a handler over pipes with
// net/http's own server and client, so that a slow body, a truncated response or a
// reset connection behave as over a socket. A Router decides which host a request
// reaches. Nothing leaves the process, and everything can run in a bubble of
// testing/synctest.
package network

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// A Host is an http.RoundTripper that serves requests by a handler, whatever host
// their URL names.
type Host struct {
	transport *http.Transport
	server    http.Server
	listener  *listener
	end       context.CancelFunc // of all requests
	serving   sync.WaitGroup     // the server and its connections

	mu      sync.Mutex
	started bool
	closed  bool
}

// conns is the number of idle connections that a host keeps: as many as there are
// concurrent deliveries.
const conns = 64

// bufferSize is the number of bytes written to a pipe at once. The two sides wait for
// each other at each write.
const bufferSize = 32 << 10

// NewHost returns a host. It starts with the first request; call Close when done.
func NewHost(handler http.Handler) *Host {
	h := &Host{listener: newListener()}
	h.transport = &http.Transport{
		DialContext: h.dial, MaxIdleConnsPerHost: conns, DisableCompression: true,
		WriteBufferSize: bufferSize, ReadBufferSize: bufferSize,
	}
	ctx, end := context.WithCancel(context.Background())
	h.end = end
	h.server = http.Server{
		Handler:     handler,
		ErrorLog:    log.New(io.Discard, "", 0), // of panics: whoever asked has no answer
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				h.serving.Add(1)
			case http.StateClosed, http.StateHijacked:
				h.serving.Done()
			}
		},
	}
	return h
}

// RoundTrip serves a request by the handler. There is no TLS in memory: https URLs are
// served like http.
func (h *Host) RoundTrip(r *http.Request) (*http.Response, error) {
	plain := r.Clone(r.Context())
	plain.URL.Scheme = "http"
	res, err := h.transport.RoundTrip(plain)
	if err != nil {
		return nil, err
	}
	res.Request = r
	return res, nil
}

var errClosed = errors.New("the host in memory is closed")

// dial connects to the server, which begins with the first connection.
func (h *Host) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := h.start(); err != nil {
		return nil, err
	}
	client, err := h.listener.connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect in memory: %w", err)
	}
	return client, nil
}

func (h *Host) start() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return errClosed
	}
	if !h.started {
		h.started = true
		h.serving.Go(func() { _ = h.server.Serve(h.listener) }) // until Close, as it always says
	}
	return nil
}

// Close ends all requests and returns when their handlers have returned. The
// context of a request that is under way ends.
func (h *Host) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	_ = h.listener.Close() // where the server has not begun
	_ = h.server.Close()
	h.end()
	h.transport.CloseIdleConnections()
	h.serving.Wait()
}
