package simulator

import (
	"context"
	"fmt"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What follows acts on the team of the simulator's own key, as requests with
// APIKey do.

// own is the team to read from, also after Close; nil where it never was.
func (s *Simulator) own() *universe {
	if u, err := s.universe(s.config.APIKey); err == nil {
		return u
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.universes[s.config.APIKey]
}

// Reset lets the team start over: no users, no messages, an empty inbox, and
// the clock at its start.
func (s *Simulator) Reset() error { return s.reset(s.config.APIKey) }

// Now is the team's simulated time.
func (s *Simulator) Now() time.Time {
	u := s.own()
	if u == nil {
		return time.Time{}
	}
	return u.clock.Now()
}

// Advance moves the team's clock and returns when everything that fell due on
// the way was attempted, also by API requests that came before. A second Advance
// at once is a clock.ErrBusy.
func (s *Simulator) Advance(ctx context.Context, d time.Duration) error {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return err
	}
	if err := s.changes.wait(ctx, s.config.APIKey); err != nil {
		return err
	}
	return u.clock.Advance(ctx, d)
}

// A NewUser is a user to be created: the application's own id, the zone the
// person lives in ("" for one that is drawn), a persona by the name of a shipped
// one or the path of a file ("" for anybody), and recorded data for the providers
// that the fixture has (nil for none).
type NewUser struct {
	ClientUserID, TimeZone, Persona string
	// PersonaFile is a persona that was read already, in the place of Persona.
	PersonaFile *Persona
	Fixture     *Fixture
}

// CreateUser adds a user to the team.
func (s *Simulator) CreateUser(n NewUser) (vital.User, error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return vital.User{}, err
	}
	persona := n.PersonaFile
	if persona == nil {
		if persona, err = LoadPersona(n.Persona); err != nil {
			return vital.User{}, fmt.Errorf("create user %s: %w", n.ClientUserID, err)
		}
	}
	return u.world.CreateUser(u.clock.Now(), world.NewUser{ClientUserID: n.ClientUserID, Zone: n.TimeZone, Archetype: persona, Fixture: n.Fixture})
}

// Timeline is every message of the team so far with its attempts, but for the
// oldest of the accepted ones: of those the newest 10,000 or 64 MiB are kept. The
// user of an entry is its client_user_id.
func (s *Simulator) Timeline() []Delivered {
	u := s.own()
	if u == nil {
		return nil
	}
	return timeline(u, func(clientUserID string) string { return clientUserID })
}

// Inbox is what the team's built-in receiver has verified and accepted: the
// bodies of the events, oldest first. It is empty where there is a Target.
func (s *Simulator) Inbox() [][]byte {
	u := s.own()
	if u == nil {
		return nil
	}
	var bodies [][]byte
	for _, r := range u.inbox.Received() {
		bodies = append(bodies, r.Body)
	}
	return bodies
}
