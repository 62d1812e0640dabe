package simulator

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What follows is what happens to users: the verbs of scenarios, for Go. Each
// returns when the events that it causes at once were attempted.

// ConnectOptions say how much history a connection brings; the zero value is
// what the provider usually does.
type ConnectOptions struct {
	Days      int      // of history; 0 means each resource's usual range
	Chunks    int      // per resource; 0 means one, Vital's present behaviour
	Resources []string // by event name; nil means all that the provider supplies
	Demo      bool     // a demo connection: thirty days, and something new at every refresh
	// Fixture is what the connection looks at in the place of the generator; nil
	// means the user's, if it has the provider.
	Fixture *Fixture
}

// An Edit corrects a record or a sample that clients can read already, as a user
// does who corrects a value at the provider.
type Edit struct {
	Provider string // slug; "" where one connection of the user alone supplies the resource
	Resource string // by event name, such as sleep
	// Record is the date of the record, as 2026-01-06, or the instant of the sample,
	// as RFC 3339 has it; "" means the latest.
	Record string
	Set    map[string]any // by the keys of the wire; of samples there is value alone
}

// User is a user of the team, by its client_user_id or its user id.
func (s *Simulator) User(name string) (vital.User, error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return vital.User{}, err
	}
	user, err := u.world.Resolve(name)
	if err == nil {
		return user, nil
	}
	if id, wrong := uuid.Parse(name); wrong == nil {
		if user, err = u.world.User(id); err == nil {
			return user, nil
		}
	}
	return vital.User{}, fmt.Errorf("user %q: %w; users are named by their client_user_id or their user id", name, err)
}

// Connect links a user to a provider. Its first event leaves at once, the rest
// as time passes.
func (s *Simulator) Connect(ctx context.Context, user vital.ID, provider string, o ConnectOptions) error {
	return s.do(ctx, "connect "+provider, func(w *world.World, now time.Time) ([]world.Change, error) {
		return w.Connect(now, user, provider, world.ConnectOptions(o))
	})
}

// Sync lets the device of a connection upload now, and Vital poll it: of all the
// user's connections where provider is empty.
func (s *Simulator) Sync(ctx context.Context, user vital.ID, provider string) error {
	return s.do(ctx, "sync "+provider, func(w *world.World, now time.Time) ([]world.Change, error) {
		return w.Sync(now, user, provider, true)
	})
}

// Update corrects a record. The event that tells of it leaves with the next
// poll, fifteen minutes later at most.
func (s *Simulator) Update(ctx context.Context, user vital.ID, e Edit) error {
	return s.do(ctx, "update "+e.Resource, func(w *world.World, now time.Time) ([]world.Change, error) {
		edit, err := e.checked()
		if err != nil {
			return nil, err
		}
		return nil, w.Update(now, user, edit)
	})
}

// Disconnect ends a connection: nothing more arrives, and what was announced
// stays readable. Vital has no event for it.
func (s *Simulator) Disconnect(ctx context.Context, user vital.ID, provider string) error {
	return s.do(ctx, "disconnect "+provider, func(w *world.World, now time.Time) ([]world.Change, error) {
		return nil, w.Disconnect(now, user, provider)
	})
}

// Revoke takes the access to a provider away, which provider.connection.error
// tells of; Connect mends it. The error type is one of
// vital.ConnectionErrorTypes, or "" for the usual one.
func (s *Simulator) Revoke(ctx context.Context, user vital.ID, provider, errorType string) error {
	return s.do(ctx, "revoke "+provider, func(w *world.World, now time.Time) ([]world.Change, error) {
		return w.Fail(now, user, provider, errorType)
	})
}

// do lets something happen in the team, and attempts what it causes.
func (s *Simulator) do(ctx context.Context, what string, happens func(*world.World, time.Time) ([]world.Change, error)) error {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return err
	}
	changes, err := happens(u.world, u.clock.Now())
	if err != nil {
		if err = explained(err); strings.HasPrefix(err.Error(), what+":") {
			return err // which says it already
		}
		return fmt.Errorf("%s: %w", what, err)
	}
	u.send(changes)
	return u.attempted(ctx)
}

// checked is the edit as the world takes it.
func (e Edit) checked() (world.Edit, error) {
	out := world.Edit{Provider: e.Provider, Resource: e.Resource, Set: e.Set}
	if _, known := vital.ResourceNamed(e.Resource); !known {
		names := make([]string, len(vital.Resources))
		for i, r := range vital.Resources {
			names[i] = r.Name
		}
		return out, fmt.Errorf("there is no resource %q%s", e.Resource, near.Hint(e.Resource, names))
	}
	if len(e.Set) == 0 {
		return out, fmt.Errorf("nothing to set; want fields of %s with their values", e.Resource)
	}
	if e.Record == "" {
		return out, nil
	}
	if date, err := vital.ParseDate(e.Record); err == nil {
		out.Record.Date = vital.Val(date)
		return out, nil
	}
	at, err := time.Parse(time.RFC3339Nano, e.Record)
	if err != nil {
		return out, fmt.Errorf("record %s: want a date such as 2026-01-06, the instant of a sample such as 2026-01-06T07:45:00Z, or nothing for the latest", strconv.Quote(e.Record))
	}
	out.Record.At = at
	return out, nil
}
