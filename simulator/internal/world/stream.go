package world

import (
	"bytes"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// streams appends an event for every workout whose stream has become readable, and
// for every workout whose notice changes because its sport was corrected. The
// event does not contain the stream (vital.md 6.2).
func (d *diff) streams(changes []Change) []Change {
	workouts, ok := d.lens.Summary(vital.ResourceWorkouts)
	if !ok {
		return changes
	}
	for _, day := range d.days() {
		before, after, ok := d.bounds(day)
		if !ok {
			continue
		}
		for _, r := range d.conn.revised(d.lens, d.cover, workouts, day, after, nil) {
			if !d.lens.Streamed(r.Rev) {
				continue
			}
			updated := r.first <= before
			if updated && !d.corrected(r, before, after) {
				continue
			}
			notice := d.notice(workouts, r, after)
			if updated && bytes.Equal(notice.AppendJSON(nil), d.notice(workouts, r, before).AppendJSON(nil)) {
				continue
			}
			id := d.conn.recordID(d.user, vital.ResourceWorkouts, r.Rev).String()
			key := id
			if updated {
				key += " " + strconv.FormatInt(after, 10)
			}
			changes = d.world.event(changes, d.at, d.user, vital.DailyEvent(d.resource().Name, updated), key, notice, event.Carries{
				Provider: d.conn.profile.Slug, Resource: d.resource().Name,
				RecordID: id, CalendarDate: &r.Date, Summary: "stream of workout " + id,
			})
		}
	}
	return changes
}

// corrected reports whether the workout was edited in (before, after].
func (d *diff) corrected(r revised, before, after int64) (found bool) {
	d.conn.editsOf(vital.ResourceWorkouts, func(e edit) {
		found = found || e.Day == r.Date && e.Ordinal == r.Ordinal && e.At > before && e.At <= after
	})
	return found
}

// notice returns the data of the event for a workout's stream, with the edits of
// the workout up to an instant.
func (d *diff) notice(workouts view.Summary, r revised, upto int64) vital.Payload {
	stamp := d.conn.stamp(d.user, d.cover, r)
	stamp.ID = stamp.Sibling(vital.ResourceWorkouts)
	record := workouts.Record(d.lens, r.Rev, stamp)
	d.conn.editsOf(vital.ResourceWorkouts, func(e edit) {
		if e.Day == r.Date && e.Ordinal == r.Ordinal && e.At <= upto {
			applyEdit(record, e.Fields)
		}
	})
	return view.Notice(record.(*vital.Workout))
}

// Stream returns the stream of a workout or a sleep by the id of its record, if
// clients may read the record.
func (w *World) Stream(id vital.ID, resource vital.ResourceID) (vital.Payload, error) {
	notFound := apierror.NotFound("Not found")
	key, ok := decodeID(w.scramble, id)
	w.mu.Lock()
	if !ok {
		key, ok = w.findKept(id)
	}
	if !ok || key.resource != resource {
		w.mu.Unlock()
		return nil, notFound
	}
	u := w.byTag[key.user]
	var c *connection
	if u != nil && u.DeletedAt == 0 {
		c = u.connection(key.provider)
	}
	w.mu.Unlock()
	if c == nil {
		return nil, notFound
	}
	// If streams have events of their own, the stream is readable after its event.
	lens := c.lens(u)
	covered := key.resource
	if resource == vital.ResourceWorkouts && lens.Supplies(vital.ResourceWorkoutStream) {
		covered = vital.ResourceWorkoutStream
	}
	v, ok := c.cover(covered)
	summary, supplied := lens.Summary(resource)
	if !ok || !supplied {
		return nil, notFound
	}
	for _, r := range c.revised(&lens, v, summary, key.day, c.asOf(v, key.day, c.LastSync), nil) {
		if r.Ordinal != key.ordinal {
			continue
		}
		if resource == vital.ResourceWorkouts && c.profile.Supplies(vital.ResourceWorkoutStream) && !lens.Streamed(r.Rev) {
			break // what was never announced cannot be read
		}
		return lens.Stream(resource, r.Rev), nil
	}
	return nil, notFound
}
