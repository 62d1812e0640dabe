package world

import (
	"slices"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// lookBackDays is the number of days before the last sync that an upload can still
// change: three, and one for the difference of zones.
const lookBackDays = 4

// Sync polls a connection now, or all of the user if slug is empty. With upload, the
// device uploads its data first. A connection in error is not polled.
func (w *World) Sync(now time.Time, id vital.ID, slug string, upload bool) ([]Change, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return nil, err
	}
	var changes []Change
	found := false
	for _, c := range u.Connections {
		if !c.listed() || slug != "" && c.profile.Slug != slug {
			continue
		}
		found = true
		if c.connected() {
			changes = w.syncNow(changes, now.Unix(), u, c, upload)
		}
	}
	if !found {
		return nil, u.notConnected(slug)
	}
	return changes, nil
}

// syncNow syncs outside of the polling rhythm; w.mu is held.
func (w *World) syncNow(changes []Change, at int64, u *user, c *connection, upload bool) []Change {
	if at <= c.newestPast() {
		return changes // this very second has been read: nothing can be new
	}
	if upload {
		c = c.clone()
		c.Uploads = append(slices.Clip(c.Uploads), at)
		u.publish(c)
	}
	changes = w.syncAt(changes, at, u, c, true)
	w.planSync(u, u.connection(c.Provider))
	return changes
}

// Refresh syncs the user's connections for a client. The device of a demo
// connection always has new data. It returns the sources that were reached and
// those of connections in error (vital.md 7.4).
func (w *World) Refresh(now time.Time, id vital.ID) (r Refreshed, changes []Change, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return r, nil, err
	}
	for _, c := range u.Connections {
		into := &r.Sources
		if c.Failed != nil {
			into = &r.Failed
		}
		for _, v := range c.Covers {
			if c.listed() {
				*into = append(*into, refreshName(c.profile.Slug, *v.Resource.Row()))
			}
		}
		if c.connected() {
			changes = w.syncNow(changes, now.Unix(), u, c, c.Demo)
		}
	}
	if r.Sources == nil && r.Failed == nil {
		return r, nil, apierror.NoConnectedSources(id)
	}
	return r, changes, nil
}

// Refreshed lists the sources that a refresh reached and those that it did not.
type Refreshed struct{ Sources, Failed []string }

// refreshName returns the name of a resource in the result of a refresh: provider, then resource, and
// an infix before those that are measured over time (vital.md 2.1).
func refreshName(slug string, r vital.Resource) string {
	if r.Kind.Timeseries() {
		return slug + "/vitals/" + r.Name
	}
	return slug + "/" + r.Name
}

// syncAt moves a connection's last sync to at and appends an event for every
// record and batch of samples with a revision since the last one: created if it is
// new, otherwise updated. An extra sync is one beside the regular polls. w.mu is
// held.
func (w *World) syncAt(changes []Change, at int64, u *user, c *connection, extra bool) []Change {
	if at <= c.LastSync {
		return changes
	}
	before := c
	c = c.clone()
	c.LastSync = at
	if extra {
		c.Extras = append(slices.Clip(c.Extras), at)
	}
	defer u.publish(c)
	lens := c.lens(u)
	changes = w.deviceEvents(changes, at, before.LastSync, u, c)
	for i := range c.Covers {
		d := diff{world: w, user: u, lens: &lens, conn: c, cover: &c.Covers[i], since: before.LastSync, at: at}
		changes = d.announce(changes)
	}
	return changes
}

// A diff compares the readable data of one resource before and after a sync.
type diff struct {
	world *World
	user  *user
	lens  *view.Lens
	conn  *connection
	cover *cover
	since int64 // the sync before; 0 for none
	at    int64
	only  []vital.Date // just these days, of which nothing was readable; nil for all
}

// announce appends an event for everything that the sync changes.
func (d *diff) announce(changes []Change) []Change {
	if series, ok := d.lens.Series(d.cover.Resource); ok {
		return d.samples(changes, series)
	}
	if d.resource().Kind == vital.Stream {
		return d.streams(changes)
	}
	if summary, ok := d.lens.Summary(d.cover.Resource); ok {
		return d.records(changes, summary)
	}
	return changes
}

func (d *diff) resource() *vital.Resource { return d.cover.Resource.Row() }

