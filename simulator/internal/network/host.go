// Package network is HTTP in memory: a Host serves a handler over pipes. Server
// and client are net/http's own, so that a slow body, an answer that is cut off
// or a connection that is reset are what they are over a socket. Nothing leaves
// the process, and in a bubble of testing/synctest nobody waits outside of it.
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

// A Host serves a handler to those who have it as their http.RoundTripper. It
// is the same host whatever a request calls it.
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

// conns is how many idle connections a host keeps, as many as there are
// deliveries at once.
const conns = 64

// bufferSize is how much goes through a pipe at once: each time, one side waits
// for the other.
const bufferSize = 32 << 10

// NewHost is a host. It starts nothing before the first request; Close it when
// done.
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

// RoundTrip lets the handler answer a request. There is no TLS in memory: of
// https, only the name is different.
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
