package main

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// checkAddr checks the syntax of --addr.
func checkAddr(addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && port == "" {
		return fmt.Errorf("--addr %q: there is no port; port 0 picks a free one", addr)
	}
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return fmt.Errorf("--addr %q: want a host and a port from 0 to 65535, such as %s; port 0 picks a free one", addr, net.JoinHostPort(orLoopback(host), "8787"))
	}
	return nil
}

// orLoopback returns the host, or the loopback address for an empty one.
func orLoopback(host string) string {
	if host == "" {
		return "127.0.0.1"
	}
	return host
}

// listenError returns the error of listening at --addr, with what can be done about it.
func listenError(addr string, err error) error {
	host, _, _ := net.SplitHostPort(addr)
	_, noHost := errors.AsType[*net.DNSError](err)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("--addr %s: the port is in use; stop the program that listens there, or pick a free port with --addr %s", addr, net.JoinHostPort(host, "0"))
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("--addr %s: the system does not permit this port; choose one above 1023", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("--addr %s: this machine does not have the address %s; 127.0.0.1 is for this machine alone, 0.0.0.0 for others too", addr, host)
	case noHost:
		return fmt.Errorf("--addr %s: there is no host %s; 127.0.0.1 is this machine", addr, host)
	}
	return fmt.Errorf("--addr %s: %w", addr, unwrapped(err))
}
