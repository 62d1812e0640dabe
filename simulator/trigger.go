package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Send sends an event that nothing in the world has caused, and returns when
// it was attempted.
func (t controlledTeam) Send(ctx context.Context, s control.Sending) (string, error) {
	data, err := t.payload(s)
	if err != nil {
		return "", err
	}
	if data == nil { // before anybody is created for it
		if _, err := exampleData(s, exampleIDs); err != nil {
			return "", err
		}
	}
	user, err := t.person(s.User)
	if err != nil {
		return "", err
	}
	if data == nil {
		data, err = exampleData(s, example.IDs{User: user.UserID, Team: user.TeamID, ClientUserID: user.ClientUserID})
		if err != nil {
			return "", err
		}
	}
	change, err := t.world.Send(t.clock.Now(), user.UserID, s.EventType, data)
	if err != nil {
		return "", explained(err)
	}
	id := t.send([]world.Change{change})[0]
	return id, t.attempted(ctx)
}

// payload is the data that comes with an event; nil where an example is wanted.
func (t controlledTeam) payload(s control.Sending) (vital.Payload, error) {
	if err := checkEventType(s.EventType); err != nil {
		return nil, fmt.Errorf("event_type: %w", err)
	}
	switch {
	case len(s.Data) == 0 || string(s.Data) == "null":
		return nil, nil
	case s.Provider != "":
		return nil, fmt.Errorf("provider %q: goes with an example alone; write it into data", s.Provider)
	case !strings.HasPrefix(string(s.Data), "{"):
		return nil, fmt.Errorf("data: want an object, have %.40s", s.Data)
	}
	return vital.Raw(s.Data), nil
}

// checkEventType is why an event cannot be sent by hand.
func checkEventType(eventType string) error {
	if eventType == EventExhausted {
		return fmt.Errorf("%s is sent by itself, when a message is given up; let an endpoint fail to see one", EventExhausted)
	}
	known := vital.EventTypes()
	for _, k := range known {
		if k == eventType {
			return nil
		}
	}
	return fmt.Errorf("there is no %q%s", eventType, near.Hint(eventType, known))
}

// person is the user of a client_user_id or a user_id, created where there is
// none.
func (t controlledTeam) person(name string) (vital.User, error) {
	user, err := t.world.Resolve(name)
	if err == nil {
		return user, nil
	}
	if id, bad := uuid.Parse(name); bad == nil {
		if user, err := t.world.User(id); err == nil {
			return user, nil
		}
	}
	return t.world.CreateUser(t.clock.Now(), world.NewUser{ClientUserID: name})
}

// exampleData is the data of an example event about somebody.
func exampleData(s control.Sending, ids example.IDs) (vital.Payload, error) {
	e, ok := example.EventOf(s.EventType, ids)
	if !ok {
		return nil, fmt.Errorf("event_type: there is no example of %s; send data of your own", s.EventType)
	}
	return from(e.Data, s.Provider)
}

// from is an example as it would come from another provider; "" leaves it.
func from(data vital.Payload, slug string) (vital.Payload, error) {
	if slug == "" {
		return data, nil
	}
	p, ok := provider.Find(slug)
	if !ok {
		return nil, fmt.Errorf("provider: there is no %q%s", slug, near.Hint(slug, provider.Slugs()))
	}
	told := reflect.New(reflect.TypeOf(data)).Elem()
	told.Set(reflect.ValueOf(data))
	wire := p.Wire()
	switch field := providerField(told); {
	case !field.IsValid():
		return nil, fmt.Errorf("provider %q: the example names none; send data of your own", slug)
	case field.Type() == reflect.TypeFor[vital.Provider]():
		field.Set(reflect.ValueOf(wire))
	case field.Type() == reflect.TypeFor[vital.Source]():
		field.Set(reflect.ValueOf(p.Source(p.DeviceType())))
	default:
		field.SetString(wire.Slug)
	}
	return told.Interface().(vital.Payload), nil
}

// providerField is where a payload says whose data it is.
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

// Example is the body of an example event.
func (t controlledTeam) Example(eventType string) (json.RawMessage, bool) {
	ids := exampleIDs
	ids.Team = t.world.Team()
	e, ok := example.EventOf(eventType, ids)
	return e.AppendJSON(nil), ok
}

// examples are the event types of which there are examples.
var examples = sync.OnceValue(func() []control.Example {
	all := []control.Example{}
	for _, eventType := range vital.EventTypes() {
		if _, ok := example.EventOf(eventType, exampleIDs); ok {
			all = append(all, control.Example{EventType: eventType, About: aboutEvent(eventType)})
		}
	}
	return all
})

// aboutEvent says in a few words when an event comes.
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
