package scenario

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// Expect is the action that checks how many messages of a kind were sent
// since the scenario began.
type Expect struct {
	Event string // an event type, or a pattern in which * is any run of characters
	User  string // "" means any user
	Limits
	Answered Answered
	Attempts int // the number of attempts so far; 0 means any

	// Within limits the simulated time from the start of the previous step to
	// the message's creation, or to its acceptance if Answered is 2xx. Messages
	// from before that step do not count. 0 means no limit.
	Within time.Duration
}

// Answered selects messages by the receiver's response.
type Answered string

// The values of Answered.
const (
	AnsweredAny    Answered = "any"
	AnsweredOK     Answered = "2xx"    // accepted in the end
	AnsweredFailed Answered = "failed" // not accepted so far
)

func (r *reader) expectEvent() Action {
	e := Expect{Event: r.event("event"), User: r.user("user", node.Optional), Answered: AnsweredAny}
	e.Limits = r.limits()
	choices := []string{string(AnsweredOK), string(AnsweredFailed), string(AnsweredAny)}
	if n := r.Value("answered", node.Optional); n != nil {
		e.Answered = Answered(n.Value)
		if !slices.Contains(choices, n.Value) {
			r.Errorf("answered", "want 2xx, failed or any, have %s", node.Have(n))
		}
	}
	e.Attempts, _ = r.Integer("attempts", 1, math.MaxInt)
	e.Within = r.Simulated("within")
	return e
}

func (e Expect) text() string { return "expect " + e.wanted() }

// wanted formats the expectation: at least 1 daily.data.sleep.created for
// ada, answered 2xx.
func (e Expect) wanted() string {
	t := e.Limits.String() + " " + e.Event
	if e.User != "" {
		t += " for " + e.User
	}
	if e.Answered != AnsweredAny {
		t += ", answered " + string(e.Answered)
	}
	if e.Attempts > 0 {
		t += ", after " + node.Count(e.Attempts, "attempt")
	}
	if e.Within > 0 {
		t += ", within " + clock.Duration(e.Within).String()
	}
	return t
}

// about reports whether the message has the event type and user, whatever its
// outcome.
func (e Expect) about(m Message) bool { return glob.Match(e.Event, m.EventType) && e.isFor(m) }

func (e Expect) isFor(m Message) bool { return e.User == "" || e.User == m.User }

// accepts reports whether the message has the expected outcome. Since is the
// start of the previous step.
func (e Expect) accepts(m Message, since time.Time) bool {
	took := e.time(m).Sub(since)
	return (e.Answered == AnsweredAny || !m.Unwanted && m.Accepted == (e.Answered == AnsweredOK)) &&
		(e.Attempts == 0 || e.Attempts == m.Attempts) && (e.Within == 0 || took >= 0 && took <= e.Within)
}

// time returns the time that within is compared with.
func (e Expect) time(m Message) time.Time {
	if m.Accepted && e.Answered == AnsweredOK {
		return m.AcceptedAt
	}
	return m.At
}

// outcome describes the outcome of a message, limited to what the expectation
// checks.
func (e Expect) outcome(m Message, since time.Time) string {
	t := "not accepted (last answer " + strconv.Itoa(m.Status) + ")"
	switch {
	case m.Accepted:
		t = "accepted"
	case m.Unwanted:
		t = "wanted by no endpoint"
	case m.Attempts == 0:
		t = "not attempted"
	case m.Status == 0:
		t = "not accepted (no answer)"
	}
	if e.Attempts > 0 {
		t += " after " + node.Count(m.Attempts, "attempt")
	}
	if took := e.time(m).Sub(since); e.Within > 0 && took < 0 {
		t += ", before the step"
	} else if e.Within > 0 {
		t += ", " + clock.Duration(took).String() + " into the step"
	}
	return t
}

func (e Expect) do(_ context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	messages := p.team.Messages()
	seen, refused, forgotten := 0, 0, 0
	for _, m := range messages {
		if e.about(m) && m.Refusal != "" && e.Answered == AnsweredOK {
			refused++
		}
		if e.about(m) && e.accepts(m, p.since) {
			seen++
		}
		if e.about(m) && m.Evicted {
			forgotten++
		}
	}
	if forgotten > 0 && (e.Attempts > 0 || e.Within > 0) {
		p.expectation(s, false, "want "+e.wanted()+"; but "+node.Count(forgotten, "message")+" of the kind are too old to be remembered; expect earlier")
		return nil
	}
	if seen < e.AtLeast && seen+refused >= e.AtLeast {
		p.consequence(s, e.explain(messages, seen, p.since))
		return nil
	}
	p.expectation(s, e.met(seen), e.explain(messages, seen, p.since))
	return nil
}
