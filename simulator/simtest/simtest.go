// Package simtest runs a simulator inside a Go test: Start one, connect users,
// advance the clock, and Expect the events that your code should have had.
//
//	sim := simtest.Start(t)
//	sim.Connect("app-user-1", "fitbit")
//	sim.Advance(24 * time.Hour)
//	night := simtest.Expect[vital.Sleep](t, sim)
//
// Nothing in it sleeps: when Advance returns, everything that fell due on the
// way was delivered, and Expect waits only while a delivery is open or the
// clock is driven.
package simtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Sim is a simulator that serves on a free port until the test ends. Point a
// client at URL with Key, and verify webhooks with Secret.
type Sim struct {
	*simulator.Simulator
	URL, Key, Secret string

	t     testing.TB
	users map[string]vital.User
}

// Start starts a simulator. Without a configuration it is repeatable, delivers
// to its own inbox, and its time stands still; of several the first is taken.
func Start(t testing.TB, config ...simulator.Config) *Sim {
	t.Helper()
	var c simulator.Config
	if len(config) > 0 {
		c = config[0]
	}
	sim, err := simulator.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	return &Sim{Simulator: sim, URL: sim.URL(), Key: sim.APIKey(), Secret: sim.Secret(), t: t, users: map[string]vital.User{}}
}

// Connect links a user to a provider, with thirty days of history, and creates
// the user first where there is none of that client_user_id.
func (s *Sim) Connect(clientUserID, provider string) vital.User {
	s.t.Helper()
	user, ok := s.users[clientUserID]
	if !ok {
		var err error
		if user, err = s.CreateUser(simulator.NewUser{ClientUserID: clientUserID}); err != nil {
			s.t.Fatal(err)
		}
		s.users[clientUserID] = user
	}
	if err := s.Simulator.Connect(s.t.Context(), user.UserID, provider, simulator.ConnectOptions{Demo: true}); err != nil {
		s.t.Fatal(err)
	}
	return user
}

// Fixture connects a user to recorded data, and creates the user: to all
// providers of a shipped fixture, by its name, or of a folder, by its path.
func (s *Sim) Fixture(clientUserID, nameOrPath string) vital.User {
	s.t.Helper()
	f, err := simulator.LoadFixture(nameOrPath)
	if err != nil {
		s.t.Fatal(err)
	}
	user, err := s.CreateUser(simulator.NewUser{ClientUserID: clientUserID, Fixture: f})
	if err != nil {
		s.t.Fatal(err)
	}
	s.users[clientUserID] = user
	for _, provider := range f.Providers() {
		if err := s.Simulator.Connect(s.t.Context(), user.UserID, provider, simulator.ConnectOptions{}); err != nil {
			s.t.Fatal(err)
		}
	}
	return user
}

// Reset lets the team start over, without users and messages.
func (s *Sim) Reset() {
	s.t.Helper()
	if err := s.Simulator.Reset(); err != nil {
		s.t.Fatal(err)
	}
	clear(s.users)
}

// Advance moves the clock. When it returns, everything that fell due on the
// way was delivered, or failed and waits for its retry.
func (s *Sim) Advance(d time.Duration) {
	s.t.Helper()
	if err := s.Simulator.Advance(s.t.Context(), d); err != nil {
		s.t.Fatal(err)
	}
}

// Fault makes a fault active, such as
//
//	api: {path: /v2/summary/*, status: 503, times: 2}
//
// It is bounded, and Faulted tells what it did.
func (s *Sim) Fault(text string) {
	s.t.Helper()
	if err := s.Simulator.Fault(text); err != nil {
		s.t.Fatal(err)
	}
}

// Events are Vital's events of all messages so far, oldest first, decoded. One
// that goes to several endpoints is one event.
func (s *Sim) Events() []vital.Event {
	s.t.Helper()
	var events []vital.Event
	last := ""
	for _, d := range s.Timeline() {
		if d.SvixID == last || d.EventType == simulator.EventExhausted { // which is Svix's own
			continue
		}
		last = d.SvixID
		var e vital.Event
		if err := json.Unmarshal(d.Body, &e); err != nil {
			s.t.Fatalf("decode %s: %v", d.EventType, err)
		}
		events = append(events, e)
	}
	return events
}

// Expect is the newest event data of a type, such as vital.Sleep, that meets
// all conditions and was accepted. While deliveries are open, or the clock has
// a speed, it waits for one, up to Patience. The test fails, with what was sent
// instead, where there is none.
func Expect[T vital.Payload](t testing.TB, s *Sim, conditions ...func(T) bool) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), Patience)
	defer cancel()
	var found T
	var timeline []simulator.Delivered
	if s.Await(ctx, func(now []simulator.Delivered) (ok bool) {
		timeline = now
		found, ok = newest(now, conditions)
		return ok
	}) {
		return found
	}
	var none T
	t.Fatalf("no %T that meets the conditions was accepted until %s; there were\n%s", none, s.Now().Format(time.RFC3339), summary(timeline))
	return none
}

// Patience is how long Expect waits, in wall time.
const Patience = 10 * time.Second

// newest is the last event's data of a type that meets all conditions.
func newest[T vital.Payload](timeline []simulator.Delivered, conditions []func(T) bool) (none T, ok bool) {
	for _, d := range slices.Backward(timeline) {
		var e vital.Event
		if !d.Accepted() || json.Unmarshal(d.Body, &e) != nil {
			continue
		}
		data, typed := e.Data.(T)
		if typed && !slices.ContainsFunc(conditions, func(met func(T) bool) bool { return !met(data) }) {
			return data, true
		}
	}
	return none, false
}

// summary lists what was sent, an event type a line.
func summary(timeline []simulator.Delivered) string {
	var order []string
	counts, accepted := map[string]int{}, map[string]int{}
	for _, d := range timeline {
		if counts[d.EventType]++; counts[d.EventType] == 1 {
			order = append(order, d.EventType)
		}
		if d.Accepted() {
			accepted[d.EventType]++
		}
	}
	if len(order) == 0 {
		return "  no events at all: connect a user and advance the clock"
	}
	var b strings.Builder
	for _, eventType := range order {
		fmt.Fprintf(&b, "  %3d %s, %d accepted\n", counts[eventType], eventType, accepted[eventType])
	}
	return strings.TrimRight(b.String(), "\n")
}
