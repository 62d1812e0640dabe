package simulator

import (
	"context"
	"errors"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Send lets an event leave that nothing in the world has caused.
func (a *actor) Send(ctx context.Context, s scenario.Send) error {
	var data vital.Payload // nil for an example
	if s.Data != nil {
		data = vital.Raw(s.Data)
	}
	change, err := a.universe.triggered(a.ids[s.User], s.Event, data)
	return a.done(ctx, []world.Change{change}, err)
}

// checkSend is why a scenario cannot send an event.
func checkSend(eventType string, wantsExample bool) error {
	if eventType == EventExhausted {
		return errors.New("it is sent by itself, when a message is given up; let an endpoint fail to see one")
	}
	if _, ok := ExampleEvent(eventType); wantsExample && !ok {
		return errors.New("there is no example of it; give its data")
	}
	return nil
}
