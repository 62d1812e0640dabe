package simulator

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Connect makes a link for the control API.
func (t controlledTeam) Connect(ctx context.Context, c control.Connection) (string, error) {
	f, err := t.sim.requestedFixture(c.Fixture)
	if err != nil {
		return "", err
	}
	if c.Provider == "" && f != nil && len(f.Providers()) == 1 {
		c.Provider = f.Providers()[0]
	}
	if c.Provider == "" {
		return "", errors.New("provider: missing; want a slug such as fitbit")
	}
	if f != nil {
		if err := f.Recorded(c.Provider); err != nil {
			return "", err
		}
	}
	persona, err := t.sim.requestedPersona(c.Persona)
	if err != nil {
		return "", err
	}
	user, err := t.world.Resolve(c.User)
	if err != nil {
		user, err = t.world.CreateUser(t.clock.Now(), world.NewUser{ClientUserID: c.User, Zone: c.TimeZone, Persona: c.Persona, Archetype: persona, Fixture: f})
	}
	if err != nil {
		return "", err
	}
	changes, err := t.world.Connect(t.clock.Now(), user.UserID, c.Provider, world.ConnectOptions{
		Days: c.Backfill.Days, Chunks: c.Backfill.Chunks, Resources: c.Resources, Fixture: f,
	})
	if err != nil {
		return "", explained(err)
	}
	t.send(changes)
	return user.UserID.String(), nil
}

// requestedFixture is the fixture that a control request names; nil for none.
func (s *Simulator) requestedFixture(ref string) (*Fixture, error) {
	switch {
	case ref == "":
		return nil, nil
	case isPath(ref) && s.config.FixtureDir == "":
		return nil, fmt.Errorf("fixture %q: paths are off, as no folder of fixtures was given (serve --fixtures DIR); shipped are %s", ref, strings.Join(FixtureNames(), ", "))
	}
	return loadConfined(ref, s.config.FixtureDir)
}

// explained is an error of Vital's API as people read it.
func explained(err error) error {
	if e, ok := errors.AsType[*vital.Error](err); ok && e.Hint != "" {
		return fmt.Errorf("%w: %s", err, e.Hint)
	}
	return err
}
