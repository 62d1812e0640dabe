package scenario

import (
	"context"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Advance is the action that moves the clock. Everything that becomes due on
// the way happens, and is delivered, before the next step.
type Advance struct {
	By clock.Duration
}

func advanceVerb() Verb {
	return Verb{
		About:   "move the simulator's clock; what becomes due happens and is delivered",
		Usage:   "advance: DURATION, such as 90s, 15m, 6h, 1d, 2w or 1d12h",
		Example: "advance: 1d12h",
		decode:  decodeAdvance,
	}
}

func decodeAdvance(p *parser, arg *yaml.Node, v Verb) Action {
	if arg.Kind != yaml.MappingNode {
		return p.advance(arg, "")
	}
	r := p.mapping(arg, "", "advance: {by: 1d}")
	by := r.Value("by", node.Required)
	r.Done()
	if by == nil {
		return Advance{}
	}
	return p.advance(by, "by: ")
}

func (p *parser) advance(n *yaml.Node, prefix string) Advance {
	if !node.IsText(n) {
		p.errorf(n, "%swant a duration such as 90s, 6h or 1d12h, have %s", prefix, node.Have(n))
		return Advance{}
	}
	d, err := clock.ParseDuration(n.Value)
	switch {
	case err != nil:
		p.errorf(n, "%s%s", prefix, err)
	case d == 0:
		p.errorf(n, "%sthe clock must move; want a duration above zero, have %s", prefix, node.Quote(n.Value))
	}
	return Advance{By: d}
}

func (a Advance) text() string { return "advance " + a.By.String() }

func (a Advance) do(ctx context.Context, p *player, _ Step) error {
	return p.team.Advance(ctx, time.Duration(a.By))
}
