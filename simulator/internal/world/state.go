package world

import (
	"maps"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A State is all of a World that is not computed from its Config: what clients
// and scenarios did. Instants are unix seconds.
type State struct {
	Users   []UserState    `json:"users"`   // in the order of their creation, deleted ones among them
	Created map[string]int `json:"created"` // how often a client_user_id was created
	Keepers []KeeperState  `json:"keepers,omitempty"`
	Tasks   []TaskState    `json:"tasks,omitempty"`
	Seq     int64          `json:"seq"` // events so far
	Sent    int            `json:"sent,omitempty"`
}

// A UserState is a user.
type UserState struct {
	ClientUserID string            `json:"client_user_id"`
	Ordinal      int               `json:"ordinal,omitempty"`
	CreatedOn    int64             `json:"created_on"`
	DeletedAt    int64             `json:"deleted_at,omitempty"`
	Given        GivenState        `json:"given"`
	Info         *vital.UserInfo   `json:"info,omitempty"`
	Connections  []ConnectionState `json:"connections,omitempty"`
}

// A GivenState is what a user was created from, and what was changed of it.
type GivenState struct {
	ClientUserID      string                 `json:"client_user_id"`
	FallbackTimeZone  string                 `json:"fallback_time_zone,omitempty"`
	FallbackBirthDate vital.Null[vital.Date] `json:"fallback_birth_date"`
	IngestionStart    vital.Null[vital.Date] `json:"ingestion_start"`
	IngestionEnd      vital.Null[vital.Date] `json:"ingestion_end"`
	Persona           string                 `json:"persona,omitempty"`
	PersonaText       string                 `json:"persona_text,omitempty"` // of one that comes from a file
	Zone              string                 `json:"zone,omitempty"`
	Fixture           string                 `json:"fixture,omitempty"` // the sum of its files
}

// A KeeperState is who keeps the ids of a fixture's files.
type KeeperState struct {
	Fixture string `json:"fixture"`
	User    int    `json:"user"` // index
}

// A ConnectionState is a link to a provider.
type ConnectionState struct {
	Provider  string         `json:"provider"`
	Sessions  []SessionState `json:"sessions"`
	LastSync  int64          `json:"last_sync,omitempty"`
	LastPull  int64          `json:"last_pull,omitempty"`
	Extras    []int64        `json:"extras,omitempty"`
	Uploads   []int64        `json:"uploads,omitempty"`
	Covers    []CoverState   `json:"covers,omitempty"`
	Edits     []EditState    `json:"edits,omitempty"`
	Fixture   string         `json:"fixture,omitempty"` // the sum of its files
	Keeps     bool           `json:"keeps,omitempty"`
	Failed    *FailureState  `json:"failed,omitempty"`
	Demo      bool           `json:"demo,omitempty"`
	Fallback  string         `json:"fallback_time_zone,omitempty"`
	Relinking int            `json:"relinking"`
}

// A SessionState is a period of being linked.
type SessionState struct {
	From   int64 `json:"from"`
	To     int64 `json:"to,omitempty"`
	Synced int64 `json:"synced,omitempty"`
}

// A FailureState is why a link is in error.
type FailureState struct {
	At        int64  `json:"at"`
	ErrorType string `json:"error_type"`
}

// A CoverState is what a connection holds of a resource.
type CoverState struct {
	Resource string        `json:"resource"`
	From     int64         `json:"from"`
	LiveFrom vital.Date    `json:"live_from"`
	Windows  []WindowState `json:"windows,omitempty"`
	History  HistoryState  `json:"history"`
	Sent     int           `json:"sent,omitempty"`
}

// A WindowState is a stretch of history that was pulled.
type WindowState struct {
	From     vital.Date `json:"from"`
	To       vital.Date `json:"to"`
	PulledAt int64      `json:"pulled_at"`
}

// A HistoryState is the newest pull of a resource.
type HistoryState struct {
	From      vital.Date `json:"from"`
	To        vital.Date `json:"to"`
	Scheduled int64      `json:"scheduled,omitempty"`
	Started   int64      `json:"started,omitempty"`
	Ended     int64      `json:"ended,omitempty"`
}

// An EditState is a correction.
type EditState struct {
	Resource string     `json:"resource"`
	Day      vital.Date `json:"day"`
	Ordinal  int        `json:"ordinal,omitempty"`
	Source   int        `json:"source,omitempty"`
	Micros   int64      `json:"micros,omitempty"`
	At       int64      `json:"at"`
	Fields   fields     `json:"fields"`
}

// A TaskState is something that will happen by itself.
type TaskState struct {
	At       int64       `json:"at"`
	User     int         `json:"user"` // index
	Provider string      `json:"provider"`
	Link     int         `json:"link"`
	Chunk    *ChunkState `json:"chunk,omitempty"` // nil for a sync
}

// A ChunkState is a piece of history on its way.
type ChunkState struct {
	Resource string     `json:"resource"`
	From     vital.Date `json:"from"`
	To       vital.Date `json:"to"`
	Number   int        `json:"number,omitempty"`
	Of       int        `json:"of,omitempty"`
	Way      int        `json:"way,omitempty"`
}

// Events is how many events there were so far.
func (w *World) Events() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seq
}

