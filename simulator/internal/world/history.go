package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A chunk is one piece of a resource's history that is to be pulled: the whole
// days [from, to).
type chunk struct {
	Resource vital.ResourceID `json:"resource"`
	From     vital.Date       `json:"from"`
	To       vital.Date       `json:"to"`
	Number   int              `json:"number,omitempty"` // from 1, the most recent first
	Of       int              `json:"of,omitempty"`
	Way      way              `json:"way,omitempty"`
}

// A way says how a chunk of history is announced.
type way int

const (
	pulled    way = iota // readable with its announcement
	announced            // announced before there is any data
	trickling            // not announced: its records come as daily events
)

// trickleDays is the number of days in a chunk of history that is sent as daily
// events.
const trickleDays = 10

// planChunks cuts each resource's history into chunks, the most recent first,
// that follow one another within minutes. History ends where live data begins.
func (w *World) planChunks(at int64, u *user, c *connection, o ConnectOptions) {
	today := u.persona.DateAt(at)
	c = c.clone()
	defer u.publish(c)
	for i := range c.Covers {
		v := &c.Covers[i]
		if !c.historical(v.Resource) {
			continue
		}
		days := c.historyDays(v.Resource, today, o)
		of := min(max(o.Chunks, 1), days)
		r := u.seed.Child("pull", c.profile.Slug, v.Resource.String()).At(at).Stream()
		if c.profile.History == provider.Trickle {
			w.planTrickle(at, u, c, v, days, &r)
			continue
		}
		when, to := at, today
		for number := 1; number <= of; number++ {
			from := today - vital.Date(days*number/of)
			when += w.pullTime(40 + r.Int(200))
			w.plan(when, u, c, &chunk{Resource: v.Resource, From: from, To: to, Number: number, Of: of})
			if number == 1 {
				v.History = history{From: today - vital.Date(days), To: today, Scheduled: at, Started: when}
			}
			v.History.Ended = when
			to = from
		}
	}
}

// planTrickle plans a historical event before there is any data, followed by the
// history as daily events (vital.md 6.3: Garmin).
func (w *World) planTrickle(at int64, u *user, c *connection, v *cover, days int, r *seed.Stream) {
	today := u.persona.DateAt(at)
	whole := chunk{Resource: v.Resource, From: today - vital.Date(days), To: today, Number: 1, Of: 1, Way: announced}
	w.plan(at+1, u, c, &whole)
	v.History = history{From: whole.From, To: today, Scheduled: at, Started: at + 1, Ended: at + 1}
	when := at
	for to := today; to > whole.From; to -= trickleDays {
		when += w.pullTime(120 + r.Int(400))
		w.plan(when, u, c, &chunk{Resource: v.Resource, From: max(whole.From, to-trickleDays), To: to, Way: trickling})
	}
}

// pull makes a chunk readable and announces it; w.mu is held.
func (w *World) pull(changes []Change, at int64, u *user, c *connection, k chunk) []Change {
	if k.Way != announced {
		before := c
		c = c.clone()
		v, _ := c.cover(k.Resource)
		v.Windows = append(slices.Clip(v.Windows), window{From: k.From, To: k.To, PulledAt: at})
		c.LastPull = max(c.LastPull, at)
		defer u.publish(c)
		if k.Way == trickling {
			return w.trickle(changes, at, u, before, c, k)
		}
	}
	name := k.Resource.String()
	start, end := windowBounds(u, k.Resource, c.profile.FloatingTime, k.From), windowBounds(u, k.Resource, c.profile.FloatingTime, k.To)
	final := k.Number == k.Of
	key := fmt.Sprintf("%s link %d chunk %d", c.profile.Slug, c.Relinking, k.Number)
	return w.event(changes, at, u, vital.HistoricalEvent(name), key, vital.HistoricalPull{
		UserID: u.id, StartDate: start, EndDate: end, IsFinal: final, Provider: c.profile.Slug,
	}, event.Carries{
		Provider: c.profile.Slug, Resource: name, Start: &start, End: &end, Chunk: k.Number, Chunks: k.Of, IsFinal: &final,
		Summary: fmt.Sprintf("%s to %s, chunk %d of %d", k.From, k.To, k.Number, k.Of),
	})
}

// trickle announces the data of a chunk with daily events.
func (w *World) trickle(changes []Change, at int64, u *user, before, c *connection, k chunk) []Change {
	lens := c.lens(u)
	old, _ := before.cover(k.Resource)
	v, _ := c.cover(k.Resource)
	d := diff{world: w, user: u, lens: &lens, conn: c, cover: v, at: at}
	for day := k.From; day < k.To; day++ {
		if before.asOf(old, day, c.LastSync) == 0 {
			d.only = append(d.only, day)
		}
	}
	if len(d.only) == 0 {
		return changes
	}
	return d.announce(changes)
}

// windowBounds returns the bound of a window as an event states it. Samples are
// filtered by instants, so their bound is the instant at which the local day
// begins. Records are filtered by calendar date, and samples may be in floating
// time; their bound is midnight UTC of the date. A GET with the bounds of an event
// therefore returns the data of the event (vital.md 7.7).
func windowBounds(u *user, resource vital.ResourceID, floating bool, d vital.Date) time.Time {
	if resource.Row().Kind.Timeseries() && !floating {
		return time.Unix(u.persona.DayStart(d), 0).UTC()
	}
	return d.UTC()
}
