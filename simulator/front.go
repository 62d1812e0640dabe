package simulator

import (
	"crypto/sha256"
	"net/http"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/management"
	"github.com/vitalsim/vitalsim/simulator/internal/pydantic"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// frontDoor returns the handler of Vital's two APIs.
func (s *Simulator) frontDoor() http.Handler {
	logger := s.config.Logger
	return rest.New(rest.Config{
		Routes: append(
			api.Routes(api.Config{PageSize: s.config.PageSize, Logger: logger}),
			management.Routes(management.Config{
				Org: s.OrgID(), Key: s.config.ManagementKey, Team: s.teams.Find, Token: s.tokens().Mint,
				EventTypes: catalog.EventTypes(), Logger: logger,
			})...,
		),
		Middlewares: []rest.Middleware{s.withTeam, underWay, s.watched},
		Logger:      logger,
	})
}

// tokens open the team API for ten minutes.
func (s *Simulator) tokens() management.Tokens {
	key := sha256.Sum256([]byte("access tokens " + s.OrgID().String() + s.config.ManagementKey))
	return management.Tokens{Key: key[:], Wall: s.config.Wall}
}

// withTeam opens the team of each call of the team API: that of its API key, or
// of the access token that it bears.
func (s *Simulator) withTeam(next rest.Handler) rest.Handler {
	return func(w http.ResponseWriter, c *rest.Call) {
		if !isManagement(c) {
			c.Team, c.TeamErr = s.teamOf(c.Request)
		}
		next(w, c)
	}
}

func isManagement(c *rest.Call) bool { return strings.HasPrefix(c.Path, "/v1/org/") }

// teamOf returns the team of a request's API key or access token.
func (s *Simulator) teamOf(r *http.Request) (*team.Team, error) {
	if key := r.Header.Get("X-Vital-Api-Key"); key != "" {
		return s.teams.Open(key)
	}
	if scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		return s.teamOfToken(token)
	}
	return nil, api.MissingKey()
}

// teamOfToken returns the team of an access token.
func (s *Simulator) teamOfToken(token string) (*team.Team, error) {
	refused := apierror.Unauthorized("invalid token")
	if team.IsSandboxKey(token) {
		return nil, refused.WithHint("an API key belongs in the header x-vital-api-key; Bearer takes access tokens of the management API")
	}
	id, err := s.tokens().Team(token)
	if err != nil {
		return nil, refused.WithHint("no access token of this simulator that holds still; the management API mints them for ten minutes")
	}
	t := s.teams.Find(id)
	if t == nil {
		return nil, refused.WithHint("the token's team is not in use any more")
	}
	return s.teams.Open(t.Key)
}

// underWay counts a call that may cause events among those that Advance waits for,
// once its body has arrived.
func underWay(next rest.Handler) rest.Handler {
	return func(w http.ResponseWriter, c *rest.Call) {
		if c.Team != nil && c.Method != http.MethodGet && c.Method != http.MethodHead {
			c.Buffer(w)
			defer c.Team.BeginRequest()()
		}
		next(w, c)
	}
}

// watched counts each call, writes those of a team into its journal, and lets the
// team's faults act on them.
func (s *Simulator) watched(next rest.Handler) rest.Handler {
	return func(w http.ResponseWriter, c *rest.Call) {
		answer := &rest.StatusWriter{ResponseWriter: w}
		began := s.config.Wall.Now()
		entry := journal.Request{Wall: began.UTC(), Method: c.Method, Route: c.Label, Path: c.Path, Query: c.URL.RawQuery}
		t := c.Team
		if t == nil {
			defer func() {
				answered(&entry, answer)
				s.countCall(c, entry)
			}()
			next(answer, c)
			return
		}
		user := userOf(t, c)
		entry.At, entry.ClientUserID, entry.UserID = t.Now(), user.ClientUserID, user.ID
		defer func() { // also where a fault ends the request by a panic
			if entry.UserID == "" {
				entry.UserID = userOf(t, c).ID // of a user that the request has created
			}
			answered(&entry, answer)
			entry.Duration = s.config.Wall.Now().Sub(began)
			t.RecordRequest(entry)
			s.unsimulated.note(Request(entry))
			s.teams.Served(t, entry)
		}()
		act := t.Faults.Take(fault.Request{At: entry.At, Method: c.Method, Path: c.Path, Route: c.Label, User: user})
		if act == nil {
			next(answer, c)
			return
		}
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c.Request = r
			next(w, c)
		})
		if entry.Fault = act.Fault; !act.Serve(answer, c.Request, handler) {
			entry.Fault = ""
		}
	}
}

// answered adds the response to a request.
func answered(entry *journal.Request, w *rest.StatusWriter) {
	entry.Status = w.Status
	entry.Response = strings.ToValidUTF8(string(w.Refusal), "")
	if len(w.Refusal) > 0 {
		entry.Hint = w.Header().Get("Vitalsim-Hint")
	}
}

// countCall counts a call without a team: of the management API, or with a key
// that opens none. Their paths are no labels, since anybody may invent them.
func (s *Simulator) countCall(c *rest.Call, entry journal.Request) {
	if isManagement(c) {
		s.metrics.Served("management", c.Method, "", entry.Status)
		s.unsimulated.note(Request(entry))
	} else {
		s.metrics.Served("team", c.Method, "", entry.Status)
		s.teams.RecordRefusal(entry)
	}
	s.teams.Served(nil, entry)
}

// userOf returns the user that a call names, by all names.
func userOf(t *team.Team, c *rest.Call) fault.User {
	about := c.About()
	if about.RecordID != "" {
		if id, wrong := pydantic.UUID(about.RecordID); wrong == nil {
			if owner, ok := t.World.Owner(id); ok {
				about.UserID = owner.String()
			}
		}
	}
	user := fault.User{ID: about.UserID, ClientUserID: about.ClientUserID}
	if id, wrong := pydantic.UUID(about.UserID); wrong == nil {
		user.ID = id.String()
		if clientUserID, ok := t.World.Who(id); ok {
			user.ClientUserID = clientUserID
		}
	} else if known, err := t.World.Resolve(about.ClientUserID); err == nil && about.ClientUserID != "" {
		user.ID = known.UserID.String()
	}
	user.Name = t.UserName(user.ClientUserID)
	return user
}
