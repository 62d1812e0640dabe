package control_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// simulated is a team with one endpoint, and the control API of its simulator.
type simulated struct {
	*team.Team
	t       *testing.T
	teams   *team.Teams
	handler http.Handler
	app     *application
}

// application answers every delivery with a status; 0 leaves deliveries without an
// answer.
type application struct{ status atomic.Int64 }

// RoundTrip answers a delivery.
func (a *application) RoundTrip(r *http.Request) (*http.Response, error) {
	status := int(a.status.Load())
	if status == 0 {
		<-r.Context().Done()
		return nil, context.Cause(r.Context())
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func newTeam(t *testing.T) *simulated {
	t.Helper()
	one := &simulated{t: t, app: &application{}}
	metrics := team.NewMetrics()
	one.teams = team.NewTeams(team.Config{
		Start: clock.Epoch, Key: "sk_us_test", Secret: "whsec_c2VjcmV0IG9mIHRoZSBjb250cm9sIHRlc3Rz", Endpoints: []webhook.Endpoint{{URL: "http://application.invalid"}},
		Transport: one.app, DeliveryTimeout: 15 * time.Second, Wall: clock.System, Metrics: metrics, URL: func() string { return "http://simulator.invalid" },
	})
	t.Cleanup(one.teams.Close)
	one.open()
	one.handler = control.New(control.Config{
		Teams: one.teams, Metrics: metrics, EventTypes: vital.EventTypes(), CheckPath: func(string) string { return "" },
		Fault: func(text string) (fault.Fault, error) { return fault.Parse(text, fault.Catalog{}) },
	})
	return one
}

// open gets the team from the simulator, such as after a restore.
func (s *simulated) open() {
	s.t.Helper()
	var err error
	if s.Team, err = s.teams.Own(); err != nil {
		s.t.Fatal(err)
	}
}

// send sends an example event of a user, whose deliveries are answered with a
// status. It returns the svix-id and the user's id.
func (s *simulated) send(eventType, user string, status int) (svixID, userID string) {
	s.t.Helper()
	s.app.status.Store(int64(status))
	made, err := s.UserOrNew(world.NewUser{ClientUserID: user})
	if err != nil {
		s.t.Error(err)
	}
	svixID, err = s.Trigger(s.t.Context(), team.Trigger{User: made.UserID, EventType: eventType})
	if err != nil {
		s.t.Error(err)
	}
	return svixID, made.UserID.String()
}

// advance moves the clock.
func (s *simulated) advance(d time.Duration) {
	s.t.Helper()
	if err := s.Advance(s.t.Context(), d); err != nil {
		s.t.Error(err)
	}
}

// disable disables the endpoint or enables it again. Pending deliveries fail when it
// is disabled.
func (s *simulated) disable(disabled bool) {
	s.t.Helper()
	if _, err := s.ChangeEndpoint(s.endpointID(), func(e *webhook.Endpoint) { e.Disabled = disabled }); err != nil {
		s.t.Error(err)
	}
}

func (s *simulated) endpointID() string { return s.Webhooks.Endpoints()[0].ID }

// ask returns the status and the decoded body of the answer to a request.
func (s *simulated) ask(method, path, body string) (int, map[string]any) {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		s.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Code, v
}
