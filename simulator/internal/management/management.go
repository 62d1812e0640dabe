// Package management is Vital's management API, as far as it is about a team's
// webhooks and access tokens: an organization with one key manages the teams of
// the simulator.
package management

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Config is what the API needs.
type Config struct {
	Org        vital.ID
	Key        string                     // mg_…
	Team       func(id vital.ID) *Team    // nil for a team that there is not
	Token      func(team vital.ID) string // mints an access token for the team API
	EventTypes []string                   // what endpoints can filter by
	Logger     *slog.Logger
}

// A Team is what the API manages of one.
type Team struct {
	Webhooks *webhook.Dispatcher
	Now      func() time.Time // simulated
	// Trust hears of every secret that an endpoint is given.
	Trust func(webhook.Secret)
}

// maxBody bounds the body of a request.
const maxBody = 1 << 20

type management struct{ Config }

// An action answers a request about a team; nil is 204.
type action func(m *management, t *Team, r *http.Request) (any, error)

// team and hook are where a team's routes and one of its webhooks are.
const (
	team = "/v1/org/{org_id}/team/{team_id}"
	hook = team + "/{environment}/webhook/{webhook_id}"
)

// actions are the routes that are simulated.
var actions = []struct {
	method, path string
	do           action
}{
	{http.MethodPost, team + "/create_api_access_token", (*management).createToken},
	{http.MethodGet, team + "/{environment}/webhook", (*management).list},
	{http.MethodPost, team + "/{environment}/webhook", (*management).create},
	{http.MethodGet, hook, (*management).get},
	{http.MethodPatch, hook, (*management).patch},
	{http.MethodDelete, hook, (*management).remove},
	{http.MethodGet, hook + "/headers", (*management).headers},
	{http.MethodPut, hook + "/headers", (*management).setHeaders},
	{http.MethodGet, hook + "/secret", (*management).secret},
	{http.MethodPost, hook + "/secret/rotate", (*management).rotate},
}

// New is the API as a handler.
func New(c Config) http.Handler {
	m := &management{c}
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	for _, a := range actions {
		router.Methods(a.method).Path(a.path).HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer, err := m.run(a.do, r)
			switch {
			case err != nil:
				api.WriteError(w, r, m.Logger, err)
			case answer == nil:
				w.WriteHeader(http.StatusNoContent)
			default:
				w.Header().Set("Content-Type", "application/json")
				encoder := json.NewEncoder(w)
				encoder.SetEscapeHTML(false)
				_ = encoder.Encode(answer) // the client may have gone
			}
		})
	}
	fallback := http.HandlerFunc(m.unmatched)
	router.NotFoundHandler, router.MethodNotAllowedHandler = fallback, fallback
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil { // a request that was made in this process
			r.Body = http.NoBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		router.ServeHTTP(w, r)
	})
}

// run checks who asks and about what, and does what is asked.
func (m *management) run(do action, r *http.Request) (any, error) {
	if err := m.authorize(r); err != nil {
		return nil, err
	}
	t, err := m.team(mux.Vars(r))
	if err != nil {
		return nil, err
	}
	answer, err := do(m, t, r)
	if errors.Is(err, webhook.ErrNoEndpoint) {
		err = vital.NotFound("Not found")
	}
	return answer, err
}

// authorize checks the management key; its former header still works.
func (m *management) authorize(r *http.Request) error {
	key := r.Header.Get("X-Management-Key")
	if key == "" {
		key = r.Header.Get("X-Vital-Org-Key")
	}
	switch {
	case key == "":
		return vital.Unauthorized("Missing X-Management-Key").WithHint("send the header X-Management-Key with the key that vitalsim printed, mg_…")
	case key == m.Key:
		return nil
	case !strings.HasPrefix(key, "mg_"):
		return vital.Unauthorized("invalid token").WithHint("management keys begin with mg_; a team's API key opens the team API alone")
	}
	return vital.Unauthorized("invalid token").WithHint("this is not the management key; --management-key sets it")
}

// team finds the team that a path names.
func (m *management) team(vars map[string]string) (*Team, error) {
	var problems []vital.Problem
	ids := map[string]vital.ID{}
	for _, name := range []string{"org_id", "team_id"} {
		id, err := uuid.Parse(vars[name])
		if err != nil || len(vars[name]) != 36 {
			problems = append(problems, vital.Problem{Loc: []any{"path", name}, Msg: "Input should be a valid UUID", Type: "uuid_parsing"})
		}
		ids[name] = id
	}
	environment, named := vars["environment"]
	if named && !isEnvironment(environment) {
		problems = append(problems, wrongEnvironment("path", "environment"))
	}
	if len(problems) > 0 {
		return nil, vital.InvalidAll(problems...)
	}
	if ids["org_id"] != m.Org {
		return nil, vital.NotFound("Not found").WithHint("the organization of this simulator is %s", m.Org)
	}
	t := m.Team(ids["team_id"])
	if t == nil {
		return nil, vital.NotFound("Not found").WithHint("no API key in use has a team of this id; every event carries its team_id")
	}
	if environment == "production" {
		return nil, noProduction()
	}
	return t, nil
}

func isEnvironment(s string) bool { return s == "sandbox" || s == "production" }

func wrongEnvironment(loc ...any) vital.Problem {
	return vital.Problem{Loc: loc, Msg: "Input should be 'production' or 'sandbox'", Type: "enum"}
}

func noProduction() error {
	return vital.NotFound("Not found").WithHint("the simulator's teams are all in the sandbox")
}

// createToken is POST …/create_api_access_token {env}.
func (m *management) createToken(_ *Team, r *http.Request) (any, error) {
	b, err := readBody(r)
	if err != nil {
		return nil, err
	}
	environment, given := b.text("env")
	switch {
	case !given && len(b.problems) == 0:
		b.missing("env")
	case given && !isEnvironment(environment):
		b.problems = append(b.problems, wrongEnvironment("body", "env"))
	}
	if err := b.err(); err != nil {
		return nil, err
	}
	if environment == "production" {
		return nil, noProduction()
	}
	id := uuid.MustParse(mux.Vars(r)["team_id"]) // which was checked
	return map[string]any{"access_token": m.Token(id), "expires_in": int(TokenLife / time.Second)}, nil
}
