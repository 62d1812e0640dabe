package control

import (
	"context"
	"encoding/json"
	"net/http"
)

// A Trigger sends events that nothing in the world has caused.
type Trigger interface {
	// Send sends an event, and returns when it was attempted.
	Send(ctx context.Context, s Sending) (svixID string, err error)
	// Example is the body of an example event; false where there is none.
	Example(eventType string) (json.RawMessage, bool)
}

// A Sending is an event to be sent.
type Sending struct {
	EventType string          `json:"event_type" jsonschema:"any type of wearables"`
	User      string          `json:"user" jsonschema:"a client_user_id, or the user_id of somebody who is there; the user is created where there is none"`
	Provider  string          `json:"provider,omitempty" jsonschema:"slug, of an example; left out for the example's own"`
	Data      json.RawMessage `json:"data,omitempty" jsonschema:"of the event; an example with the user's ids where it is left out"`
}

// A Sent is the message of an event that was sent.
type Sent struct {
	SvixID string `json:"svix_id"`
}

func sendEvent(c *call, in Sending) (Sent, error) {
	if in.EventType == "" {
		return Sent{}, refuse("event_type: missing; GET /_sim/v1/events shows what there is")
	}
	if in.User == "" {
		return Sent{}, refuse("user: missing; want a client_user_id")
	}
	id, err := c.team.Send(c.ctx(), in)
	if err != nil {
		return Sent{}, c.unprocessable(err)
	}
	return Sent{id}, nil
}

// An Example is an event type that can be sent without data.
type Example struct {
	EventType string `json:"event_type"`
	About     string `json:"about,omitempty"`
}

// Examples are the event types that can be sent without data.
type Examples struct {
	Events []Example `json:"events"`
}

func showExamples(c *call, _ nothing) (Examples, error) {
	return Examples{c.Examples()}, nil
}

func showExample(c *call, _ nothing) (json.RawMessage, error) {
	eventType := c.r.PathValue("type")
	body, ok := c.team.Example(eventType)
	if !ok {
		var types []string
		for _, e := range c.Examples() {
			types = append(types, e.EventType)
		}
		p := unknown("event", "type", eventType, types).(*problem)
		p.status = http.StatusNotFound
		return nil, p
	}
	return body, nil
}
