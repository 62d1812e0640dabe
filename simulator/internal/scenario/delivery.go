package scenario

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Rotate gives the endpoints another signing secret; the old one signs beside
// it for a day.
type Rotate struct {
	Secret string // whsec_…, or "" for one that is made
}

func rotateVerb() Verb {
	return Verb{
		About:   "give the endpoints another signing secret; for a day both sign",
		Usage:   "rotate: {[secret: whsec_…]}",
		Example: "rotate: {}",
		decode:  decodeRotate,
	}
}

func decodeRotate(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	a := Rotate{Secret: r.Text("secret", node.Optional)}
	if a.Secret != "" && p.catalog.CheckSecret != nil {
		if err := p.catalog.CheckSecret(a.Secret); err != nil {
			r.Errorf("secret", "%s", err)
		}
	}
	r.Done()
	return a
}

func (a Rotate) text() string { return "rotate the signing secret" }

func (a Rotate) do(ctx context.Context, p *player, _ Step) error { return p.actor.Rotate(ctx, a) }

// Recover attempts again what has failed.
type Recover struct {
	Since clock.Duration // before now
}

func recoverVerb() Verb {
	return Verb{
		About:   "attempt again what has failed, as after an outage",
		Usage:   "recover: {since: DURATION}, how long ago the first of it was sent",
		Example: "recover: {since: 2d}",
		decode:  decodeRecover,
	}
}

func decodeRecover(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	var a Recover
	if n := r.Value("since", node.Required); n != nil {
		a.Since = p.advance(n, "since: ").By
	}
	r.Done()
	return a
}

func (a Recover) text() string { return "recover what failed in the last " + a.Since.String() }

func (a Recover) do(ctx context.Context, p *player, _ Step) error {
	return p.actor.Recover(ctx, time.Duration(a.Since))
}

// Probes is whether the scenario looks at the application under test, or at
// what it asks of the API.
func (sc *Scenario) Probes() bool {
	for _, s := range sc.Steps {
		switch s.Action.(type) {
		case ExpectProbe, ExpectRequest:
			return true
		}
	}
	return false
}
