package world

import (
	"slices"
	"sort"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// pollEvery is how often a connection is polled, in seconds (contract 7.5). A
// poll is silent unless something was uploaded or edited since the last.
const pollEvery = 15 * 60

// A connection is what is remembered of a user's link to a provider: when it
// was linked, what was pulled, when it last synced, what was edited. Everything
// else is computed. A connection value never changes once it is published:
// changes make a copy, so readers need no lock while they compute.
type connection struct {
	profile   *provider.Profile
	sessions  []session          // periods of being linked; the last may be open
	lastSync  int64              // 0 before the first
	extras    []int64            // syncs beside the polling rhythm, in order
	uploads   []int64            // uploads beside the device's rhythm, in order
	covers    []cover            // one per resource, in the order of their numbers
	edits     []edit             // in the order of their times
	recording *fixture.Recording // what it looks at in the place of the generator; nil for nothing
	keeps     bool               // the ids of the files, as the first user of them
	failed    *failure           // why it is in error; nil where it is not
	demo      bool
	fallback  *time.Location // the user's fallback time zone when it was linked first; nil for none
	phase     int64          // of the polls
	lastPull  int64          // the newest instant at which a window was pulled
	relinking int            // counts links, to drop what an earlier link had planned
}

// A session is a period of being linked, unix seconds; to is 0 while it lasts.
// synced is the last sync before it ended: no poll came after.
type session struct{ from, to, synced int64 }

// A cover is what a connection holds of one resource: the windows of history
// that were pulled, beside the live days from liveFrom on. A new link may add a
// resource; its live days begin with that link, and its first sync comes after.
type cover struct {
	resource vital.ResourceID // index into the resource table
	from     int64            // when the resource was first linked; syncs before did not see it
	liveFrom vital.Date
	windows  []window // in the order of their pulling
	history  history  // the newest pull
	sent     int      // records and samples that daily events carried
}

// A history is a pull of a resource, as it was planned.
type history struct {
	from, to                  vital.Date
	scheduled, started, ended int64 // 0 where there was none
}

// A window is a stretch of whole days of history: [from, to).
type window struct {
	from, to vital.Date
	pulledAt int64
}

// An edit is a correction made by a scenario: from its time on, the record has
// these fields. It is a revision like any other.
type edit struct {
	resource vital.ResourceID
	day      vital.Date // summaries: the record's anchor …
	ordinal  int        // … and ordinal
	source   int        // samples: the index of the source …
	micros   int64      // … and the timestamp, in microseconds
	at       int64
	fields   map[string]any
}

func (c *connection) connected() bool { return c.sessions[len(c.sessions)-1].to == 0 }

func (c *connection) clone() *connection {
	copied := *c
	copied.sessions = slices.Clone(c.sessions)
	copied.covers = slices.Clone(c.covers)
	return &copied
}

func (c *connection) cover(resource vital.ResourceID) (*cover, bool) {
	i := slices.IndexFunc(c.covers, func(v cover) bool { return v.resource == resource })
	if i < 0 {
		return nil, false
	}
	return &c.covers[i], true
}

// pollSlot is the first poll at or after the instant.
func (c *connection) pollSlot(at int64) int64 {
	return at + (c.phase-at%pollEvery+pollEvery)%pollEvery
}

// syncOf is the sync that announces a revision made at r: the first poll or
// extra sync at or after it while the connection is linked.
func (c *connection) syncOf(r int64) int64 {
	first := int64(0)
	consider := func(at int64) {
		if first == 0 || at < first {
			first = at
		}
	}
	for _, s := range c.sessions {
		if at := c.pollSlot(max(r, s.from+1)); s.to == 0 || at <= s.synced {
			consider(at)
		}
	}
	if i := sort.Search(len(c.extras), func(i int) bool { return c.extras[i] >= r }); i < len(c.extras) {
		consider(c.extras[i])
	}
	return first
}

// asOf is the instant as of which the records of a day are readable, were the
// newest sync at lastSync; 0 where nothing of the day is.
func (c *connection) asOf(v *cover, d vital.Date, lastSync int64) int64 {
	if d >= v.liveFrom {
		if lastSync < v.from {
			return 0
		}
		return lastSync
	}
	if w, ok := v.window(d); ok {
		return max(w.pulledAt, lastSync)
	}
	return 0
}

// announced is when a revision of a record of day d was ingested: with the
// chunk that brought the day, or with the sync after the revision.
func (c *connection) announced(v *cover, d vital.Date, r int64) int64 {
	if d < v.liveFrom {
		if w, ok := v.window(d); ok && r <= w.pulledAt {
			return w.pulledAt
		}
	}
	return c.syncOf(max(r, v.from))
}

// window is the first pull of the day: pulling it again changes nothing.
func (v *cover) window(d vital.Date) (window, bool) {
	for _, w := range v.windows {
		if w.from <= d && d < w.to {
			return w, true
		}
	}
	return window{}, false
}

// oldest is the first day of which anything may be readable.
func (c *connection) oldest(v *cover) vital.Date {
	d := v.liveFrom
	for _, w := range v.windows {
		d = min(d, w.from)
	}
	return d
}

// newestPast is the newest instant whose state clients may have read. What
// happens later must carry a later time.
func (c *connection) newestPast() int64 { return max(c.lastSync, c.lastPull) }

func (c *connection) editsOf(resource vital.ResourceID, yield func(edit)) {
	for _, e := range c.edits {
		if e.resource == resource {
			yield(e)
		}
	}
}

func (c *connection) lens(u *user) view.Lens {
	lens := view.NewLens(u.seed, u.persona, c.profile, c.uploads, u.cache).FallingBack(c.fallback).Naming(func(resource string, r view.Rev) vital.ID {
		return c.recordID(u, resourceID(resource), r)
	})
	if c.recording == nil {
		return lens
	}
	return lens.Through(c.recording, c.knownID(u))
}
