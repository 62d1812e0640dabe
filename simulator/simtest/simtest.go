// Package simtest runs a simulator inside a Go test: Start one, connect users,
// advance the clock, and Expect the events that your code should have received.
//
//	sim := simtest.Start(t)
//	sim.Handle(yourapp.New(sim.URL, sim.Key, sim.Secret))
//	sim.Connect("app-user-1", "fitbit")
//	sim.Advance(24 * time.Hour)
//	night := simtest.Expect[vital.Sleep](t, sim)
//
// # Writing a test
//
// [Start] serves Vital's API on a free port. [InMemory] needs no port, so that
// client, receiver and simulator can run in a bubble of testing/synctest.
// [simulator.Simulator.Handle] sends the webhooks to your http.Handler; without
// one they go to a built-in inbox that verifies each.
//
// Each command is one line, and all events that it causes have been delivered when
// it returns: [Sim.Connect], [Sim.Advance], [Sim.Update], [Sim.Fixture],
// [Sim.Fault], [Sim.Sync], [Sim.Disconnect], [Sim.Revoke], [Sim.Trigger],
// [Sim.Play]. None of them returns an error: a command that fails ends the test.
//
// [Expect] and [Never] check what was sent. They search for a type of data among
// the messages that [Sim.Of], [Sim.EventType] and [Sim.With] select:
//
//	simtest.Expect[vital.Sleep](t, sim.Of("app-user-1").EventType("daily.data.sleep.updated").With("efficiency", 93))
//
// # When a test fails
//
// A failed expectation shows the nearest message and how it differs. Every failed
// test logs the end of the timeline and the last API requests of your code; go
// test -artifacts keeps all of them as JSON.
//
// A test also fails if the code requested something that Vital has and the
// simulator lacks, since a 501 is easily missed; [Sim.AllowNotSimulated] permits
// it.
//
// Nothing here sleeps. Time is simulated; Expect waits only while a delivery is
// open or the clock is driven.
package simtest

import (
	"bytes"
	"net/http"
	"runtime"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// A Sim is a simulator that runs until the test ends. Point a client at URL with
// Key, and verify webhooks with Secret.
type Sim struct {
	*simulator.Simulator
	URL, Key, Secret string

	t       testing.TB
	allowed []string // patterns of paths that may be answered 501
}

// Start starts a simulator that serves on a free port of this machine. The
// configuration is optional: by default the simulator is repeatable, delivers to
// its own inbox, and its time stands still.
func Start(t testing.TB, config ...simulator.Config) *Sim {
	t.Helper()
	if inBubble() {
		t.Fatal("simtest.Start serves at a port, for which a bubble of testing/synctest waits for ever; call simtest.InMemory and use its Client")
	}
	s := begin(t, config)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	s.URL = s.Simulator.URL()
	return s
}

// InMemory starts a simulator without a port. Only Client reaches it. Use it
// inside a bubble of testing/synctest, in which nothing may wait for a socket.
func InMemory(t testing.TB, config ...simulator.Config) *Sim {
	t.Helper()
	return begin(t, config)
}

// inBubble reports whether this goroutine runs in a bubble of testing/synctest.
func inBubble() bool {
	header := make([]byte, 128)
	header = header[:runtime.Stack(header, false)]
	header, _, _ = bytes.Cut(header, []byte("\n"))
	return bytes.Contains(header, []byte("synctest bubble"))
}

func begin(t testing.TB, config []simulator.Config) *Sim {
	t.Helper()
	var c simulator.Config
	if len(config) > 0 {
		c = config[0]
	}
	sim, err := simulator.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s := &Sim{Simulator: sim, URL: sim.URL(), Key: sim.APIKey(), Secret: sim.Secret(), t: t}
	t.Cleanup(s.end)
	return s
}

// end logs the timeline of a failed test, reports gaps and closes the simulator.
func (s *Sim) end() {
	s.t.Helper()
	s.reportGaps()
	if s.t.Failed() {
		s.logTimeline()
	}
	if err := s.Close(); err != nil {
		s.t.Error(err)
	}
}

// Client returns an HTTP client that reaches the simulator without a socket, at
// URL and at Vital's own addresses.
func (s *Sim) Client() *http.Client { return &http.Client{Transport: s.Transport()} }
