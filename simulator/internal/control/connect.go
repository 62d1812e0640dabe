package control

import (
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Connection is a request to connect a user. It can choose what Vital's API cannot:
// how much history there is, and recorded data instead of generated data.
type Connection struct {
	User      string   `json:"user" jsonschema:"a client_user_id or user_id; the user is created if needed"`
	TimeZone  string   `json:"time_zone,omitempty" jsonschema:"of a new user: where the person lives, an IANA name"`
	Fallback  string   `json:"fallback_time_zone,omitempty" jsonschema:"of a new user: the field of Vital's API, an IANA name"`
	Persona   string   `json:"persona,omitempty" jsonschema:"of a new user: the name of a shipped one, or a path"`
	Provider  string   `json:"provider,omitempty" jsonschema:"slug; optional if the fixture has only one"`
	Fixture   string   `json:"fixture,omitempty" jsonschema:"the name of a shipped one, or a path (default: generated data)"`
	Resources []string `json:"resources,omitempty" jsonschema:"by event name (default: all that the provider supplies)"`
	Backfill  Backfill `json:"backfill,omitzero"`
}

// A Backfill is how much history a connection has.
type Backfill struct {
	Days   int `json:"days,omitempty" jsonschema:"of history (default: the usual range of each resource)"`
	Chunks int `json:"chunks,omitempty" jsonschema:"per resource (default: one)"`
}

// Connected is the user of a new connection.
type Connected struct {
	UserID string `json:"user_id"`
}

func connect(c *call, in Connection) (Connected, error) {
	if in.User == "" {
		return Connected{}, refuse("user: missing; want the client_user_id of the user to connect")
	}
	if in.Backfill.Days < 0 {
		return Connected{}, refuse("backfill.days %d: want 0 or more", in.Backfill.Days)
	}
	if in.Backfill.Chunks < 0 {
		return Connected{}, refuse("backfill.chunks %d: want 0 or more", in.Backfill.Chunks)
	}
	user, err := c.connect(in)
	if err != nil {
		return Connected{}, unprocessable(err)
	}
	return Connected{user.UserID.String()}, nil
}

func (c *call) connect(in Connection) (vital.User, error) {
	f, err := c.Fixture(in.Fixture)
	if err != nil {
		return vital.User{}, err
	}
	if in.Provider == "" && f != nil && len(f.Providers()) == 1 {
		in.Provider = f.Providers()[0]
	}
	if in.Provider == "" {
		return vital.User{}, errNoProvider
	}
	if f != nil {
		if err := f.Recorded(in.Provider); err != nil {
			return vital.User{}, err
		}
	}
	persona, err := c.Persona(in.Persona)
	if err != nil {
		return vital.User{}, err
	}
	user, err := c.team.UserOrNew(world.NewUser{
		ClientUserID: in.User, Zone: in.TimeZone, FallbackTimeZone: in.Fallback, Persona: in.Persona, Archetype: persona, Fixture: f,
	})
	if err != nil {
		return vital.User{}, err
	}
	err = c.team.Connect(c.ctx(), team.Connect{User: user.UserID, Provider: in.Provider, ConnectOptions: world.ConnectOptions{
		Days: in.Backfill.Days, Chunks: in.Backfill.Chunks, Resources: in.Resources, Fixture: f,
	}})
	return user, team.Explained(err)
}
