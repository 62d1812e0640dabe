// Package world holds the state of one team: its users, their connections, what was
// pulled and synced, and edits. Commands change the state and return the events that
// the change causes. The content of records is not stored: it is computed from the
// seed.
package world

import (
	"cmp"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Config holds the inputs that determine a team's data.
type Config struct {
	Seed uint64
	Key  string // the team's API key: it salts ids, never values
	// Start is when the simulation begins. Fixtures shift their dates to it.
	Start time.Time
	// UserSalt makes the ids of users differ from those of other runs with the same
	// seed; if it is empty, they are the same in every run.
	UserSalt string
	Cache    *view.Cache
	Limits   Limits
	// PullDelay is the longest that the pull of a chunk of history takes; zero means
	// UsualPullDelay.
	PullDelay time.Duration
}

// UsualPullDelay is the longest that the pull of a chunk of history takes by default
// (choices.md 1.13).
const UsualPullDelay = 4 * time.Minute

// Limits bound the events of timeseries (choices.md 5.17). Zero means the limit of
// DefaultLimits.
type Limits struct {
	BatchSamples int // per event
	BatchBytes   int // of an event's body; an event with a single sample may have more
}

// DefaultLimits allow 1,000 samples and 96 KiB: body parsers commonly stop at
// 100 KiB.
var DefaultLimits = Limits{BatchSamples: 1000, BatchBytes: 96 << 10}

// A World is one team. It is safe for concurrent use; clients' reads compute
// their records without holding its lock.
type World struct {
	values   seed.Seed // what people's values hang on: the seed alone
	ids      seed.Seed // what ids hang on: seed and key
	start    time.Time
	scramble seed.Seed // of record ids
	salt     string
	team     vital.ID
	cache    *view.Cache
	limits   Limits

	mu       sync.Mutex
	users    map[vital.ID]*user
	byClient map[string]*user
	byTag    map[uint64]*user
	order    []*user        // by creation
	created  map[string]int // how often a client_user_id was created
	keepers  []keeper       // in the order of their connections
	tasks    taskHeap
	seq      int64
	sent     int // events that nothing here has caused

	pullDelay time.Duration
}

// New returns an empty team.
func New(c Config) *World {
	if c.Cache == nil {
		c.Cache = view.NewCache()
	}
	c.Limits.BatchSamples = cmp.Or(c.Limits.BatchSamples, DefaultLimits.BatchSamples)
	c.Limits.BatchBytes = cmp.Or(c.Limits.BatchBytes, DefaultLimits.BatchBytes)
	root := seed.New(c.Seed)
	ids := root.Child("team", c.Key)
	return &World{
		values: root, ids: ids, start: c.Start, scramble: ids.Child("records"), salt: c.UserSalt, team: newID(ids.Child("id")), cache: c.Cache, limits: c.Limits,
		users: map[vital.ID]*user{}, byClient: map[string]*user{}, byTag: map[uint64]*user{}, created: map[string]int{},
		pullDelay: cmp.Or(c.PullDelay, UsualPullDelay),
	}
}

// SetPullDelay changes Config.PullDelay for the links that follow.
func (w *World) SetPullDelay(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pullDelay = cmp.Or(d, UsualPullDelay)
}

// pullTime returns the seconds that a pull takes which takes some seconds with
// UsualPullDelay. It is at least one.
func (w *World) pullTime(usual int) int64 {
	return max(1, int64(usual)*int64(w.pullDelay)/int64(UsualPullDelay))
}

// Team returns the team's id.
func (w *World) Team() vital.ID { return w.team }

// A user is one person of the team. The fields with a key in JSON are saved, and
// the others are computed from them.
type user struct {
	ClientUserID string          `json:"client_user_id"`
	Ordinal      int             `json:"ordinal,omitempty"` // how often somebody was created by that name before
	CreatedOn    int64           `json:"created_on"`
	DeletedAt    int64           `json:"deleted_at,omitempty"` // 0 while the user lives
	Given        given           `json:"given"`
	Info         *vital.UserInfo `json:"info,omitempty"`        // nil until it is given
	Connections  []*connection   `json:"connections,omitempty"` // in the order of first linking; guarded by World.mu

	id       vital.ID
	tag      uint64    // names the user inside record ids
	index    int       // in World.order
	seed     seed.Seed // of the person's values
	ids      seed.Seed // of the user's ids
	scramble seed.Seed // the team's, of record ids
	persona  *body.Persona
	cache    *view.Cache
}

// A given holds the values with which a user was created or later changed, as
// text where NewUser has parsed values.
type given struct {
	NewUser
	PersonaText string `json:"persona_text,omitempty"` // of a persona that comes from a file
	FixtureSum  string `json:"fixture,omitempty"`
}

// A Change is an event that a command or the passing of time has caused.
type Change struct {
	At           time.Time
	Seq          int64
	UserID       vital.ID
	ClientUserID string
	EventType    string
	Body         []byte // the event, encoded as of At
	event.Note
}

// event appends a change to the list, with its body encoded now.
func (w *World) event(changes []Change, at int64, u *user, eventType, key string, data vital.Payload, carries event.Carries) []Change {
	w.seq++
	return append(changes, Change{
		At: time.Unix(at, 0).UTC(), Seq: w.seq, UserID: u.id, ClientUserID: u.ClientUserID,
		EventType: eventType, Body: w.encode(u, eventType, data), Note: event.Note{Key: key, Carries: carries},
	})
}

func (w *World) encode(u *user, eventType string, data vital.Payload) []byte {
	e := vital.Event{EventType: eventType, UserID: u.id, ClientUserID: u.ClientUserID, TeamID: w.team, Data: data}
	return e.AppendJSON(nil)
}

// SetBatchBytes changes Limits.BatchBytes for the events that follow; 0 means the
// limit of DefaultLimits.
func (w *World) SetBatchBytes(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.limits.BatchBytes = cmp.Or(n, DefaultLimits.BatchBytes)
}
