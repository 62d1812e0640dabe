package scenario

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Rotate is the action that gives the endpoints a new signing secret. For a
// day the old one signs as well.
type Rotate struct {
	Secret string // whsec_…, or "" for a generated one
}

func rotateVerb() Verb {
	return Verb{
		About:   "give the endpoints a new signing secret; for a day the old one signs as well",
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

func (a Rotate) do(ctx context.Context, p *player, _ Step) error { return p.team.Rotate(ctx, a) }

// Recover is the action that retries failed messages.
type Recover struct {
	Since clock.Duration // before now
}

func recoverVerb() Verb {
	return Verb{
		About:   "retry failed messages, as after an outage",
		Usage:   "recover: {since: DURATION}, the age of the oldest message to retry",
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
		a.Since = p.duration(n, "since: ")
	}
	r.Done()
	return a
}

func (a Recover) text() string { return "recover what failed in the last " + a.Since.String() }

func (a Recover) do(ctx context.Context, p *player, _ Step) error {
	return p.team.Recover(ctx, time.Duration(a.Since))
}

// Probes reports whether the scenario checks the application under test or
// its requests to the API.
func (sc *Scenario) Probes() bool {
	for _, s := range sc.Steps {
		switch s.Action.(type) {
		case ExpectProbe, ExpectRequest:
			return true
		}
	}
	return false
}
