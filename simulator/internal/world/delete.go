package world

import (
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Deletion names a record or a sample that clients can already read.
type Deletion struct {
	Provider string // "" where only one connection supplies the resource
	Resource vital.ResourceID
	Record   RecordRef
}

// DeleteRecord deletes a record or a sample, as a user does at the provider. Clients
// cannot read it any more, and there is no event for it. A later upload does not
// bring it back.
func (w *World) DeleteRecord(id vital.ID, d Deletion) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return err
	}
	if d.Resource == vital.ResourceWorkoutStream {
		return fmt.Errorf("delete %s: it goes with its workout; delete a record of workouts", d.Resource)
	}
	c, found, err := u.find(d.Provider, d.Resource, d.Record)
	if err != nil {
		return fmt.Errorf("delete %s: %w", d.Resource, err)
	}
	c = c.clone()
	c.Deleted = append(slices.Clip(c.Deleted), found)
	u.publish(c)
	return nil
}

// isDeleted reports whether the record or sample was deleted. A stream is deleted
// with its workout.
func (c *connection) isDeleted(t target) bool {
	if len(c.Deleted) == 0 {
		return false
	}
	if t.Resource == vital.ResourceWorkoutStream {
		t.Resource = vital.ResourceWorkouts
	}
	return slices.Contains(c.Deleted, t)
}
