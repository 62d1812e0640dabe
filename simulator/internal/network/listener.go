package network

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
)

// A listener accepts connections in memory.
type listener struct {
	made   chan net.Conn
	closed chan struct{}
	close  sync.Once
	dialed atomic.Int32
}

func newListener() *listener {
	return &listener{made: make(chan net.Conn), closed: make(chan struct{})}
}

// Accept waits for the next connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.made:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *listener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return nil
}

// An address looks like a loopback address, since handlers parse addresses. It is no
// *net.TCPAddr, which shows that a request did not come over a network.
type address string

// Network returns the name of the network.
func (a address) Network() string { return "memory" }

// String returns the address.
func (a address) String() string { return string(a) }

// Addr returns the address of the server.
func (l *listener) Addr() net.Addr { return address("127.0.0.1:80") }

// connect makes a connection and returns the client's end of it.
func (l *listener) connect(ctx context.Context) (net.Conn, error) {
	client, server := net.Pipe()
	from := address(fmt.Sprintf("127.0.0.1:%d", 49152+l.dialed.Add(1)%16384))
	select {
	case l.made <- conn{server, l.Addr(), from}:
		return conn{client, from, l.Addr()}, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// A conn is an end of a pipe that has addresses.
type conn struct {
	net.Conn
	local, remote net.Addr
}

// LocalAddr returns the address of this end.
func (c conn) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the address of the other end.
func (c conn) RemoteAddr() net.Addr { return c.remote }
