package simulator

import (
	"context"
	"errors"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Send lets an event leave that nothing in the world has caused.
func (a *actor) Send(ctx context.Context, s scenario.Send) error {
	w := a.universe.world
	user, err := w.User(a.ids[s.User])
	if err != nil {
		return err
	}
	var data vital.Payload = vital.Raw(s.Data)
	if s.Data == nil {
		e, ok := example.Event(s.Event, example.IDs{User: user.UserID, Team: user.TeamID, ClientUserID: user.ClientUserID})
		if !ok {
			return errNoExample // Parse has checked it
		}
		data = e.Data
	}
	change, err := w.Send(a.universe.clock.Now(), user.UserID, s.Event, data)
	return a.done(ctx, []world.Change{change}, err)
}

var errNoExample = errors.New("there is no example of it; give its data")

// checkSend is why a scenario cannot send an event.
func checkSend(eventType string, wantsExample bool) error {
	if eventType == EventExhausted {
		return errors.New("it is sent by itself, when a message is given up; let an endpoint fail to see one")
	}
	if _, ok := ExampleEvent(eventType); wantsExample && !ok {
		return errNoExample
	}
	return nil
}
