package simulator

import (
	"context"
	"fmt"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ExampleEvent is an example of an event type of Vital's, always the same;
// false where there is none. The user in it does not exist.
func ExampleEvent(eventType string) (vital.Event, bool) { return example.Event(eventType) }

// Trigger sends an event about a user that nothing in the world has caused, of
// any type that Vital has for wearables, and returns when it was attempted.
// Without data it is an example with the user's ids; data that this package has
// no type for is a vital.Raw. Nothing of it can be read from the API.
func (s *Simulator) Trigger(ctx context.Context, user vital.ID, eventType string, data vital.Payload) (svixID string, err error) {
	t, err := s.teams.Own()
	if err != nil {
		return "", err
	}
	svixID, err = t.Trigger(ctx, team.Trigger{User: user, EventType: eventType, Data: data})
	if err != nil {
		return "", fmt.Errorf("trigger %s: %w", eventType, team.Explained(err))
	}
	return svixID, nil
}
