package scenario

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// ExpectOrder is the action that checks the order in which a user's messages
// were accepted: one of the first type, later one of the second, and so on.
// Other messages may come in between.
type ExpectOrder struct {
	Order []string // event types or patterns; at least two
	User  string
}

func (r *reader) expectOrder() Action {
	e := ExpectOrder{User: r.user("user", node.Required)}
	for _, n := range r.List("order", node.Required, "name two event types or more") {
		if cause := r.p.checkEvent(n.Value); cause != "" {
			r.p.errorf(n, "order: %s", cause)
		}
		e.Order = append(e.Order, n.Value)
	}
	if len(e.Order) == 1 {
		r.Errorf("order", "one event type has no order; name two or more")
	}
	return e
}

func (e ExpectOrder) text() string { return "expect " + e.wanted() }

func (e ExpectOrder) wanted() string {
	return strings.Join(e.Order, ", then ") + " accepted for " + e.User
}

// accepted returns the user's accepted messages of these types in the order
// of acceptance. It leaves out evicted ones.
func (e ExpectOrder) accepted(messages []Message) []Message {
	messages = slices.DeleteFunc(slices.Clone(messages), func(m Message) bool {
		return !m.Accepted || m.Evicted || m.User != e.User ||
			!slices.ContainsFunc(e.Order, func(pattern string) bool { return glob.Match(pattern, m.EventType) })
	})
	slices.SortStableFunc(messages, func(a, b Message) int { return a.AcceptedAt.Compare(b.AcceptedAt) })
	return messages
}

// reached returns how many types of the order were found, one after the
// other.
func (e ExpectOrder) reached(accepted []Message) (n int) {
	for _, m := range accepted {
		if n < len(e.Order) && glob.Match(e.Order[n], m.EventType) {
			n++
		}
	}
	return n
}

func (e ExpectOrder) do(_ context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	accepted := e.accepted(p.team.Messages())
	n := e.reached(accepted)
	if n < len(e.Order) {
		p.consequence(s, e.explain(accepted, n))
		return nil
	}
	p.expectation(s, true, e.explain(accepted, n))
	return nil
}

// explain states where the order was broken, and lists the messages as they
// were accepted.
func (e ExpectOrder) explain(accepted []Message, n int) string {
	head := "want " + e.wanted()
	switch {
	case n == len(e.Order):
		return head + "; saw them"
	case len(accepted) == 0:
		return head + "; saw none of them accepted"
	case n == 0:
		head += "; saw no " + e.Order[0]
	default:
		head += "; saw no " + e.Order[n] + " after " + strings.Join(e.Order[:n], ", then ")
	}
	lines := []string{head, "  accepted, in this order:"}
	for i := 0; i < len(accepted); {
		run := i // one line for consecutive messages of the same type
		for run < len(accepted) && accepted[run].EventType == accepted[i].EventType {
			run++
		}
		if len(lines) == maxRows+2 {
			lines = append(lines, "    and "+node.Count(len(accepted)-i, "more message"))
			break
		}
		line := "    " + accepted[i].AcceptedAt.UTC().Format(time.DateTime) + " "
		if run-i > 1 {
			line += node.Count(run-i, "time") + " "
		}
		lines = append(lines, line+accepted[i].EventType)
		i = run
	}
	return strings.Join(lines, "\n")
}