// Save is the state of the world at one moment, and the fixtures that it names.
func (w *World) Save() (State, map[string]*fixture.Folder) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := saver{w: w, fixtures: map[string]*fixture.Folder{}, index: map[*user]int{}}
	out := State{Created: maps.Clone(w.created), Seq: w.seq, Sent: w.sent, Users: []UserState{}}
	for i, u := range w.order {
		s.index[u] = i
		out.Users = append(out.Users, s.user(u))
	}
	for _, sum := range slices.Sorted(maps.Keys(w.first)) {
		out.Keepers = append(out.Keepers, KeeperState{sum, s.index[w.first[sum]]})
	}
	slices.SortStableFunc(out.Keepers, func(a, b KeeperState) int {
		return slices.Index(w.keepers, w.first[a.Fixture]) - slices.Index(w.keepers, w.first[b.Fixture])
	})
	pending := slices.DeleteFunc(slices.Clone(w.tasks), func(t task) bool { return !t.valid() })
	slices.SortStableFunc(pending, compareTasks)
	for _, t := range pending {
		out.Tasks = append(out.Tasks, s.task(t))
	}
	return out, s.fixtures
}

// A saver turns what a world keeps into its state.
type saver struct {
	w        *World
	fixtures map[string]*fixture.Folder
	index    map[*user]int
}

// fixture notes a folder and names it; "" for none.
func (s saver) fixture(f *fixture.Folder) string {
	if f == nil {
		return ""
	}
	s.fixtures[f.Sum()] = f
	return f.Sum()
}

func (s saver) user(u *user) UserState {
	g := u.given
	out := UserState{
		ClientUserID: u.clientID, Ordinal: u.ordinal, CreatedOn: u.createdOn, DeletedAt: u.deletedAt, Info: u.info,
		Given: GivenState{
			g.ClientUserID, g.FallbackTimeZone, g.FallbackBirthDate, g.IngestionStart, g.IngestionEnd, g.Persona, "", g.Zone, s.fixture(g.Fixture),
		},
	}
	if g.Archetype != nil {
		out.Given.PersonaText = g.Archetype.Text()
	}
	for _, c := range u.connections {
		out.Connections = append(out.Connections, s.connection(c))
	}
	return out
}

func (s saver) connection(c *connection) ConnectionState {
	out := ConnectionState{
		Provider: c.profile.Slug, LastSync: c.lastSync, LastPull: c.lastPull, Extras: c.extras, Uploads: c.uploads,
		Keeps: c.keeps, Demo: c.demo, Relinking: c.relinking,
	}
	if c.recording != nil {
		out.Fixture = s.fixture(c.recording.Folder())
	}
	if c.fallback != nil {
		out.Fallback = c.fallback.String()
	}
	if c.failed != nil {
		out.Failed = &FailureState{c.failed.at, c.failed.errorType}
	}
	for _, p := range c.sessions {
		out.Sessions = append(out.Sessions, SessionState{p.from, p.to, p.synced})
	}
	for _, v := range c.covers {
		cover := CoverState{Resource: v.resource.String(), From: v.from, LiveFrom: v.liveFrom, Sent: v.sent}
		h := v.history
		cover.History = HistoryState{h.from, h.to, h.scheduled, h.started, h.ended}
		for _, p := range v.windows {
			cover.Windows = append(cover.Windows, WindowState{p.from, p.to, p.pulledAt})
		}
		out.Covers = append(out.Covers, cover)
	}
	for _, e := range c.edits {
		out.Edits = append(out.Edits, EditState{e.resource.String(), e.day, e.ordinal, e.source, e.micros, e.at, e.fields})
	}
	return out
}

func (s saver) task(t task) TaskState {
	out := TaskState{At: t.at, User: s.index[t.user], Provider: t.user.connection(t.provider).profile.Slug, Link: t.link}
	if k := t.chunk; k != nil {
		out.Chunk = &ChunkState{k.resource.String(), k.from, k.to, k.number, k.of, int(k.way)}
	}
	return out
}
