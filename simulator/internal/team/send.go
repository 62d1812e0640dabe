package team

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Trigger is an event to be sent that nothing in the world has caused.
type Trigger struct {
	User      vital.ID
	EventType string
	Data      vital.Payload // nil for an example with the user's ids
	Provider  string        // of an example; "" for the example's own
}

// Trigger sends an event, and returns when it was attempted.
func (t *Team) Trigger(ctx context.Context, g Trigger) (svixID string, err error) {
	if err := CheckEventType(g.EventType); err != nil {
		return "", err
	}
	user, err := t.World.User(g.User)
	if err != nil {
		return "", err
	}
	event, ok := example.EventOf(g.EventType, example.IDs{User: user.UserID, Team: user.TeamID, ClientUserID: user.ClientUserID})
	switch {
	case g.Data != nil:
		event.Data = g.Data
		err = checkPayload(event)
	case !ok:
		err = fmt.Errorf("there is no example of it; give it data of your own")
	default:
		event.Data, err = fromProvider(event.Data, g.Provider)
	}
	if err != nil {
		return "", err
	}
	change, err := t.World.Send(t.Now(), g.User, g.EventType, event.Data)
	if err != nil {
		return "", err
	}
	id := t.Send([]world.Change{change})[0]
	return id, t.attempted(ctx)
}

// CheckExample returns an error where an example cannot be sent: there is none of
// the type, or it cannot come from the provider.
func CheckExample(eventType, slug string) error {
	event, ok := example.EventOf(eventType, exampleIDs)
	if !ok {
		return fmt.Errorf("event_type: there is no example of %s; send data of your own", eventType)
	}
	_, err := fromProvider(event.Data, slug)
	return err
}

// CheckEventType returns an error where an event cannot be triggered.
func CheckEventType(eventType string) error {
	if eventType == webhook.EventExhausted {
		return fmt.Errorf("%s is sent by itself, when a message is given up; let an endpoint fail to see one", webhook.EventExhausted)
	}
	known := slices.Concat(vital.EventTypes(), vital.OtherEventTypes())
	if slices.Contains(known, eventType) {
		return nil
	}
	return fmt.Errorf("there is no %q%s", eventType, near.Hint(eventType, known))
}

// checkPayload returns an error where an event cannot have its data.
func checkPayload(e vital.Event) error {
	if raw, ok := e.Data.(vital.Raw); ok {
		if err := CheckData(e.EventType, json.RawMessage(raw)); err != nil {
			return fmt.Errorf("data: %w", err)
		}
		return nil
	}
	var read vital.Event
	if err := json.Unmarshal(e.AppendJSON(nil), &read); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	given := reflect.TypeOf(e.Data)
	if given.Kind() == reflect.Pointer {
		given = given.Elem()
	}
	if want := reflect.TypeOf(read.Data); given != want {
		return fmt.Errorf("data: want %v, have %v", want, given)
	}
	return nil
}

// CheckData returns an error where JSON cannot be the data of an event: it is an
// object, and of one event type an array of objects.
func CheckData(eventType string, data json.RawMessage) error {
	if eventType == vital.EventResultTableChanged {
		var list []map[string]json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil || list == nil {
			return fmt.Errorf("want an array of objects, have %.40s", data)
		}
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		return fmt.Errorf("want an object, have %.40s", data)
	}
	return nil
}

// fromProvider returns an example as it would come from another provider; ""
// leaves it as it is.
func fromProvider(data vital.Payload, slug string) (vital.Payload, error) {
	if slug == "" {
		return data, nil
	}
	p, ok := provider.Find(slug)
	if !ok {
		return nil, fmt.Errorf("provider: there is no %q%s", slug, near.Hint(slug, provider.Slugs()))
	}
	changed := reflect.New(reflect.TypeOf(data)).Elem()
	changed.Set(reflect.ValueOf(data))
	wire := p.Wire()
	switch field := providerField(changed); {
	case !field.IsValid():
		return nil, fmt.Errorf("provider %q: the example names none; send data of your own", slug)
	case field.Type() == reflect.TypeFor[vital.Provider]():
		field.Set(reflect.ValueOf(wire))
	case field.Type() == reflect.TypeFor[vital.Source]():
		field.Set(reflect.ValueOf(p.Source(p.DeviceType())))
	default:
		field.SetString(wire.Slug)
	}
	return changed.Interface().(vital.Payload), nil
}

// providerField returns the field of a payload that names the provider of its data.
func providerField(data reflect.Value) reflect.Value {
	if data.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	if f := data.FieldByName("Source"); f.IsValid() {
		return f
	}
	return data.FieldByName("Provider")
}

// exampleIDs are those of examples that are only shown.
var exampleIDs = example.IDs{User: uuid.NewSHA1(uuid.NameSpaceOID, []byte("example user")), ClientUserID: "app-user-1"}

// Example returns the body of an example event; false where there is none.
func (t *Team) Example(eventType string) (json.RawMessage, bool) {
	ids := exampleIDs
	ids.Team = t.World.Team()
	e, ok := example.EventOf(eventType, ids)
	return e.AppendJSON(nil), ok
}

// Examples returns the event types of which there are examples.
func Examples() (types []string) {
	for _, eventType := range vital.EventTypes() {
		if _, ok := example.EventOf(eventType, exampleIDs); ok {
			types = append(types, eventType)
		}
	}
	return types
}

// PayloadOf reads the data of an event from JSON; nil where there is none.
func PayloadOf(eventType string, data json.RawMessage) (vital.Payload, error) {
	if len(data) == 0 || string(data) == "null" {
		return nil, nil
	}
	if err := CheckData(eventType, data); err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	return vital.Raw(data), nil
}
