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
		return Advance{By: p.duration(arg, "")}
	}
	r := p.mapping(arg, "", "advance: {by: 1d}")
	by := r.Value("by", node.Required)
	r.Done()
	if by == nil {
		return Advance{}
	}
	return Advance{By: p.duration(by, "by: ")}
}

// duration reads a span of simulated time above zero.
func (p *parser) duration(n *yaml.Node, prefix string) clock.Duration {
	d, cause := node.Simulated(n)
	if cause != "" {
		p.errorf(n, "%s%s", prefix, cause)
	}
	return clock.Duration(d)
}

func (a Advance) text() string { return "advance " + a.By.String() }

func (a Advance) do(ctx context.Context, p *player, _ Step) error {
	return p.team.Advance(ctx, time.Duration(a.By))
}
