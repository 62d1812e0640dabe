package control

import (
	"context"
	"net/http"
	"strings"
)

// A Connection is a link to be made, with what no real API can choose: how much
// history it brings, and recorded data in the place of generated.
type Connection struct {
	User      string   `json:"user"`      // client_user_id; the user is created where there is none
	TimeZone  string   `json:"time_zone"` // of a user who is created
	Persona   string   `json:"persona"`   // of a user who is created
	Provider  string   `json:"provider"`  // may be left out where the fixture has only one
	Fixture   string   `json:"fixture"`   // the name of a shipped one, or a path; "" for generated data
	Resources []string `json:"resources"`
	Backfill  struct {
		Days   int `json:"days"`
		Chunks int `json:"chunks"`
	} `json:"backfill"`
}

// A Connector makes connections.
type Connector interface {
	// Connect makes the link, and its first event leaves before it returns.
	Connect(ctx context.Context, c Connection) (userID string, err error)
}

// connect is POST /_sim/v1/connections {"user","provider",["fixture","backfill":{"days","chunks"},"resources","time_zone","persona"]}.
func (a *api) connect(t Team, r *http.Request) (any, error) {
	var c Connection
	if err := read(r, &c); err != nil {
		return nil, err
	}
	if c.User == "" {
		return nil, refuse("user: missing; want the client_user_id of the user to connect")
	}
	if c.Backfill.Days < 0 || c.Backfill.Chunks < 0 {
		return nil, refuse("backfill: want numbers of days and chunks")
	}
	id, err := t.Connect(r.Context(), c)
	if err != nil {
		if a.Busy(err) {
			return nil, &problem{http.StatusConflict, err.Error(), nil}
		}
		lines := strings.Split(err.Error(), "\n")
		p := &problem{http.StatusUnprocessableEntity, lines[0], nil}
		if len(lines) > 1 {
			p.more = map[string]any{"problems": lines}
		}
		return nil, p
	}
	return map[string]any{"user_id": id}, nil
}
