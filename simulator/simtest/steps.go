package simtest

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// must ends the test where a step could not be done.
func (s *Sim) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// user is the user of a client_user_id, or of a user id.
func (s *Sim) user(name string) vital.User {
	s.t.Helper()
	user, err := s.User(name)
	s.must(err)
	return user
}

// someone is the user of a name, created where there is none.
func (s *Sim) someone(clientUserID string) vital.User {
	s.t.Helper()
	user, err := s.User(clientUserID)
	if err != nil {
		user, err = s.CreateUser(simulator.NewUser{ClientUserID: clientUserID})
		s.must(err)
	}
	return user
}

// Connect links a user to a provider, with thirty days of history unless the
// options say otherwise, and creates the user first where there is none of that
// client_user_id.
func (s *Sim) Connect(clientUserID, provider string, o ...simulator.ConnectOptions) vital.User {
	s.t.Helper()
	user := s.someone(clientUserID)
	options := simulator.ConnectOptions{Demo: true}
	if len(o) > 0 {
		options = o[0]
	}
	s.must(s.Simulator.Connect(s.t.Context(), user.UserID, provider, options))
	return user
}

// Fixture connects a user to recorded data, and creates the user: to all
// providers of a shipped fixture, by its name, or of a folder, by its path.
func (s *Sim) Fixture(clientUserID, nameOrPath string) vital.User {
	s.t.Helper()
	f, err := simulator.LoadFixture(nameOrPath)
	s.must(err)
	user, err := s.CreateUser(simulator.NewUser{ClientUserID: clientUserID, Fixture: f})
	s.must(err)
	for _, provider := range f.Providers() {
		s.must(s.Simulator.Connect(s.t.Context(), user.UserID, provider, simulator.ConnectOptions{}))
	}
	return user
}

// Advance moves the clock. When it returns, everything that fell due on the
// way was delivered, or failed and waits for its retry.
func (s *Sim) Advance(d time.Duration) {
	s.t.Helper()
	s.must(s.Simulator.Advance(s.t.Context(), d))
}

// Update corrects the latest record, or sample, of a resource, as a user does at
// the provider: sim.Update("app-user-1", "sleep", map[string]any{"efficiency": 93}).
// The event that tells of it leaves with the next poll, within fifteen minutes.
// Simulator.Update can do the same to any other record.
func (s *Sim) Update(clientUserID, resource string, set map[string]any) {
	s.t.Helper()
	s.must(s.Simulator.Update(s.t.Context(), s.user(clientUserID).UserID, simulator.Edit{Resource: resource, Set: set}))
}

// Sync lets the user's device upload now, and Vital poll it.
func (s *Sim) Sync(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Sync(s.t.Context(), s.user(clientUserID).UserID, provider))
}

// Disconnect ends a connection. Nothing more arrives, and no event tells of it.
func (s *Sim) Disconnect(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Disconnect(s.t.Context(), s.user(clientUserID).UserID, provider))
}

// Revoke takes the access to a provider away, as a user does there:
// provider.connection.error tells of it.
func (s *Sim) Revoke(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Revoke(s.t.Context(), s.user(clientUserID).UserID, provider, ""))
}

// Fault makes a fault active, such as
//
//	api: {path: /v2/summary/*, status: 503, times: 2}
//
// It is bounded, and Faulted tells what it did.
func (s *Sim) Fault(text string) {
	s.t.Helper()
	s.must(s.Simulator.Fault(text))
}

// Play plays a scenario, a shipped one by its name or a file by its path, from
// the Sim's own time and seed on. What it expects and does not find fails the
// test.
func (s *Sim) Play(nameOrPath string) *simulator.Report {
	s.t.Helper()
	sc, err := simulator.LoadScenario(nameOrPath)
	s.must(err)
	report, err := s.Simulator.Play(s.t.Context(), sc, nil)
	s.must(err)
	for _, failure := range report.Failures {
		s.t.Error(failure)
	}
	return report
}

// Reset lets the team start over, without users and messages.
func (s *Sim) Reset() {
	s.t.Helper()
	s.must(s.Simulator.Reset())
}

// Trigger sends an event that nothing has caused, of any type that Vital has for
// wearables, and returns its svix-id. Without data it is an example with the
// user's ids. The user is created where there is none of that client_user_id.
func (s *Sim) Trigger(clientUserID, eventType string, data ...vital.Payload) (svixID string) {
	s.t.Helper()
	var payload vital.Payload
	if len(data) > 0 {
		payload = data[0]
	}
	svixID, err := s.Simulator.Trigger(s.t.Context(), s.someone(clientUserID).UserID, eventType, payload)
	s.must(err)
	return svixID
}
