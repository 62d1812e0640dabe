package world

import (
	"container/heap"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A chunk is one piece of a resource's history on its way: whole days, [from, to).
type chunk struct {
	resource   vital.ResourceID
	from, to   vital.Date
	number, of int // from 1, the most recent first
	way        way
}

// A way is how a chunk of history comes.
type way int

const (
	pulled    way = iota // readable with its announcement
	announced            // announced, and nothing of it is there
	trickling            // not announced: its records come as daily events
)

// trickleDays is how many days of history come at once where it trickles in.
const trickleDays = 10

// planChunks cuts each resource's history into chunks, the most recent first,
// that follow one another within minutes. History ends where live data begins.
func (w *World) planChunks(at int64, u *user, c *connection, o ConnectOptions) {
	today := u.persona.DateAt(at)
	c = c.clone()
	defer u.publish(c)
	for i := range c.covers {
		v := &c.covers[i]
		name := v.resource.String()
		if !c.historical(name) {
			continue
		}
		days := c.historyDays(name, today, o)
		of := min(max(o.Chunks, 1), days)
		r := u.seed.Child("pull", c.profile.Slug, name).At(at).Stream()
		if c.profile.History == provider.Trickle {
			w.planTrickle(at, u, c, v, days, &r)
			continue
		}
		when, to := at, today
		for number := 1; number <= of; number++ {
			from := today - vital.Date(days*number/of)
			when += int64(40 + r.Int(200))
			heap.Push(&w.tasks, task{
				at: when, user: u, provider: c.profile.Number, link: c.relinking,
				chunk: &chunk{resource: v.resource, from: from, to: to, number: number, of: of},
			})
			if number == 1 {
				v.history = history{from: today - vital.Date(days), to: today, scheduled: at, started: when}
			}
			v.history.ended = when
			to = from
		}
	}
}

// planTrickle announces a resource's history at once and empty, and lets it
// come as daily events afterwards (contract 6.3: Garmin).
func (w *World) planTrickle(at int64, u *user, c *connection, v *cover, days int, r *seed.Stream) {
	today := u.persona.DateAt(at)
	plan := func(when int64, k chunk) {
		heap.Push(&w.tasks, task{at: when, user: u, provider: c.profile.Number, link: c.relinking, chunk: &k})
	}
	whole := chunk{resource: v.resource, from: today - vital.Date(days), to: today, number: 1, of: 1, way: announced}
	plan(at+1, whole)
	v.history = history{from: whole.from, to: today, scheduled: at, started: at + 1, ended: at + 1}
	when := at
	for to := today; to > whole.from; to -= trickleDays {
		when += int64(120 + r.Int(400))
		plan(when, chunk{resource: v.resource, from: max(whole.from, to-trickleDays), to: to, way: trickling})
	}
}

// pull makes a chunk readable and announces it; w.mu is held.
func (w *World) pull(changes []Change, at int64, u *user, c *connection, k chunk) []Change {
	if k.way != announced {
		before := c
		c = c.clone()
		v, _ := c.cover(k.resource)
		v.windows = append(slices.Clip(v.windows), window{from: k.from, to: k.to, pulledAt: at})
		c.lastPull = max(c.lastPull, at)
		defer u.publish(c)
		if k.way == trickling {
			return w.trickle(changes, at, u, before, c, k)
		}
	}
	name := k.resource.String()
	start, end := windowBounds(u, k.resource, c.profile.FloatingTime, k.from), windowBounds(u, k.resource, c.profile.FloatingTime, k.to)
	final := k.number == k.of
	key := fmt.Sprintf("%s link %d chunk %d", c.profile.Slug, c.relinking, k.number)
	return w.event(changes, at, u, vital.HistoricalEvent(name), key, vital.HistoricalPull{
		UserID: u.id, StartDate: start, EndDate: end, IsFinal: final, Provider: c.profile.Slug,
	}, event.Carries{
		Provider: c.profile.Slug, Resource: name, Start: &start, End: &end, Chunk: k.number, Chunks: k.of, IsFinal: &final,
		Summary: fmt.Sprintf("%s to %s, chunk %d of %d", k.from, k.to, k.number, k.of),
	})
}

// trickle announces what a chunk has made readable by daily events.
func (w *World) trickle(changes []Change, at int64, u *user, before, c *connection, k chunk) []Change {
	lens := c.lens(u)
	old, _ := before.cover(k.resource)
	v, _ := c.cover(k.resource)
	d := diff{world: w, user: u, lens: &lens, conn: c, cover: v, at: at}
	for day := k.from; day < k.to; day++ {
		if before.asOf(old, day, c.lastSync) == 0 {
			d.only = append(d.only, day)
		}
	}
	if len(d.only) == 0 {
		return changes
	}
	return d.announce(changes)
}

// windowBounds is how an event names the edge of a window: by the instant at
// which the local day begins where samples are filtered by instants, and by
// midnight UTC of the calendar date where records are filtered by it, or where
// samples are in floating time. So what
// an event names is what a GET with the same bounds returns (contract 7.7).
func windowBounds(u *user, resource vital.ResourceID, floating bool, d vital.Date) time.Time {
	if resource.Row().Kind.Timeseries() && !floating {
		return time.Unix(u.persona.DayStart(d), 0).UTC()
	}
	return d.UTC()
}
