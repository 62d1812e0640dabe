package control

import (
	"context"
	"net/http"
	"strings"
)

// A Connection is a link to be made, with what no real API can choose: how much
// history it brings, and recorded data in the place of generated.
type Connection struct {
	User      string   `json:"user" jsonschema:"a client_user_id or user_id; a user is created where there is none"`
	TimeZone  string   `json:"time_zone,omitempty" jsonschema:"of a user who is created: where the person lives, an IANA name"`
	Fallback  string   `json:"fallback_time_zone,omitempty" jsonschema:"of a user who is created: the field of Vital's API, an IANA name"`
	Persona   string   `json:"persona,omitempty" jsonschema:"of a user who is created: the name of a shipped one, or a path"`
	Provider  string   `json:"provider,omitempty" jsonschema:"slug; may be left out where the fixture has only one"`
	Fixture   string   `json:"fixture,omitempty" jsonschema:"the name of a shipped one, or a path; left out for generated data"`
	Resources []string `json:"resources,omitempty" jsonschema:"by event name; all that the provider supplies where they are left out"`
	Backfill  Backfill `json:"backfill,omitzero"`
}

// A Backfill is how much history a connection brings.
type Backfill struct {
	Days   int `json:"days,omitempty" jsonschema:"of history; each resource's usual range where it is left out"`
	Chunks int `json:"chunks,omitempty" jsonschema:"per resource; one where it is left out"`
}

// A Connector makes connections.
type Connector interface {
	// Connect makes the link, and its first event leaves before it returns.
	Connect(ctx context.Context, c Connection) (userID string, err error)
}

// A Connected is the user of a connection.
type Connected struct {
	UserID string `json:"user_id"`
}

func connect(c *call, in Connection) (Connected, error) {
	if in.User == "" {
		return Connected{}, refuse("user: missing; want the client_user_id of the user to connect")
	}
	if in.Backfill.Days < 0 || in.Backfill.Chunks < 0 {
		return Connected{}, refuse("backfill: want numbers of days and chunks")
	}
	id, err := c.team.Connect(c.ctx(), in)
	if err != nil {
		return Connected{}, c.unprocessable(err)
	}
	return Connected{id}, nil
}

// unprocessable is an error that lists what is wrong with a request, a problem
// a line; others stay what they are.
func (a *api) unprocessable(err error) error {
	if a.Busy(err) || a.Missing(err) {
		return err
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) == 1 {
		return refuse("%v", err)
	}
	return &problem{http.StatusUnprocessableEntity, lines[0], lines, nil}
}
