package world

import (
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// streams appends an event for every workout whose stream can now be read. The
// event carries nothing of it (contract 6.2).
func (d *diff) streams(changes []Change) []Change {
	workouts, ok := d.lens.Summary("workouts")
	if !ok {
		return changes
	}
	for _, day := range d.days() {
		before, after, ok := d.bounds(day)
		if !ok {
			continue
		}
		for _, r := range d.conn.revised(d.lens, d.cover, workouts, day, after, nil) {
			if r.first <= before || !d.lens.Streamed(r.Rev) {
				continue
			}
			stamp := d.conn.stamp(d.user, d.cover, r)
			stamp.ID = stamp.Sibling("workouts")
			notice := view.Notice(workouts.Record(d.lens, r.Rev, stamp).(*vital.Workout))
			id := stamp.ID.String()
			changes = d.world.event(changes, d.at, d.user, vital.DailyEvent(d.resource().Name, false), id, notice, Carries{
				Provider: d.conn.profile.Slug, Resource: d.resource().Name,
				RecordID: id, CalendarDate: &r.Date, Summary: describe(notice),
			})
		}
	}
	return changes
}

// Stream is what happened during a workout or a sleep, by its record's id, if
// clients may read the record.
func (w *World) Stream(id vital.ID, resource string) (vital.Payload, error) {
	notFound := vital.NotFound("Not found")
	key, ok := decodeID(w.scramble, id)
	w.mu.Lock()
	if !ok {
		key, ok = w.findKept(id)
	}
	if !ok || key.resource != resourceIndex(resource) {
		w.mu.Unlock()
		return nil, notFound
	}
	u := w.byTag[key.user]
	var c *connection
	if u != nil && u.deletedAt == 0 {
		c = u.connection(key.provider)
	}
	w.mu.Unlock()
	if c == nil {
		return nil, notFound
	}
	// Where streams are announced by events of their own, those decide.
	lens := c.lens(u)
	covered := key.resource
	if resource == "workouts" && lens.Supplies("workout_stream") {
		covered = resourceIndex("workout_stream")
	}
	v, ok := c.cover(covered)
	summary, supplied := lens.Summary(resource)
	if !ok || !supplied {
		return nil, notFound
	}
	for _, r := range c.revised(&lens, v, summary, key.day, c.asOf(v, key.day, c.lastSync), nil) {
		if r.Ordinal != key.ordinal {
			continue
		}
		if resource == "workouts" && c.profile.Supplies("workout_stream") && !lens.Streamed(r.Rev) {
			break // what was never announced cannot be read
		}
		return lens.Stream(resource, r.Rev), nil
	}
	return nil, notFound
}
