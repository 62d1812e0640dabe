package scenario

import (
	"context"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
	"gopkg.in/yaml.v3"
)

// Expect checks how many messages of a kind were sent since the scenario
// began.
type Expect struct {
	Event    string // an event type, or a pattern in which * is any run of characters
	User     string // "" means anybody
	AtLeast  int
	AtMost   int // Unbounded where there is no limit
	Answered Answered
}

// Unbounded is an Expect without an upper limit.
const Unbounded = math.MaxInt

// Answered chooses messages by what the receiver made of them.
type Answered string

// What a receiver can make of a message.
const (
	AnsweredAny    Answered = "any"
	AnsweredOK     Answered = "2xx"    // accepted in the end
	AnsweredFailed Answered = "failed" // not accepted so far
)

func expectVerb() Verb {
	return Verb{
		About:   "check how many messages of a kind were sent since the scenario began; 1 or more unless it says",
		Usage:   "expect: {event, [user], [at_least], [at_most], [exactly], [answered: 2xx|failed|any]}",
		Example: "expect: {event: daily.data.sleep.*, user: ada, at_least: 1, answered: 2xx}",
		decode:  decodeExpect,
	}
}

func decodeExpect(p *parser, arg *yaml.Node, v Verb) Action {
	r := p.mapping(arg, "", v.Usage)
	if r == nil {
		return nil
	}
	e := Expect{Event: r.event("event"), User: r.user("user", node.Optional), Answered: AnsweredAny}
	e.AtLeast, e.AtMost = r.limits()
	choices := []string{string(AnsweredOK), string(AnsweredFailed), string(AnsweredAny)}
	if n := r.Value("answered", node.Optional); n != nil {
		e.Answered = Answered(n.Value)
		if !slices.Contains(choices, n.Value) {
			r.Errorf("answered", "want 2xx, failed or any, have %s", node.Have(n))
		}
	}
	r.Done()
	return e
}

// event reads an event type or a pattern that some event type matches.
func (r *reader) event(key string) string {
	pattern := r.Text(key, node.Required)
	types := r.p.catalog.EventTypes
	switch {
	case pattern == "" || slices.ContainsFunc(types, func(t string) bool { return glob.Match(pattern, t) }):
	case strings.Contains(pattern, "*"):
		r.Sayf(key, "no event type matches %s%s", node.Quote(pattern), r.p.eventHint(pattern))
	default:
		r.Sayf(key, "unknown event type %s%s", node.Quote(pattern), r.p.eventHint(pattern))
	}
	return pattern
}

// eventHint is suggest for event types, which are too many to list: the
// nearest one, or else the pattern with the nearest resource.
func (p *parser) eventHint(pattern string) string {
	if node.Nearest(pattern, p.catalog.EventTypes) != "" {
		return node.Suggest(pattern, p.catalog.EventTypes)
	}
	words := strings.Split(pattern, ".")
	if i := len(words) - 2; i >= 0 {
		if meant := node.Nearest(words[i], p.catalog.KnownResources); meant != "" && meant != words[i] {
			words[i] = meant
			return "; did you mean " + node.Quote(strings.Join(words, ".")) + "?"
		}
	}
	return "; event types look like daily.data.sleep.created, historical.data.sleep.created, provider.connection.created"
}

// limits reads how many messages are wanted.
func (r *reader) limits() (low, high int) {
	atLeast, hasLeast := r.Integer("at_least", 0, math.MaxInt)
	atMost, hasMost := r.Integer("at_most", 0, math.MaxInt)
	exactly, hasExactly := r.Integer("exactly", 0, math.MaxInt)
	switch {
	case hasExactly && (r.Has("at_least") || r.Has("at_most")):
		r.Errorf("exactly", "excludes at_least and at_most; keep one or the other")
	case hasExactly:
		return exactly, exactly
	case hasLeast && hasMost && atLeast > atMost:
		r.Errorf("at_most", "%d is less than at_least, %d", atMost, atLeast)
	case hasLeast && hasMost:
		return atLeast, atMost
	case hasMost:
		return 0, atMost
	case hasLeast:
		if atLeast == 0 {
			r.p.warnf(r.At("at_least"), "at_least: 0 holds always; exactly: 0 says that there is none")
		}
		return atLeast, Unbounded
	}
	return 1, Unbounded
}

func (e Expect) text() string { return "expect " + e.wanted() }

// wanted is what the expectation says: at least 1 daily.data.sleep.created for
// ada, answered 2xx.
func (e Expect) wanted() string {
	t := "at least " + strconv.Itoa(e.AtLeast)
	switch {
	case e.AtMost == 0:
		t = "no"
	case e.AtLeast == e.AtMost:
		t = "exactly " + strconv.Itoa(e.AtLeast)
	case e.AtMost != Unbounded && e.AtLeast == 0:
		t = "at most " + strconv.Itoa(e.AtMost)
	case e.AtMost != Unbounded:
		t = strconv.Itoa(e.AtLeast) + " to " + strconv.Itoa(e.AtMost)
	}
	t += " " + e.Event
	if e.User != "" {
		t += " for " + e.User
	}
	if e.Answered != AnsweredAny {
		t += ", answered " + string(e.Answered)
	}
	return t
}

// about is whether the message is of the kind, whatever the receiver answered.
func (e Expect) about(m Message) bool { return glob.Match(e.Event, m.EventType) && e.isFor(m) }

func (e Expect) isFor(m Message) bool { return e.User == "" || e.User == m.User }

// accepts is whether the receiver made of the message what is wanted.
func (e Expect) accepts(m Message) bool {
	return e.Answered == AnsweredAny || m.Accepted == (e.Answered == AnsweredOK)
}

func (e Expect) do(_ context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	messages := p.actor.Messages()
	seen := 0
	for _, m := range messages {
		if e.about(m) && e.accepts(m) {
			seen++
		}
	}
	ok := e.AtLeast <= seen && seen <= e.AtMost
	p.expectation(s, ok, e.explain(messages, seen))
	return nil
}
