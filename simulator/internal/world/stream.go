package world

import (
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// streams appends an event for every workout whose stream can now be read. The
// event carries nothing of it (contract 6.2).
func (d *diff) streams(changes []Change) []Change {
	for _, day := range d.days() {
		before, after, ok := d.bounds(day)
		if !ok {
			continue
		}
		for _, r := range d.conn.revised(d.lens, d.cover, view.Summaries["workouts"], day, after, nil) {
			if r.first <= before {
				continue
			}
			stamp := d.world.stamp(d.user, d.conn, d.cover, r)
			notice := view.WorkoutNotice(d.lens, r.Rev, stamp)
			id := stamp.Sibling("workouts").String()
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
	if !ok || key.resource != resourceIndex(resource) {
		return nil, notFound
	}
	w.mu.Lock()
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
	covered := key.resource
	if stream := resourceIndex("workout_stream"); resource == "workouts" && view.Supplies(c.profile, "workout_stream") {
		covered = stream
	}
	v, ok := c.cover(covered)
	if !ok {
		return nil, notFound
	}
	lens := c.lens(u)
	for _, r := range c.revised(&lens, v, view.Summaries[resource], key.day, c.asOf(v, key.day, c.lastSync), nil) {
		switch {
		case r.Ordinal != key.ordinal:
		case resource == "workouts":
			return view.WorkoutStream(&lens, r.Rev), nil
		default:
			return view.SleepStream(&lens, r.Rev), nil
		}
	}
	return nil, notFound
}
