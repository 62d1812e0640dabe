package team

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What follows happens to users. Each method returns when the events that it
// causes at once were attempted.

// User returns the user with a client_user_id or a user id.
func (t *Team) User(name string) (vital.User, error) {
	user, err := t.World.Resolve(name)
	if err == nil {
		return user, nil
	}
	if id, wrong := uuid.Parse(name); wrong == nil {
		if user, err = t.World.User(id); err == nil {
			return user, nil
		}
	}
	var known []string
	for _, u := range t.World.Users(0, math.MaxInt).Users {
		known = append(known, u.ClientUserID)
	}
	hint := near.Hint(name, known)
	if hint == "" {
		hint = "; users are named by their client_user_id or their user id"
	}
	return vital.User{}, fmt.Errorf("user %q: %w%s", name, err, hint)
}

// CheckUser returns an error if the team has never had a user with a client_user_id or
// a user id.
func (t *Team) CheckUser(name string) error {
	if t.World.HasHad(name) {
		return nil
	}
	_, err := t.User(name)
	return err
}

// UserOrNew is like User, and creates the user if there is none.
func (t *Team) UserOrNew(n world.NewUser) (vital.User, error) {
	if user, err := t.User(n.ClientUserID); err == nil {
		return user, nil
	}
	return t.CreateUser(n)
}

// CreateUser adds a user.
func (t *Team) CreateUser(n world.NewUser) (vital.User, error) {
	return t.World.CreateUser(t.Now(), n)
}

// DeleteUser deletes a user with all connections.
func (t *Team) DeleteUser(user vital.ID) error { return t.World.DeleteUser(t.Now(), user) }

// A Connect links a user to a provider.
type Connect struct {
	User     vital.ID
	Provider string // slug
	world.ConnectOptions
}

// Connect links a user to a provider. Its first event leaves at once, the rest as
// time passes.
func (t *Team) Connect(ctx context.Context, c Connect) error {
	changes, err := t.World.Connect(t.Now(), c.User, c.Provider, c.ConnectOptions)
	return t.announce(ctx, changes, err)
}

// A Sync lets Vital poll a user's connections now.
type Sync struct {
	User     vital.ID
	Provider string // slug; "" for all of the user's connections
	Upload   bool   // the device uploads first
}

// Sync polls connections now, apart from the schedule.
func (t *Team) Sync(ctx context.Context, s Sync) error {
	changes, err := t.World.Sync(t.Now(), s.User, s.Provider, s.Upload)
	return t.announce(ctx, changes, err)
}

// Refresh polls all of a user's connections, as POST /v2/user/refresh does.
func (t *Team) Refresh(ctx context.Context, user vital.ID) (world.Refreshed, error) {
	refreshed, changes, err := t.World.Refresh(t.Now(), user)
	return refreshed, t.announce(ctx, changes, err)
}

// An Update corrects a record or a sample that clients can read already.
type Update struct {
	User vital.ID
	world.Edit
}

// Update corrects a record. Its event leaves with the next poll.
func (t *Team) Update(ctx context.Context, u Update) error {
	return t.announce(ctx, nil, t.World.Update(t.Now(), u.User, u.Edit))
}

// A DeleteRecord deletes a record or a sample that clients can read already.
type DeleteRecord struct {
	User vital.ID
	world.Deletion
}

// DeleteRecord deletes a record. Clients cannot read it any more, and no event
// announces it.
func (t *Team) DeleteRecord(ctx context.Context, d DeleteRecord) error {
	return t.announce(ctx, nil, t.World.DeleteRecord(d.User, d.Deletion))
}

// A Disconnect ends a connection.
type Disconnect struct {
	User     vital.ID
	Provider string // slug
}

// Disconnect ends a connection: nothing more arrives, and what was announced stays
// readable.
func (t *Team) Disconnect(ctx context.Context, d Disconnect) error {
	return t.announce(ctx, nil, t.World.Disconnect(t.Now(), d.User, d.Provider))
}

// A Revoke takes the access to a provider away.
type Revoke struct {
	User      vital.ID
	Provider  string // slug
	ErrorType string // one of vital.ConnectionErrorTypes; "" for the usual one
}

// Revoke takes the access to a provider away, which provider.connection.error
// announces.
func (t *Team) Revoke(ctx context.Context, r Revoke) error {
	changes, err := t.World.Fail(t.Now(), r.User, r.Provider, r.ErrorType)
	return t.announce(ctx, changes, err)
}

// announce sends the events of a command, if it could be done, and waits until
// they were attempted.
func (t *Team) announce(ctx context.Context, changes []world.Change, err error) error {
	if err != nil {
		return err
	}
	t.Send(changes)
	return t.attempted(ctx)
}

// readable returns how many records or samples of a resource clients can read, and the
// newest record.
func (t *Team) readable(user vital.ID, resource vital.Resource) (count int, latest []byte, err error) {
	if resource.Kind.Timeseries() {
		groups, err := t.World.Samples(user, resource.ID, "")
		for _, g := range groups {
			g.Each(math.MinInt64, math.MaxInt64, func(view.Point) bool { count++; return true })
		}
		return count, nil, err
	}
	records, err := t.World.Records(user, resource.ID, "", 0, math.MaxInt32)
	if err != nil || len(records) == 0 {
		return 0, nil, err
	}
	return len(records), records[0].AppendJSON(nil), nil
}

// NewEdit returns an edit of a record by its date, of a sample by its instant, or of
// the latest where record is empty.
func NewEdit(provider, resource, record string, set map[string]any) (world.Edit, error) {
	id, err := resourceNamed(resource)
	if err != nil {
		return world.Edit{}, err
	}
	if len(set) == 0 {
		return world.Edit{}, fmt.Errorf("nothing to set; want fields of %s with their values", id)
	}
	ref, err := parseRecord(record)
	return world.Edit{Provider: provider, Resource: id, Record: ref, Set: set}, err
}

// NewDeletion returns a deletion of what NewEdit would edit.
func NewDeletion(provider, resource, record string) (world.Deletion, error) {
	id, err := resourceNamed(resource)
	if err != nil {
		return world.Deletion{}, err
	}
	ref, err := parseRecord(record)
	return world.Deletion{Provider: provider, Resource: id, Record: ref}, err
}

// resourceNamed returns the resource with the name in events.
func resourceNamed(name string) (vital.ResourceID, error) {
	if r, known := vital.ResourceNamed(name); known {
		return r.ID, nil
	}
	if name == "" {
		return 0, errors.New("resource: missing; want one by event name, such as sleep")
	}
	return 0, fmt.Errorf("there is no resource %q%s", name, near.Hint(name, wire.ResourceNames(nil)))
}

// parseRecord parses a reference to a record.
func parseRecord(record string) (ref world.RecordRef, err error) {
	if record == "" {
		return ref, nil
	}
	if date, err := vital.ParseDate(record); err == nil {
		ref.Date = vital.Val(date)
		return ref, nil
	}
	ref.At, err = time.Parse(time.RFC3339Nano, record)
	if err != nil {
		return ref, fmt.Errorf("record %s: want a date such as 2026-01-06, the instant of a sample such as 2026-01-06T07:45:00Z, or nothing for the latest", strconv.Quote(record))
	}
	return ref, nil
}

// Explained returns an error of Vital's API with its hint.
func Explained(err error) error {
	if e, ok := errors.AsType[*vital.Error](err); ok && e.Hint != "" {
		return fmt.Errorf("%w: %s", err, e.Hint)
	}
	return err
}
