// Package simtest runs a simulator inside a Go test: Start one, connect users,
// advance the clock, and Expect the events that your code should have had.
//
//	sim := simtest.Start(t)
//	sim.Handle(yourapp.New(sim.URL, sim.Key, sim.Secret))
//	sim.Connect("app-user-1", "fitbit")
//	sim.Advance(24 * time.Hour)
//	night := simtest.Expect[vital.Sleep](t, sim)
//
// # What a test says
//
// [Start] serves Vital's API at a free port; [InMemory] needs none, so that
// client, receiver and simulator fit into a bubble of testing/synctest.
// [simulator.Simulator.Handle] makes an http.Handler of yours what gets the
// webhooks; without one a built-in inbox does, which verifies each.
//
// What happens is a line each, and all that it causes has been delivered when
// the line returns: [Sim.Connect], [Sim.Advance], [Sim.Update], [Sim.Fixture],
// [Sim.Fault], [Sim.Sync], [Sim.Disconnect], [Sim.Revoke], [Sim.Trigger], [Sim.Play]. None of
// them returns an error: what cannot be done fails the test.
//
// [Expect] and [Never] look at what was sent. They are about a type of data, and
// about the messages that [Sim.Of], [Sim.EventType] and [Sim.With] choose:
//
//	simtest.Expect[vital.Sleep](t, sim.Of("app-user-1").EventType("daily.data.sleep.updated").With("efficiency", 93))
//
// # When a test fails
//
// An expectation that is not met tells what came nearest, and in what it
// differs. The end of the timeline, and of what your code asked of the API, is
// logged with every test that fails; with go test -artifacts all of it is kept
// as JSON.
//
// A test fails too where the code has asked for something that Vital has and the
// simulator lacks, since a 501 is easily swallowed: [Sim.AllowNotSimulated] lets
// that pass.
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

// A Sim is a simulator that lives until the test ends. Point a client at URL
// with Key, and verify webhooks with Secret.
type Sim struct {
	*simulator.Simulator
	URL, Key, Secret string

	t       testing.TB
	allowed []string // patterns of paths that may be answered 501
}

// Start starts a simulator that serves at a free port of this machine. Without
// a configuration it is repeatable, delivers to its own inbox, and its time
// stands still; of several the first is taken.
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

// InMemory is Start without a port: Client reaches the simulator, and nothing
// else does. In a bubble of testing/synctest it is what there is, as nobody in
// it may wait for a socket; call it inside.
func InMemory(t testing.TB, config ...simulator.Config) *Sim {
	t.Helper()
	return begin(t, config)
}

// inBubble is whether the runtime says so of this goroutine.
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

// end tells of the test what is to be told, and ends the simulator.
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

// Client is an HTTP client that reaches the simulator without a socket, at URL
// as well as at the addresses of Vital itself.
func (s *Sim) Client() *http.Client { return &http.Client{Transport: s.Transport()} }
