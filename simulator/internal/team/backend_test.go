package team_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const (
	secret = webhook.Secret("whsec_dml0YWxzaW0tZXhhbXBsZS1ub3QtYS1zZWNyZXQ=") // an example
	newer  = webhook.Secret("whsec_YW5vdGhlci1leGFtcGxlLW5vdC1hLXNlY3JldC0tLQ==")
	// application is the URL of an endpoint that is not an inbox.
	application = "http://application.invalid"
)

// A backend is the teams of a simulator with a network that reaches their inboxes
// and an application.
type backend struct {
	*team.Teams
	t      testing.TB
	status atomic.Int64 // of the application's answers; 0 is no answer
	probed atomic.Int64 // requests to the application that are not deliveries
}

// newBackend returns teams with the configuration; what it leaves open has a
// default.
func newBackend(t testing.TB, c team.Config) *backend {
	t.Helper()
	b := &backend{t: t}
	b.status.Store(http.StatusNoContent)
	c.Start, c.Key, c.Secret, c.DeliveryTimeout = clock.Epoch, ownKey, secret, 15*time.Second
	c.Transport, c.Metrics, c.URL = b, team.NewMetrics(), func() string { return "http://simulator.invalid" }
	if c.Wall == nil {
		c.Wall = clock.System
	}
	b.Teams = team.NewTeams(c)
	t.Cleanup(b.Close)
	return b
}

// RoundTrip answers a request to an inbox or to the application.
func (b *backend) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	switch status := int(b.status.Load()); {
	case strings.HasPrefix(r.URL.Path, team.InboxPath):
		b.ServeInbox(w, r)
	case status == 0:
		<-r.Context().Done()
	default:
		if r.Method != http.MethodPost && r.URL.Scheme+"://"+r.URL.Host == application {
			b.probed.Add(1)
		}
		w.WriteHeader(status)
	}
	if err := context.Cause(r.Context()); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// open returns the team of a key; "" is the own one.
func (b *backend) open(key string) *simulated {
	b.t.Helper()
	return &simulated{open(b.t, b.Teams, cmp.Or(key, ownKey)), b.t}
}

// simulated is a team whose commands must succeed.
type simulated struct {
	*team.Team
	t testing.TB
}

// check fails the test where there is an error.
func (s *simulated) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// user returns the id of a user, who is created where there is none.
func (s *simulated) user(name string) vital.ID {
	s.t.Helper()
	u, err := s.UserOrNew(world.NewUser{ClientUserID: name})
	s.check(err)
	return u.UserID
}

// connect links a user to Fitbit for sleep.
func (s *simulated) connect(user string) {
	s.t.Helper()
	s.check(s.Connect(s.t.Context(), team.Connect{
		User: s.user(user), Provider: "fitbit", ConnectOptions: world.ConnectOptions{Days: 3, Chunks: 1, Resources: []string{"sleep"}},
	}))
}

func (s *simulated) advance(d time.Duration) {
	s.t.Helper()
	s.check(s.Advance(s.t.Context(), d))
}

// trigger sends an example about ada and returns its svix-id.
func (s *simulated) trigger(eventType string) string {
	s.t.Helper()
	id, err := s.Trigger(s.t.Context(), team.Trigger{User: s.user("ada"), EventType: eventType})
	s.check(err)
	return id
}

// timeline returns a line per delivery: when it was made, its event and user, its
// status and the status codes of its attempts.
func (s *simulated) timeline() (lines []string) {
	for _, d := range s.Webhooks.Log() {
		line := fmt.Sprintf("%v %s %s %s", d.At.Sub(clock.Epoch), d.EventType, d.User, d.Status)
		for _, a := range d.Attempts {
			line += fmt.Sprintf(" %d", a.StatusCode)
		}
		lines = append(lines, line)
	}
	return lines
}

// errorText returns the text of an error with its hint; "" for none.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return team.Explained(err).Error()
}

// play returns a scenario of ada with the steps.
func play(t testing.TB, steps string) team.Play {
	t.Helper()
	sc, err := scenario.Parse("test.yaml", []byte("name: test\nusers: {ada: {}}\nsteps:\n"+steps), scenario.Catalog{
		Providers: []string{"fitbit"}, Resources: func(string) []string { return []string{"sleep"} },
		KnownResources: []string{"sleep"}, EventTypes: vital.EventTypes(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return team.Play{Scenario: sc}
}
