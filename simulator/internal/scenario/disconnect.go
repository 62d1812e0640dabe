package scenario

import (
	"context"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Disconnect is the action that ends a connection. Data that was announced
// stays readable.
type Disconnect struct {
	User     string
	Provider string
}

func disconnectVerb() Verb {
	return Verb{
		About:   "end a connection; announced data stays readable, and no more arrives",
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

// Revoke is the action that withdraws the user's permission at the provider.
// Vital sends provider.connection.error, and no data arrives until the user
// connects again.
type Revoke struct {
	User      string
	Provider  string
	ErrorType string // "" for token_refresh_failed
}

func revokeVerb() Verb {
	return Verb{
		About:   "withdraw permission at the provider; the connection is in error until the user connects again",
		Usage:   "revoke: {user, provider, [error_type]}",
		Example: "revoke: {user: ada, provider: fitbit, error_type: token_refresh_failed}",
		decode:  decodeRevoke,
	}
}

func decodeRevoke(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	d := Revoke{User: r.user("user", node.Required), Provider: r.provider("provider", node.Required)}
	d.ErrorType = r.oneOf("error_type", "error type", p.catalog.ErrorTypes, node.Optional)
	if d.Provider != "" && r.linked(d.User, d.Provider) {
		p.state.disconnect(Disconnect{User: d.User, Provider: d.Provider}, p.pos(r.Node).Line)
	}
	r.Done()
	return d
}

func (d Revoke) text() string {
	t := "revoke " + d.User + " " + d.Provider
	if d.ErrorType != "" {
		t += ": " + d.ErrorType
	}
	return t
}

func (d Revoke) do(ctx context.Context, p *player, _ Step) error { return p.team.Revoke(ctx, d) }

func (d Disconnect) text() string { return "disconnect " + d.User + " " + d.Provider }

func (d Disconnect) do(ctx context.Context, p *player, _ Step) error {
	return p.team.Disconnect(ctx, d)
}
