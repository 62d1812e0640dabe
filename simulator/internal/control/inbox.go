package control

import (
	"cmp"
	"encoding/json"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

// Received is a delivery that an inbox has verified.
type Received struct {
	SvixID    string          `json:"svix_id"`
	EventType string          `json:"event_type"`
	Body      json.RawMessage `json:"body"`
}

// ReceivedList is what an inbox has verified, oldest first.
type ReceivedList struct {
	Received []Received `json:"received"`
}

func showInbox(c *call, _ nothing) (ReceivedList, error) {
	list := ReceivedList{[]Received{}}
	for _, r := range c.team.Inbox.Received() {
		var event struct {
			EventType string `json:"event_type"`
			Type      string `json:"type"` // of an event of Svix's own
		}
		_ = json.Unmarshal(json.RawMessage(r.Body), &event) // a verified body is an event
		list.Received = append(list.Received, Received{SvixID: r.ID, EventType: cmp.Or(event.EventType, event.Type), Body: json.RawMessage(r.Body)})
	}
	return list, nil
}

func clearInbox(c *call, _ nothing) (ReceivedList, error) {
	c.team.ClearInbox()
	return showInbox(c, nothing{})
}

// usual is how the built-in receiver answers what it has verified.
const usual = team.UsualReply

// behave is a request to change how the built-in receiver answers.
type behave struct {
	Answer     team.Reply `json:"answer" jsonschema:"a status, or hang; 204 ends an earlier behaviour"`
	Times      int        `json:"times,omitempty" jsonschema:"number of deliveries (default 10)"`
	RetryAfter int        `json:"retry_after,omitempty" jsonschema:"seconds, with 429 or 503"`
}

// none is the answer of a request without one.
const none team.Reply = -1

func (b *behave) defaults() { b.Answer = none }

// usualTimes is how many deliveries a behaviour applies to by default, and maxTimes
// the most, as for faults.
const usualTimes, maxTimes = 10, 100_000

// setBehaviour takes effect with the next delivery, and releases deliveries that hang.
func setBehaviour(c *call, in behave) (team.Behaviour, error) {
	if in.Answer == none {
		return team.Behaviour{}, refuse(`answer: missing; want a status such as 500, or "hang"; 204 is the usual answer`)
	}
	b := team.Behaviour{Answer: in.Answer, Times: in.Times, RetryAfter: in.RetryAfter}
	if b.Times < 0 || b.Times > maxTimes {
		return team.Behaviour{}, refuse("times %d: want 1 to %d", b.Times, maxTimes)
	}
	if b.RetryAfter < 0 || b.RetryAfter > 0 && b.Answer != http.StatusTooManyRequests && b.Answer != http.StatusServiceUnavailable {
		return team.Behaviour{}, refuse("retry_after %d: want seconds, with answer 429 or 503", b.RetryAfter)
	}
	switch {
	case b.Answer == usual:
		b.Times = 0
	case b.Times == 0:
		b.Times = usualTimes
	}
	c.team.Behave(b)
	return c.team.Behaviour(), nil
}

func showBehaviour(c *call, _ nothing) (team.Behaviour, error) { return c.team.Behaviour(), nil }
