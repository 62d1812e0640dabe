package scenario

import (
	"context"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Sync is the action that makes Vital poll a user's connections now, outside
// of the schedule.
type Sync struct {
	User     string
	Provider string // "" means all the user's connections
	Upload   bool   // the device uploads first; otherwise the poll finds only what was uploaded before
}

func syncVerb() Verb {
	return Verb{
		About:   "upload from the device and poll the provider now; upload: false only polls",
		Usage:   "sync: {user, [provider], [upload: true|false]}",
		Example: "sync: {user: ada, provider: fitbit, upload: false}",
		decode:  decodeSync,
	}
}

func decodeSync(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	s := Sync{User: r.user("user", node.Required), Provider: r.provider("provider", node.Optional)}
	if s.Provider != "" || !r.Has("provider") {
		r.linked(s.User, s.Provider)
	}
	s.Upload = r.Bool("upload", true)
	r.Done()
	return s
}

func (s Sync) text() string {
	t := "sync " + s.User
	if s.Provider != "" {
		t += " " + s.Provider
	}
	if !s.Upload {
		t += " without an upload"
	}
	return t
}

func (s Sync) do(ctx context.Context, p *player, _ Step) error { return p.team.Sync(ctx, s) }
