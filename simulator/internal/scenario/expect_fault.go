package scenario

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// ExpectFault is the action that checks how often a fault has taken effect,
// and waits for it.
type ExpectFault struct {
	Name string
	Limits
	Within time.Duration // wall time; 0 means the default
}

func (r *reader) expectFault() Action {
	e := ExpectFault{Name: r.Text("fault", node.Required), Limits: Limits{1, Unbounded}}
	switch names := r.p.state.faultNames; {
	case e.Name == "" || slices.Contains(names, e.Name):
	case len(names) == 0:
		r.Sayf("fault", "no step before this one has a fault with a name; write fault: {api: {name: %s, …}}", node.Short(e.Name))
	default:
		r.Sayf("fault", "no step before this one has a fault called %s%s", node.Quote(e.Name), node.Suggest(e.Name, names))
	}
	if n, ok := r.Integer("times", 0, math.MaxInt); ok {
		e.Limits = Limits{n, n}
	}
	e.Within = r.Wall("within", maxPatience)
	return e
}

func (e ExpectFault) text() string { return "expect " + e.wanted() }

func (e ExpectFault) wanted() string {
	acts := " acts"
	if e.AtLeast == 1 { // Parse makes no other limits with a 1
		acts = " act"
	}
	t := e.Limits.String() + acts + " of fault " + e.Name
	if e.Within > 0 {
		t += ", within " + e.Within.String()
	}
	return t
}

func (e ExpectFault) do(ctx context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	var ledger []fault.Injection
	n, err := p.awaitCount(ctx, e.Limits, e.Within, func() (n int) {
		ledger = p.team.Faulted()
		for _, i := range ledger {
			if i.Fault == e.Name {
				n++
			}
		}
		return n
	})
	if err != nil {
		return err
	}
	if n < e.AtLeast {
		explanation := e.explain(ledger, n)
		if requests, forgotten := p.team.Requests(); len(requests)+forgotten == 0 && p.team.Target() != "" {
			explanation += "; the API got no request"
		}
		p.consequence(s, explanation)
		return nil
	}
	p.expectation(s, e.met(n), e.explain(ledger, n))
	return nil
}

// explain states what was expected and seen. If they differ, it lists what
// the faults did.
func (e ExpectFault) explain(ledger []fault.Injection, seen int) string {
	head := "want " + e.wanted() + "; saw " + orNone(seen)
	switch {
	case e.met(seen):
		return head
	case len(ledger) == 0:
		return head + "; no fault did anything at all"
	}
	own, others := map[row]int{}, map[row]int{}
	for _, i := range ledger {
		acts := others
		if i.Fault == e.Name {
			acts = own
		}
		what := i.Request
		if i.Side == fault.Delivery {
			what = i.EventType
		}
		acts[row{what, i.User, i.Done + " (" + i.Fault + ")"}]++
	}
	lines := append([]string{head}, part("its acts:", own)...)
	return strings.Join(append(lines, part("acts of others:", others)...), "\n")
}
