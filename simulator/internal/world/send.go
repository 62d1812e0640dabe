package world

import (
	"fmt"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Send returns an event about a user that no change in the world causes, to test
// a delivery. Each call makes a message of its own, and its data cannot be read
// afterwards.
func (w *World) Send(now time.Time, id vital.ID, eventType string, data vital.Payload) (Change, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return Change{}, err
	}
	w.sent++
	carries := event.Carries{Summary: "sent on purpose"}
	if r, ok := vital.EventResource(eventType); ok {
		carries.Resource = r.Name
	}
	return w.event(nil, now.Unix(), u, eventType, fmt.Sprintf("sent %d", w.sent), data, carries)[0], nil
}
