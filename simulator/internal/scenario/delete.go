package scenario

import (
	"context"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Delete deletes a user with all connections, as an application does with
// DELETE /v2/user.
type Delete struct{ User string }

func deleteVerb() Verb {
	return Verb{
		About:   "delete a user with all connections, as DELETE /v2/user does",
		Usage:   "delete: {user}",
		Example: "delete: {user: ada}",
		decode:  decodeDelete,
	}
}

func decodeDelete(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	a := Delete{User: r.user("user", node.Required)}
	p.state.delete(a.User, p.pos(r.Node).Line)
	r.Done()
	return a
}

func (a Delete) text() string { return "delete " + a.User }

func (a Delete) do(ctx context.Context, p *player, _ Step) error { return p.team.Delete(ctx, a) }
