package scenario

import (
	"context"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Refresh polls all connections of a user, as an application does with
// POST /v2/user/refresh.
type Refresh struct{ User string }

func refreshVerb() Verb {
	return Verb{
		About:   "poll all connections of a user, as POST /v2/user/refresh does",
		Usage:   "refresh: {user}",
		Example: "refresh: {user: ada}",
		decode:  decodeRefresh,
	}
}

func decodeRefresh(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	a := Refresh{User: r.user("user", node.Required)}
	r.linked(a.User, "")
	r.Done()
	return a
}

func (a Refresh) text() string { return "refresh " + a.User }

func (a Refresh) do(ctx context.Context, p *player, _ Step) error { return p.team.Refresh(ctx, a) }
