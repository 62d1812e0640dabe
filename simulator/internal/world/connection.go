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

// pollEvery is how often a connection is polled, in seconds (vital.md 7.5). A
// poll is silent unless something was uploaded or edited since the last.
const pollEvery = 15 * 60

// A connection is the stored state of a user's link to a provider: when it was
// linked, what was pulled, when it last synced, what was edited. Everything
// else is computed. A connection does not change once it is published: commands
// change a copy, so readers need no lock while they compute.
type connection struct {
	// Saved fields. Instants are unix seconds.
	Provider     provider.Number `json:"provider"`
	Sessions     []session       `json:"sessions"`            // periods of being linked; the last may be open
	LastSync     int64           `json:"last_sync,omitempty"` // 0 before the first
	LastPull     int64           `json:"last_pull,omitempty"` // the newest instant at which a window was pulled
	Extras       []int64         `json:"extras,omitempty"`    // syncs beside the polling rhythm, in order
	Uploads      []int64         `json:"uploads,omitempty"`   // uploads beside the device's rhythm, in order
	Covers       []cover         `json:"covers,omitempty"`    // one per resource, in the order of their numbers
	Edits        []edit          `json:"edits,omitempty"`     // in the order of their times
	Deleted      []target        `json:"deleted,omitempty"`   // records and samples that are not readable any more
	FixtureSum   string          `json:"fixture,omitempty"`   // of the files that it looks at
	Keeps        bool            `json:"keeps,omitempty"`     // the ids of the files, as the first user of them
	Failed       *failure        `json:"failed,omitempty"`    // why it is in error; nil where it is not
	Demo         bool            `json:"demo,omitempty"`
	FallbackZone string          `json:"fallback_time_zone,omitempty"` // the user's when it was linked first
	Relinking    int             `json:"relinking"`                    // counts links, to drop what an earlier link had planned

	// Fields computed from the saved ones.
	profile   *provider.Profile
	recording *fixture.Recording // what it looks at in the place of the generator; nil for nothing
	fallback  *time.Location     // of FallbackZone; nil for none
	phase     int64              // of the polls
}

// A session is a period in which a connection is linked; To is 0 while it lasts.
// Synced is the last sync before it ended.
type session struct {
	From   int64 `json:"from"`
	To     int64 `json:"to,omitempty"`
	Synced int64 `json:"synced,omitempty"`
}

// A cover is the state of one resource of a connection: the windows of history
// that were pulled, beside the live days from LiveFrom on. A new link may add a
// resource; its live days begin with that link, and its first sync comes after.
type cover struct {
	Resource vital.ResourceID `json:"resource"`
	From     int64            `json:"from"` // when the resource was first linked; syncs before did not see it
	LiveFrom vital.Date       `json:"live_from"`
	Windows  []window         `json:"windows,omitempty"` // in the order of their pulling
	History  history          `json:"history"`           // the newest pull
	Sent     int              `json:"sent,omitempty"`    // records and samples that daily events carried
}

// A history is the planned pull of a resource. Its instants are 0 if there is
// none.
type history struct {
	From      vital.Date `json:"from"`
	To        vital.Date `json:"to"`
	Scheduled int64      `json:"scheduled,omitempty"`
	Started   int64      `json:"started,omitempty"`
	Ended     int64      `json:"ended,omitempty"`
}

// A window is a stretch of whole days of history: [From, To).
type window struct {
	From     vital.Date `json:"from"`
	To       vital.Date `json:"to"`
	PulledAt int64      `json:"pulled_at"`
}

// A target identifies a record or a sample of a connection.
type target struct {
	Resource vital.ResourceID `json:"resource"`
	Day      vital.Date       `json:"day"`               // summaries: the record's anchor …
	Ordinal  int              `json:"ordinal,omitempty"` // … and ordinal
	Source   int              `json:"source,omitempty"`  // samples: the index of the source …
	Micros   int64            `json:"micros,omitempty"`  // … and the timestamp, in microseconds
}

// An edit is a correction made by a scenario: from its time on, the record has
// these fields. It is a revision like any other.
type edit struct {
	target
	At     int64  `json:"at"`
	Fields fields `json:"fields"`
}

func (c *connection) connected() bool { return c.Sessions[len(c.Sessions)-1].To == 0 }

func (c *connection) clone() *connection {
	copied := *c
	copied.Sessions = slices.Clone(c.Sessions)
	copied.Covers = slices.Clone(c.Covers)
	return &copied
}

func (c *connection) cover(resource vital.ResourceID) (*cover, bool) {
	i := slices.IndexFunc(c.Covers, func(v cover) bool { return v.Resource == resource })
	if i < 0 {
		return nil, false
	}
	return &c.Covers[i], true
}

// pollSlot returns the first poll at or after the instant.
func (c *connection) pollSlot(at int64) int64 {
	return at + (c.phase-at%pollEvery+pollEvery)%pollEvery
}

// syncOf returns the sync that announces a revision made at r: the first poll or
// extra sync at or after it while the connection is linked.
func (c *connection) syncOf(r int64) int64 {
	first := int64(0)
	consider := func(at int64) {
		if first == 0 || at < first {
			first = at
		}
	}
	for _, s := range c.Sessions {
		if at := c.pollSlot(max(r, s.From+1)); s.To == 0 || at <= s.Synced {
			consider(at)
		}
	}
	if i := sort.Search(len(c.Extras), func(i int) bool { return c.Extras[i] >= r }); i < len(c.Extras) {
		consider(c.Extras[i])
	}
	return first
}

// asOf returns the instant as of which the records of a day are readable if the
// newest sync is at lastSync; 0 if none of them is.
func (c *connection) asOf(v *cover, d vital.Date, lastSync int64) int64 {
	if d >= v.LiveFrom {
		if lastSync < v.From {
			return 0
		}
		return lastSync
	}
	if w, ok := v.window(d); ok {
		return max(w.PulledAt, lastSync)
	}
	return 0
}

// announced returns when a revision of a record of day d was ingested: with the
// chunk that brought the day, or with the sync after the revision.
func (c *connection) announced(v *cover, d vital.Date, r int64) int64 {
	if d < v.LiveFrom {
		if w, ok := v.window(d); ok && r <= w.PulledAt {
			return w.PulledAt
		}
	}
	return c.syncOf(max(r, v.From))
}

// window returns the first pull of the day: pulling it again changes nothing.
func (v *cover) window(d vital.Date) (window, bool) {
	for _, w := range v.Windows {
		if w.From <= d && d < w.To {
			return w, true
		}
	}
	return window{}, false
}

// oldest returns the first day that may have readable data.
func (c *connection) oldest(v *cover) vital.Date {
	d := v.LiveFrom
	for _, w := range v.Windows {
		d = min(d, w.From)
	}
	return d
}

// newestPast returns the newest instant whose state clients may have read.
// Later changes must have a later time.
func (c *connection) newestPast() int64 { return max(c.LastSync, c.LastPull) }

func (c *connection) editsOf(resource vital.ResourceID, yield func(edit)) {
	for _, e := range c.Edits {
		if e.Resource == resource {
			yield(e)
		}
	}
}

func (c *connection) lens(u *user) view.Lens {
	lens := view.NewLens(u.seed, u.persona, c.profile, c.Uploads, u.cache).FallingBack(c.fallback).Naming(func(resource vital.ResourceID, r view.Rev) vital.ID {
		return c.recordID(u, resource, r)
	})
	if c.recording == nil {
		return lens
	}
	return lens.Through(c.recording, c.knownID(u))
}
