package scenario

import (
	"context"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Fault is the action that activates a fault. It lasts for a bounded number
// of times.
type Fault struct {
	Fault fault.Fault
}

func faultVerb() Verb {
	return Verb{
		About:   "make requests or deliveries fail, a bounded number of times; vitalsim faults lists the faults",
		Usage:   "fault: {api: {…}} or {delivery: {…}}",
		Example: "fault: {api: {name: brown-out, path: /v2/summary/*, status: 503, times: 2}}",
		More:    []string{"fault: {delivery: {event: daily.data.*, duplicate: 1, times: 5}}"},
		decode:  decodeFault,
	}
}

func decodeFault(p *parser, arg *yaml.Node, _ Verb) Action {
	before := len(p.errs)
	f := fault.Decode(arg, p.catalog.Faults, func(n *yaml.Node, cause string) { p.errorf(n, "%s", cause) })
	if len(p.errs) > before {
		return Fault{f}
	}
	if line := p.state.faults[f.Name]; f.Name != "" && line > 0 {
		p.errorf(arg, "a fault called %s is active since line %d; clear it first, or choose another name", node.Quote(f.Name), line)
	}
	p.state.fault(f.Name, p.pos(arg).Line)
	if u := f.User; u != "" && !p.state.declares(u) && !slices.Contains(p.state.clients, u) {
		if meant := node.Nearest(u, p.state.users); meant != "" {
			p.warnf(arg, "the fault is about %s, who is not declared here%s", node.Quote(u), node.Hint(u, p.state.users))
		}
	}
	return Fault{f}
}

func (f Fault) text() string { return "fault " + f.Fault.String() }

func (f Fault) do(ctx context.Context, p *player, _ Step) error { return p.team.Fault(ctx, f.Fault) }

// Clear is the action that ends one fault, or all of them.
type Clear struct {
	Name string // "all" ends all of them
}

func clearVerb() Verb {
	return Verb{
		About:   "end a fault early, or all of them",
		Usage:   "clear: NAME of a fault, or all",
		Example: "clear: all",
		decode:  decodeClear,
	}
}

func decodeClear(p *parser, arg *yaml.Node, v Verb) Action {
	if !node.IsText(arg) {
		p.errorf(arg, "want the name of a fault, or all, have %s", node.Have(arg))
		return Clear{}
	}
	switch active := p.state.activeFaults(); {
	case arg.Value == "all":
		p.state.faults = nil
	case slices.Contains(active, arg.Value):
		delete(p.state.faults, arg.Value)
	case len(active) == 0:
		p.errorf(arg, "no fault with a name is active at this step; clear: all ends those without")
	default:
		p.errorf(arg, "no fault called %s is active at this step%s", node.Quote(arg.Value), node.Suggest(arg.Value, active))
	}
	return Clear{arg.Value}
}

func (c Clear) text() string { return "clear " + c.Name }

func (c Clear) do(ctx context.Context, p *player, _ Step) error { return p.team.Clear(ctx, c.Name) }
