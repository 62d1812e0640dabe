package simulator

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An actor carries out a scenario's steps in a universe.
type actor struct {
	sim      *Simulator
	config   Config
	universe *universe
	ids      map[string]vital.ID // by the scenario's names
	names    map[string]string   // by client_user_id
}

// CreateUser adds a user of the scenario.
func (a *actor) CreateUser(_ context.Context, u scenario.User) error {
	persona, _ := u.PersonaFile.(*Persona)
	made, err := a.universe.world.CreateUser(a.universe.clock.Now(), world.NewUser{
		ClientUserID: u.ClientUserID, FallbackTimeZone: u.TimeZone, Persona: u.Persona, Archetype: persona, Fixture: loaded(u.Fixture),
	})
	if err != nil {
		return err
	}
	a.ids[u.Name], a.names[u.ClientUserID] = made.UserID, u.Name
	a.universe.setName(u.ClientUserID, u.Name)
	return nil
}

// done attempts what a step has caused before the next one begins.
func (a *actor) done(ctx context.Context, changes []world.Change, err error) error {
	if err != nil {
		return err
	}
	a.universe.send(changes)
	return a.universe.clock.Advance(ctx, 0)
}

// Connect links a user to a provider.
func (a *actor) Connect(ctx context.Context, c scenario.Connect) error {
	changes, err := a.universe.world.Connect(a.universe.clock.Now(), a.ids[c.User], c.Provider, world.ConnectOptions{
		Days: c.Backfill.Days, Chunks: c.Backfill.Chunks, Resources: c.Resources, Fixture: loaded(c.Fixture),
	})
	return a.done(ctx, changes, err)
}

// loaded is the fixture that a scenario names; nil where it names none.
func loaded(f *scenario.Fixture) *Fixture {
	if f == nil {
		return nil
	}
	return f.Loaded.(*Fixture)
}

// Advance moves the clock.
func (a *actor) Advance(ctx context.Context, d time.Duration) error {
	return a.universe.clock.Advance(ctx, d)
}

// Sync polls a user's connections now.
func (a *actor) Sync(ctx context.Context, s scenario.Sync) error {
	changes, err := a.universe.world.Sync(a.universe.clock.Now(), a.ids[s.User], s.Provider, s.Upload)
	return a.done(ctx, changes, err)
}

// Update corrects a record; its event leaves with the next sync.
func (a *actor) Update(ctx context.Context, u scenario.Update) error {
	ref := world.RecordRef{}
	switch u.Record.By {
	case scenario.ByDate:
		ref.Date = vital.Val(u.Record.Date)
	case scenario.ByInstant:
		ref.At = u.Record.At
	}
	err := a.universe.world.Update(a.universe.clock.Now(), a.ids[u.User], world.Edit{
		Provider: u.Provider, Resource: u.Resource, Record: ref, Set: u.Set,
	})
	return a.done(ctx, nil, err)
}

// Disconnect ends a link.
func (a *actor) Disconnect(ctx context.Context, d scenario.Disconnect) error {
	return a.done(ctx, nil, a.universe.world.Disconnect(a.universe.clock.Now(), a.ids[d.User], d.Provider))
}

// Revoke takes the access to a provider away.
func (a *actor) Revoke(ctx context.Context, r scenario.Revoke) error {
	changes, err := a.universe.world.Fail(a.universe.clock.Now(), a.ids[r.User], r.Provider, r.ErrorType)
	return a.done(ctx, changes, err)
}

// Rotate gives every endpoint another secret.
func (a *actor) Rotate(_ context.Context, r scenario.Rotate) error {
	for _, e := range a.universe.dispatcher.Endpoints() {
		secret, err := a.universe.dispatcher.RotateSecret(e.ID, webhook.Secret(r.Secret), a.universe.clock.Now())
		if err != nil {
			return err
		}
		a.universe.trust(secret)
	}
	return nil
}

// Recover attempts again what has failed.
func (a *actor) Recover(ctx context.Context, since time.Duration) error {
	_, err := a.universe.recover(ctx, "", a.universe.clock.Now().Add(-since))
	return err
}

// Fault makes a fault active.
func (a *actor) Fault(_ context.Context, f fault.Fault) error {
	_, err := a.universe.faults.Add(f)
	return err
}

// Clear ends a fault, or all.
func (a *actor) Clear(_ context.Context, name string) error { return a.universe.faults.Clear(name) }
