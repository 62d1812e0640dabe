package simulator

import (
	"crypto/sha256"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/management"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// team opens the team of a key for the team API.
func (s *Simulator) team(key string) (api.Team, error) {
	t, err := s.teams.Open(key)
	if err != nil {
		return api.Team{}, err
	}
	return api.Team{World: t.World, Now: t.Now, Send: func(changes []world.Change) { t.Send(changes) }}, nil
}

// manager is Vital's management API.
func (s *Simulator) manager() http.Handler {
	return management.New(management.Config{
		Org: s.OrgID(), Key: s.config.ManagementKey, Team: s.managed, Token: s.tokens().Mint,
		EventTypes: catalog.EventTypes(), Logger: s.config.Logger,
	})
}

// tokens open the team API for ten minutes.
func (s *Simulator) tokens() management.Tokens {
	key := sha256.Sum256([]byte("access tokens " + s.OrgID().String() + s.config.ManagementKey))
	return management.Tokens{Key: key[:], Wall: s.config.Wall}
}

// managed is the team of an id, of those whose keys were used or are listed.
func (s *Simulator) managed(id vital.ID) *management.Team {
	t := s.teams.Find(id)
	if t == nil {
		return nil
	}
	return &management.Team{Webhooks: t.Webhooks, Now: t.Now, Trust: t.Trust}
}

// withKey is a request of the team API with the key that its access token
// stands for, if it has one. Requests with a key go as they are.
func (s *Simulator) withKey(r *http.Request) (*http.Request, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if r.Header.Get("X-Vital-Api-Key") != "" || !strings.EqualFold(scheme, "Bearer") {
		return r, nil
	}
	refused := vital.Unauthorized("invalid token")
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
	r = r.Clone(r.Context())
	r.Header.Set("X-Vital-Api-Key", t.Key)
	return r, nil
}

// bearing lets a handler of the team API take access tokens.
func (s *Simulator) bearing(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		with, err := s.withKey(r)
		if err != nil {
			api.WriteError(w, r, s.config.Logger, err)
			return
		}
		next(w, with)
	}
}

// watched is Vital's API of every team, with its faults and its journal. A key
// that opens no team is refused as ever.
func (s *Simulator) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusWriter{ResponseWriter: w}
		t, err := s.teams.Open(r.Header.Get("X-Vital-Api-Key"))
		if err != nil {
			defer func() { s.metrics.Served("team", r.Method, "", answer.status) }()
			next.ServeHTTP(answer, r)
			return
		}
		call := api.CallOf(r)
		who := whoOf(t, call)
		began, at := s.config.Wall.Now(), t.Now()
		entry := journal.Request{
			At: at, Wall: began.UTC(), Method: r.Method, Route: call.Route, Path: call.Path, Query: r.URL.RawQuery,
			ClientUserID: who.ClientUserID, UserID: who.ID,
		}
		defer func() { // also where a fault ends the request by a panic
			if entry.UserID == "" {
				entry.UserID = whoOf(t, call).ID // of a user that the request has created
			}
			entry.Status, entry.Duration = answer.status, s.config.Wall.Now().Sub(began)
			t.RecordRequest(entry)
			s.unsimulated.note(Request(entry))
		}()
		asked := fault.Request{At: at, Method: r.Method, Path: call.Path, Route: call.Route, User: who}
		act := t.Faults.Take(asked)
		if act == nil {
			next.ServeHTTP(answer, r)
			return
		}
		if entry.Fault = act.Fault; !act.Serve(answer, r, next) {
			entry.Fault = ""
		}
	})
}

// who is the user that a request names, by all the names there are.
func whoOf(t *team.Team, c api.Call) fault.User {
	if c.RecordID != "" {
		if id, err := uuid.Parse(c.RecordID); err == nil {
			if owner, ok := t.World.Owner(id); ok {
				c.UserID = owner.String()
			}
		}
	}
	user := fault.User{ID: c.UserID, ClientUserID: c.ClientUserID}
	if id, err := uuid.Parse(c.UserID); err == nil {
		if clientUserID, ok := t.World.Who(id); ok {
			user.ClientUserID = clientUserID
		}
	} else if known, err := t.World.Resolve(c.ClientUserID); err == nil && c.ClientUserID != "" {
		user.ID = known.UserID.String()
	}
	user.Name = t.UserName(user.ClientUserID)
	return user
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the final status.
func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write notes that there is an answer.
func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// noting remembers requests of the management API that meet a gap.
func (s *Simulator) noting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusWriter{ResponseWriter: w}
		next.ServeHTTP(answer, r)
		s.unsimulated.note(Request{Wall: s.config.Wall.Now().UTC(), Method: r.Method, Path: r.URL.Path, Status: answer.status})
	})
}
