// Package management implements the webhooks and access tokens of Vital's management
// API. One organization, with one management key, owns all teams of the simulator.
package management

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Config holds the dependencies and settings of the API.
type Config struct {
	Org        vital.ID
	Key        string                       // mg_…
	Team       func(id vital.ID) *team.Team // nil for a team that there is not
	Token      func(team vital.ID) string   // mints an access token for the team API
	EventTypes []string                     // what endpoints can filter by
	Logger     *slog.Logger
}

type management struct{ Config }

// An action answers a call about a team; a nil answer is status 204.
type action func(m *management, t *team.Team, c *rest.Call) (any, error)

// serve returns the handler of an action: it checks the key and
// finds the team.
func (m *management) serve(do action) rest.Handler {
	return func(w http.ResponseWriter, c *rest.Call) {
		answer, err := m.run(do, c)
		switch {
		case err != nil:
			rest.WriteError(w, c.Request, m.Logger, err)
		case answer == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/json")
			encoder := json.NewEncoder(w)
			encoder.SetEscapeHTML(false)
			_ = encoder.Encode(answer) // the client may have gone
		}
	}
}

func (m *management) run(do action, c *rest.Call) (any, error) {
	if err := m.authorize(c.Request); err != nil {
		return nil, err
	}
	t, err := m.team(c)
	if err != nil {
		return nil, err
	}
	answer, err := do(m, t, c)
	if errors.Is(err, webhook.ErrNoEndpoint) {
		err = apierror.NotFound("Not found")
	}
	return answer, err
}

// authorize checks the management key, also in its former header.
func (m *management) authorize(r *http.Request) error {
	key := r.Header.Get("X-Management-Key")
	if key == "" {
		key = r.Header.Get("X-Vital-Org-Key")
	}
	switch {
	case key == "":
		return apierror.Unauthorized("Missing X-Management-Key").WithHint("send the header X-Management-Key with the key that vitalsim printed, mg_…")
	case key == m.Key:
		return nil
	case !strings.HasPrefix(key, "mg_"):
		return apierror.Unauthorized("invalid token").WithHint("management keys begin with mg_; a team's API key opens the team API alone")
	}
	return apierror.Unauthorized("invalid token").WithHint("this is not the management key; --management-key sets it")
}

// team returns the team that a path names.
func (m *management) team(c *rest.Call) (*team.Team, error) {
	var problems []vital.Problem
	ids := map[string]vital.ID{}
	for _, name := range []string{"org_id", "team_id"} {
		id, wrong := pydantic.UUID(c.Var(name))
		if wrong != nil {
			problems = append(problems, vital.Problem{Loc: []any{"path", name}, Msg: wrong.Msg, Type: wrong.Type})
		}
		ids[name] = id
	}
	environment := c.Var("environment")
	if environment != "" && !isEnvironment(environment) {
		problems = append(problems, notAnEnvironment.Problem("path", "environment"))
	}
	if len(problems) > 0 {
		return nil, apierror.InvalidAll(problems...)
	}
	if ids["org_id"] != m.Org {
		return nil, apierror.NotFound("Not found").WithHint("the organization of this simulator is %s", m.Org)
	}
	t := m.Team(ids["team_id"])
	if t == nil {
		return nil, apierror.NotFound("Not found").WithHint("no API key in use has a team of this id; every event carries its team_id")
	}
	if environment == "production" {
		return nil, noProduction()
	}
	return t, nil
}

func isEnvironment(s string) bool { return s == "sandbox" || s == "production" }

var notAnEnvironment = rest.OneOf([]string{"production", "sandbox"})

func noProduction() error {
	return apierror.NotFound("Not found").WithHint("the simulator's teams are all in the sandbox")
}

// createToken serves POST …/create_api_access_token {env}.
func (m *management) createToken(_ *team.Team, c *rest.Call) (any, error) {
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return nil, err
	}
	environment, given := b.Text("env")
	switch {
	case !given && b.Valid():
		b.Missing("env")
	case given && !isEnvironment(environment):
		b.Refuse(notAnEnvironment, "env")
	}
	if err := b.Err(); err != nil {
		return nil, err
	}
	if environment == "production" {
		return nil, noProduction()
	}
	id := uuid.MustParse(c.Var("team_id")) // which was checked
	return map[string]any{"access_token": m.Token(id), "expires_in": int(TokenLife / time.Second)}, nil
}