// days returns the days whose records can have changed, in order: those that an
// upload can change, those with predictions, and those that were edited.
func (d *diff) days() []vital.Date {
	if d.only != nil {
		return d.only
	}
	persona := d.user.persona
	reach, ahead := vital.Date(lookBackDays), vital.Date(0)
	if s, ok := d.lens.Summary(d.cover.Resource); ok {
		reach, ahead = max(reach, s.Reach), s.Ahead
	}
	if s, ok := d.lens.Series(d.cover.Resource); ok {
		reach = max(reach, s.Reach)
	}
	from := d.cover.LiveFrom - reach
	if d.since >= d.cover.From {
		from = persona.DateAt(d.since) - reach
	}
	from = max(from, d.conn.oldest(d.cover))
	var days []vital.Date
	for day := from; day <= persona.DateAt(d.at)+ahead; day++ {
		days = append(days, day)
	}
	edited := func(e edit) {
		if e.At > d.since && e.At <= d.at {
			days = append(days, e.Day)
		}
	}
	d.conn.editsOf(d.cover.Resource, edited)
	if d.resource().Kind == vital.Stream { // whose notice tells of the workout
		d.conn.editsOf(vital.ResourceWorkouts, edited)
	}
	if d.conn.recording != nil {
		days = append(days, d.conn.recording.LateDays(d.cover.Resource, d.since, d.at)...)
	}
	if d.resource().Kind == vital.Single {
		days = append(days, d.cover.LiveFrom) // on which the one record is anchored
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// bounds returns the instants as of which a day was readable before the sync and
// is readable after it; false if it is not readable at all.
func (d *diff) bounds(day vital.Date) (before, after int64, ok bool) {
	if d.only != nil {
		after = d.conn.asOf(d.cover, day, d.conn.LastSync)
		return 0, after, after > 0
	}
	after = d.conn.asOf(d.cover, day, d.at)
	return d.conn.asOf(d.cover, day, d.since), after, after > 0
}

// records appends an event for every record with a revision in between.
func (d *diff) records(changes []Change, s view.Summary) []Change {
	var created, updated []revised
	for _, day := range d.days() {
		before, after, ok := d.bounds(day)
		if !ok {
			continue
		}
		for _, r := range d.conn.revised(d.lens, d.cover, s, day, after, nil) {
			switch {
			case r.first > before:
				created = append(created, r)
			case r.last > before:
				updated = append(updated, r)
			}
		}
	}
	for _, r := range created {
		changes = d.recordEvent(changes, s, r, false)
	}
	for _, r := range updated {
		changes = d.recordEvent(changes, s, r, true)
	}
	return changes
}

func (d *diff) recordEvent(changes []Change, s view.Summary, r revised, updated bool) []Change {
	id := d.conn.recordID(d.user, d.cover.Resource, r.Rev)
	d.cover.Sent++
	record := d.conn.record(d.user, d.lens, d.cover, s, r)
	eventType := vital.DailyEvent(d.resource().Name, updated)
	return d.world.event(changes, d.at, d.user, eventType, id.String()+" "+strconv.FormatInt(r.last, 10), record, event.Carries{
		Provider: d.conn.profile.Slug, Resource: d.resource().Name,
		RecordID: id.String(), CalendarDate: &r.Date, Summary: view.Summaries[d.cover.Resource].Describe(record),
	})
}

// samples appends an event for every batch of new samples of a source, and of
// edited ones.
func (d *diff) samples(changes []Change, s view.Series) []Change {
	days := d.days()
	for source := range s.Count() {
		var created, updated []view.Point
		for _, day := range days {
			before, after, ok := d.bounds(day)
			if !ok {
				continue
			}
			from, to := d.lens.Cutoff(d.cover.Resource, source, before), d.lens.Cutoff(d.cover.Resource, source, after)
			d.conn.points(d.lens, d.cover, s, source, day, from, to, after, func(p view.Point) { created = append(created, p) })
			updated = append(updated, d.editedSamples(s, source, day, from, before, after)...)
		}
		name := sourceName(d.lens, s, source)
		changes = d.batches(changes, s, source, name, created, false)
		changes = d.batches(changes, s, source, name, updated, true)
	}
	return changes
}

// editedSamples returns the samples of a day that were readable before and have
// been edited since.
func (d *diff) editedSamples(s view.Series, source int, day vital.Date, seen, before, after int64) []view.Point {
	edited := map[int64]bool{}
	d.conn.editsOf(d.cover.Resource, func(e edit) {
		if e.Day == day && e.Source == source && e.At > before && e.At <= after {
			edited[e.Micros] = true
		}
	})
	if len(edited) == 0 {
		return nil
	}
	var out []view.Point
	d.conn.points(d.lens, d.cover, s, source, day, 0, seen, after, func(p view.Point) {
		if edited[p.Micros()] {
			out = append(out, p)
		}
	})
	return out
}
