package scenario

import (
	"context"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Disconnect ends a connection. What was announced stays readable.
type Disconnect struct {
	User     string
	Provider string
}

func disconnectVerb() Verb {
	return Verb{
		About:   "end a connection; what was announced stays readable, nothing more arrives",
		Usage:   "disconnect: {user, provider}",
		Example: "disconnect: {user: ada, provider: fitbit}",
		decode:  decodeDisconnect,
	}
}

func decodeDisconnect(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	d := Disconnect{User: r.user("user", node.Required), Provider: r.provider("provider", node.Required)}
	if d.Provider != "" && r.linked(d.User, d.Provider) {
		p.state.disconnect(d, p.pos(r.Node).Line)
	}
	r.Done()
	return d
}

func (d Disconnect) text() string { return "disconnect " + d.User + " " + d.Provider }

func (d Disconnect) do(ctx context.Context, p *player, _ Step) error {
	return p.actor.Disconnect(ctx, d)
}
