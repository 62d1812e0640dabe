package control

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Sending is a request to send an event.
type Sending struct {
	EventType string          `json:"event_type" jsonschema:"any type about a user; those of lab tests, lab reports and continuous queries need data"`
	User      string          `json:"user" jsonschema:"a client_user_id, or the user_id of an existing user; the user is created if needed"`
	Provider  string          `json:"provider,omitempty" jsonschema:"slug for an example (default: that of the example)"`
	Data      json.RawMessage `json:"data,omitempty" jsonschema:"of the event (default: an example with the user's ids)"`
}

// Sent is the message of an event that was sent.
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
	id, err := c.send(in)
	if err != nil {
		return Sent{}, unprocessable(err)
	}
	return Sent{id}, nil
}

// send checks everything before it creates a user.
func (c *call) send(in Sending) (svixID string, err error) {
	if strings.Contains(in.EventType, "*") {
		return "", fmt.Errorf("event_type %q: want one event type, not a pattern", in.EventType)
	}
	if err := team.CheckEventType(in.EventType); err != nil {
		return "", fmt.Errorf("event_type: %w", err)
	}
	data, err := team.PayloadOf(in.EventType, in.Data)
	switch {
	case data == nil && err == nil:
		err = team.CheckExample(in.EventType, in.Provider)
	case in.Provider != "":
		err = fmt.Errorf("provider %q: is for examples only; data names its own provider", in.Provider)
	}
	if err != nil {
		return "", err
	}
	user, err := c.team.UserOrNew(world.NewUser{ClientUserID: in.User})
	if err != nil {
		return "", err
	}
	id, err := c.team.Trigger(c.ctx(), team.Trigger{User: user.UserID, EventType: in.EventType, Data: data, Provider: in.Provider})
	return id, team.Explained(err)
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
	list := Examples{[]Example{}}
	for _, eventType := range team.Examples() {
		list.Events = append(list.Events, Example{eventType, aboutEvent(eventType)})
	}
	return list, nil
}

func showExample(c *call, _ nothing) (json.RawMessage, error) {
	eventType := c.r.PathValue("type")
	body, ok := c.team.Example(eventType)
	if !ok {
		p := unknown("event", "type", eventType, team.Examples()).(*problem)
		p.status = http.StatusNotFound
		return nil, p
	}
	return body, nil
}

// aboutEvent returns in a few words when an event is sent.
func aboutEvent(eventType string) string {
	r, ok := vital.EventResource(eventType)
	switch {
	case ok && eventType == vital.HistoricalEvent(r.Name):
		return "a range of " + r.Name + " from before the connection can be read"
	case ok && eventType == vital.DailyEvent(r.Name, true):
		return r.Name + " that was announced has changed"
	case ok:
		return "new " + r.Name
	}
	return map[string]string{
		vital.EventConnectionCreated: "a user is connected",
		vital.EventConnectionError:   "the access to a provider is lost",
		vital.EventDeviceCreated:     "a user wears a device",
		vital.EventDeviceUpdated:     "a user's device has changed",
	}[eventType]
}
