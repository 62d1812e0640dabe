package simulator

import (
	"context"
	"fmt"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The methods below are what happens to users. Each returns when the events that it
// causes at once were attempted.

// A NewUser is a user to be created.
type NewUser struct {
	ClientUserID string // the application's own id
	// TimeZone is where the person lives: an IANA name, or "" for the zone of the
	// Fixture, the FallbackTimeZone, or one that is drawn, in this order.
	TimeZone string
	// FallbackTimeZone is the field of Vital's API, which providers use that do not
	// know the zone: an IANA name, or "" for none.
	FallbackTimeZone string
	Persona          string // the name of a shipped one or the path of a file; "" for anybody
	// PersonaFile is a persona that was read already, in the place of Persona.
	PersonaFile *Persona
	// Fixture is recorded data for the providers that it has; nil for none.
	Fixture *Fixture
}

// CreateUser adds a user to the team.
func (s *Simulator) CreateUser(n NewUser) (vital.User, error) {
	t, err := s.teams.Own()
	if err != nil {
		return vital.User{}, err
	}
	persona := n.PersonaFile
	if persona == nil {
		if persona, err = LoadPersona(n.Persona); err != nil {
			return vital.User{}, fmt.Errorf("create user %s: %w", n.ClientUserID, err)
		}
	}
	return t.CreateUser(world.NewUser{ClientUserID: n.ClientUserID, Zone: n.TimeZone, FallbackTimeZone: n.FallbackTimeZone, Archetype: persona.archetype, Fixture: n.Fixture.recorded()})
}

// User returns a user of the team by its client_user_id or its user id.
func (s *Simulator) User(name string) (vital.User, error) {
	t, err := s.teams.Own()
	if err != nil {
		return vital.User{}, err
	}
	return t.User(name)
}

// CheckUser returns an error, with the nearest name, if the team has never had a user
// with a client_user_id or a user id.
func (s *Simulator) CheckUser(name string) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	return t.CheckUser(name)
}

// ConnectOptions set how much history a connection brings. The zero value means
// the provider's usual behaviour.
type ConnectOptions struct {
	Days      int      // of history; 0 means each resource's usual range
	Chunks    int      // per resource; 0 means one, Vital's present behaviour
	Resources []string // by event name; nil means all that the provider supplies
	Demo      bool     // a demo connection: thirty days, and something new at every refresh
	// Fixture serves recorded instead of generated data; nil means the fixture of
	// the user, if it has the provider.
	Fixture *Fixture
}

// An Edit corrects a record or a sample that clients can already read, like a
// user who corrects a value at the provider.
type Edit struct {
	Provider string // slug; "" where one connection of the user alone supplies the resource
	Resource string // by event name, such as sleep
	// Record is the date of the record, as 2026-01-06, or the instant of the sample,
	// as RFC 3339 has it; "" means the latest.
	Record string
	Set    map[string]any // by the keys of the wire; of samples there is value alone
}

// Connect connects a user to a provider. The first event is sent at once, the
// others as time passes.
func (s *Simulator) Connect(ctx context.Context, user vital.ID, provider string, o ConnectOptions) error {
	return s.do("connect "+provider, func(t *team.Team) error {
		return t.Connect(ctx, team.Connect{User: user, Provider: provider, ConnectOptions: world.ConnectOptions{
			Days: o.Days, Chunks: o.Chunks, Resources: o.Resources, Demo: o.Demo, Fixture: o.Fixture.recorded(),
		}})
	})
}

// Sync makes the device of a connection upload and Vital poll it now. An empty
// provider means all connections of the user.
func (s *Simulator) Sync(ctx context.Context, user vital.ID, provider string) error {
	return s.do("sync "+provider, func(t *team.Team) error {
		return t.Sync(ctx, team.Sync{User: user, Provider: provider, Upload: true})
	})
}

// Refresh polls all connections of a user, as clients do with
// POST /v2/user/refresh.
func (s *Simulator) Refresh(ctx context.Context, user vital.ID) error {
	return s.do("refresh", func(t *team.Team) error {
		_, err := t.Refresh(ctx, user)
		return err
	})
}

// DeleteUser deletes a user with all connections, as clients do with
// DELETE /v2/user.
func (s *Simulator) DeleteUser(user vital.ID) error {
	return s.do("delete user", func(t *team.Team) error { return t.DeleteUser(user) })
}

// Update corrects a record. The event that announces it leaves with the next
// poll, fifteen minutes later at most.
func (s *Simulator) Update(ctx context.Context, user vital.ID, e Edit) error {
	return s.do("update "+e.Resource, func(t *team.Team) error {
		edit, err := team.NewEdit(e.Provider, e.Resource, e.Record, e.Set)
		if err != nil {
			return err
		}
		return t.Update(ctx, team.Update{User: user, Edit: edit})
	})
}

// A Deletion names a record or a sample that clients can already read.
type Deletion struct {
	Provider string // slug; "" where one connection of the user alone supplies the resource
	Resource string // by event name, such as activity
	// Record is the date of the record, as 2026-01-06, or the instant of the sample,
	// as RFC 3339 has it; "" means the latest.
	Record string
}

// DeleteRecord deletes a record, like a user who deletes an activity at the provider.
// Clients cannot read it any more, and no event announces it.
func (s *Simulator) DeleteRecord(ctx context.Context, user vital.ID, d Deletion) error {
	return s.do("delete "+d.Resource, func(t *team.Team) error {
		deletion, err := team.NewDeletion(d.Provider, d.Resource, d.Record)
		if err != nil {
			return err
		}
		return t.DeleteRecord(ctx, team.DeleteRecord{User: user, Deletion: deletion})
	})
}

// Disconnect ends a connection: nothing more arrives, and what was announced
// stays readable. Vital has no event for it.
func (s *Simulator) Disconnect(ctx context.Context, user vital.ID, provider string) error {
	return s.do("disconnect "+provider, func(t *team.Team) error {
		return t.Disconnect(ctx, team.Disconnect{User: user, Provider: provider})
	})
}

// Revoke takes the access to a provider away, which provider.connection.error
// announces; Connect restores it. The error type is one of
// vital.ConnectionErrorTypes, or "" for the usual one.
func (s *Simulator) Revoke(ctx context.Context, user vital.ID, provider, errorType string) error {
	return s.do("revoke "+provider, func(t *team.Team) error {
		return t.Revoke(ctx, team.Revoke{User: user, Provider: provider, ErrorType: errorType})
	})
}

// do runs a command of the team; errors begin with what it is.
func (s *Simulator) do(what string, command func(*team.Team) error) error {
	t, err := s.teams.Own()
	if err != nil {
		return err
	}
	if err := command(t); err != nil {
		if err = team.Explained(err); strings.HasPrefix(err.Error(), what+":") {
			return err
		}
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
