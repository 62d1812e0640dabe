package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Trigger sends an event about a user that nothing in the world has caused, of
// any type that Vital has for wearables, and returns when it was attempted.
// Without data it is an example with the user's ids; data that this package has
// no type for is a vital.Raw. Nothing of it can be read from the API.
func (s *Simulator) Trigger(ctx context.Context, user vital.ID, eventType string, data vital.Payload) (svixID string, err error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return "", err
	}
	change, err := u.triggered(user, eventType, data)
	if err != nil {
		return "", fmt.Errorf("trigger %s: %w", eventType, explained(err))
	}
	id := u.send([]world.Change{change})[0]
	return id, u.attempted(ctx)
}

// triggered is the event of a Trigger, checked.
func (u *universe) triggered(id vital.ID, eventType string, data vital.Payload) (world.Change, error) {
	if err := checkEventType(eventType); err != nil {
		return world.Change{}, err
	}
	user, err := u.world.User(id)
	if err != nil {
		return world.Change{}, err
	}
	event, ok := example.EventOf(eventType, example.IDs{User: id, Team: user.TeamID, ClientUserID: user.ClientUserID})
	switch {
	case data != nil:
		event.Data = data
		err = checkPayload(event)
	case !ok:
		err = fmt.Errorf("there is no example of it; give it data of your own")
	}
	if err != nil {
		return world.Change{}, err
	}
	return u.world.Send(u.clock.Now(), id, eventType, event.Data)
}

// checkPayload is why an event cannot have its data.
func checkPayload(e vital.Event) error {
	if raw, ok := e.Data.(vital.Raw); ok {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil || object == nil {
			return fmt.Errorf("data: want a JSON object, have %.40q", string(raw))
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
