package simulator

import (
	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ExampleEvent is an example of an event type of Vital's, always the same;
// false where there is none. The user in it does not exist.
func ExampleEvent(eventType string) (vital.Event, bool) { return example.Event(eventType) }
