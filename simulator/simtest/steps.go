package simtest

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// must ends the test if a command failed.
func (s *Sim) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// user returns the user with a client_user_id or a user id.
func (s *Sim) user(name string) vital.User {
	s.t.Helper()
	user, err := s.User(name)
	s.must(err)
	return user
}

// someone returns the user with a name and creates it if needed.
func (s *Sim) someone(clientUserID string) vital.User {
	s.t.Helper()
	user, err := s.User(clientUserID)
	if err != nil {
		user, err = s.CreateUser(simulator.NewUser{ClientUserID: clientUserID})
		s.must(err)
	}
	return user
}

// Connect connects a user to a provider, with thirty days of history unless the
// options say otherwise. It creates the user with the client_user_id if needed.
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

// Fixture creates a user and connects it to all providers of recorded data: of a
// shipped fixture by its name, or of a folder by its path.
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

// Advance moves the clock. When it returns, everything that fell due has been
// delivered, or has failed and waits for its retry.
func (s *Sim) Advance(d time.Duration) {
	s.t.Helper()
	s.must(s.Simulator.Advance(s.t.Context(), d))
}

// Update corrects the latest record or sample of a resource, as a user does at
// the provider: sim.Update("app-user-1", "sleep", map[string]any{"efficiency": 93}).
// The event is sent with the next poll, within fifteen minutes. Simulator.Update
// corrects any other record.
func (s *Sim) Update(clientUserID, resource string, set map[string]any) {
	s.t.Helper()
	s.must(s.Simulator.Update(s.t.Context(), s.user(clientUserID).UserID, simulator.Edit{Resource: resource, Set: set}))
}

// DeleteRecord deletes the latest record or sample of a resource, as a user does at
// the provider. No event announces it. Simulator.DeleteRecord deletes any other
// record.
func (s *Sim) DeleteRecord(clientUserID, resource string) {
	s.t.Helper()
	s.must(s.Simulator.DeleteRecord(s.t.Context(), s.user(clientUserID).UserID, simulator.Deletion{Resource: resource}))
}

// Sync makes the user's devices upload and Vital poll them now.
func (s *Sim) Sync(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Sync(s.t.Context(), s.user(clientUserID).UserID, provider))
}

// Disconnect ends a connection. Nothing more arrives, and Vital has no event for
// it.
func (s *Sim) Disconnect(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Disconnect(s.t.Context(), s.user(clientUserID).UserID, provider))
}

// Revoke revokes the access to a provider, as a user does there. It sends
// provider.connection.error.
func (s *Sim) Revoke(clientUserID, provider string) {
	s.t.Helper()
	s.must(s.Simulator.Revoke(s.t.Context(), s.user(clientUserID).UserID, provider, ""))
}

// Fault makes a fault active, such as
//
//	api: {path: /v2/summary/*, status: 503, times: 2}
//
// The fault is bounded, and Faulted returns what it did.
func (s *Sim) Fault(text string) {
	s.t.Helper()
	s.must(s.Simulator.Fault(text))
}

// Play plays a scenario with the Sim's own time and seed: a shipped one by its
// name, or a file by its path. A failed expectation fails the test.
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

// Reset makes the team start over, without users and messages.
func (s *Sim) Reset() {
	s.t.Helper()
	s.must(s.Simulator.Reset())
}

// Trigger sends an event of any of Vital's types for wearables and returns its
// svix-id. Nil data means an example with the user's ids. Trigger creates the user
// with the client_user_id if needed.
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
