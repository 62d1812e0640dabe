package simulator

import (
	"crypto/sha256"
	"net/http"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/management"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ManagementKey is the key of Vital's management API, for X-Management-Key.
func (s *Simulator) ManagementKey() string { return s.config.ManagementKey }

// OrgID is the organization whose key that is. All teams are its teams.
func (s *Simulator) OrgID() vital.ID {
	return world.OrganizationID(*s.config.Seed, s.config.ManagementKey)
}

// TeamID is the team of the simulator's own key.
func (s *Simulator) TeamID() vital.ID {
	u := s.own()
	if u == nil {
		return vital.ID{}
	}
	return u.world.Team()
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
	u := s.ofTeam(id)
	if u == nil {
		return nil
	}
	return &management.Team{Webhooks: u.dispatcher, Now: u.clock.Now, Trust: u.trust}
}

// ofTeam is the universe of a team id; nil where no key in use has it.
func (s *Simulator) ofTeam(id vital.ID) *universe {
	s.mu.Lock()
	key, known := s.keys[id.String()]
	s.mu.Unlock()
	if !known { // the keys that we know beforehand are in use, if nobody has come with them yet
		for _, listed := range append([]string{s.config.APIKey}, s.config.ListedKeys...) {
			if u, err := s.universe(listed); err == nil && u.world.Team() == id {
				return u
			}
		}
		return nil
	}
	u, err := s.universe(key)
	if err != nil {
		return nil
	}
	return u
}

// withKey is a request of the team API with the key that its access token
// stands for, if it has one. Requests with a key go as they are.
func (s *Simulator) withKey(r *http.Request) (*http.Request, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if r.Header.Get("X-Vital-Api-Key") != "" || !strings.EqualFold(scheme, "Bearer") {
		return r, nil
	}
	refused := vital.Unauthorized("invalid token")
	if isSandboxKey(token) {
		return nil, refused.WithHint("an API key belongs in the header x-vital-api-key; Bearer takes access tokens of the management API")
	}
	team, err := s.tokens().Team(token)
	if err != nil {
		return nil, refused.WithHint("no access token of this simulator that holds still; the management API mints them for ten minutes")
	}
	u := s.ofTeam(team)
	if u == nil {
		return nil, refused.WithHint("the token's team is not in use any more")
	}
	r = r.Clone(r.Context())
	r.Header.Set("X-Vital-Api-Key", u.key)
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
