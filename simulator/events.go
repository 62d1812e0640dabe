package simulator

import (
	"context"
	"fmt"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ExampleEvent returns an example of an event type, always the same one, and
// reports whether there is one. Its user does not exist.
func ExampleEvent(eventType string) (vital.Event, bool) { return example.Event(eventType) }

// Trigger sends an event of any of Vital's types that are about a user and returns
// when it has been attempted. Nil data means an example with the user's ids, which
// every event type of wearables has, and none of [vital.OtherEventTypes]; use vital.Raw for data without a type of its own. The event changes nothing
// that can be read from the API.
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
