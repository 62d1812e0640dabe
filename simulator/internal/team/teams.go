package team

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/store"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// maxTeams bounds how many keys can be in use.
const maxTeams = 10_000

// Config is what all teams of a simulator have in common.
type Config struct {
	Seed            uint64
	Start           time.Time
	UserSalt, RunID string
	Key             string   // of the simulator's own team
	ListedKeys      []string // the only other keys that open teams; empty means any sandbox key
	Secret          webhook.Secret
	Endpoints       []webhook.Endpoint // a team begins with a copy of them; empty means its inbox
	Faults          []fault.Fault      // a team begins with them
	Speed           float64
	PlaySpeed       float64       // at which scenarios advance; 0 means without delay
	PullDelay       time.Duration // of history, outside of scenarios; 0 means world.UsualPullDelay
	MaxEventBytes   int           // of an event of timeseries; 0 means what a scenario says, else world.DefaultLimits
	KeepAll         bool          // keeps all messages, however many
	Transport       http.RoundTripper
	DeliveryTimeout time.Duration
	Wall            clock.Wall
	Watcher         Watcher       // nil for none
	URL             func() string // base URL of the simulator
	Metrics         *Metrics
}

// Teams are the teams of a simulator, by their API keys.
type Teams struct {
	config Config
	cache  *view.Cache

	mu        sync.Mutex
	endpoints []webhook.Endpoint // a new team begins with a copy of them; empty means its inbox
	byKey     map[string]*Team
	byID      map[vital.ID]*Team
	keys      map[vital.ID]string // by team, also of those that are starting over
	resets    map[string]int      // by key
	refused   map[string]int      // requests that opened no team, by the reason
	closed    bool
}

// NewTeams returns a simulator's teams, of which none is open yet.
func NewTeams(c Config) *Teams {
	ts := &Teams{
		config: c, cache: view.NewCache(), endpoints: c.Endpoints,
		byKey: map[string]*Team{}, byID: map[vital.ID]*Team{}, keys: map[vital.ID]string{}, resets: map[string]int{}, refused: map[string]int{},
	}
	c.Metrics.collect(ts)
	return ts
}

// ErrClosed is the error of a command after Close.
var ErrClosed = errors.New("open team: the simulator is closed; make a new one")

// ErrInUse is the error of a snapshot whose team another key has.
var ErrInUse = errors.New("restore: its team is in use under another API key of this simulator, and two cannot have the same ids; restore it there")

// IsSandboxKey reports whether a key opens a team.
func IsSandboxKey(key string) bool {
	for _, prefix := range []string{"sk_us_", "sk_eu_"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok && rest != "" {
			return true
		}
	}
	return false
}

// Open returns the team of a key that a client has sent. The answer to a refused
// key is Vital's own; the hint says why.
func (ts *Teams) Open(key string) (*Team, error) {
	refused := func(why string) (*Team, error) {
		return nil, apierror.Unauthorized("invalid token").WithHint("%s", why)
	}
	c := ts.config
	listed := len(c.ListedKeys) == 0 || key == c.Key || slices.Contains(c.ListedKeys, key)
	switch {
	case strings.HasPrefix(key, "pk_"):
		return refused("this is a production key; never give one to a fake. Use a sandbox key, such as sk_us_anything")
	case !IsSandboxKey(key):
		return refused("sandbox keys begin with sk_us_ or sk_eu_; any such key opens a team of its own")
	case !listed:
		return refused("only listed keys open teams here, and this one is not listed")
	}
	return ts.open(key)
}

// Served tells the watcher of a request to Vital's API; the team may be nil.
func (ts *Teams) Served(t *Team, q journal.Request) {
	if ts.config.Watcher != nil {
		ts.config.Watcher.Served(t, q)
	}
}

// Own returns the team of the simulator's own key.
func (ts *Teams) Own() (*Team, error) { return ts.open(ts.config.Key) }

// Last returns the simulator's own team for reading, also after Close; nil where
// it was never opened.
func (ts *Teams) Last() *Team {
	if t, err := ts.Own(); err == nil {
		return t
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	return ts.byKey[ts.config.Key]
}

func (ts *Teams) open(key string) (*Team, error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.closed {
		return nil, ErrClosed
	}
	if t, ok := ts.byKey[key]; ok {
		return t, nil
	}
	if len(ts.byKey) >= maxTeams {
		return nil, apierror.TooManyRequests("Too Many Requests").WithHint("%d API keys are in use, which is the limit", maxTeams)
	}
	runID := ts.config.RunID
	if n := ts.resets[key]; n > 0 && runID != "" {
		runID += fmt.Sprintf("-%d", n) // or receivers would take what follows for repeats
	}
	t, err := newTeam(ts, key, runID)
	if err != nil {
		return nil, err
	}
	id := t.World.Team()
	ts.byKey[key], ts.byID[id], ts.keys[id] = t, t, key
	return t, nil
}

// Find returns the team with an id; nil where no key in use has it.
func (ts *Teams) Find(id vital.ID) *Team {
	ts.mu.Lock()
	key, known := ts.keys[id]
	ts.mu.Unlock()
	if !known { // a client may name the team of a configured key before it uses the key
		for _, listed := range append([]string{ts.config.Key}, ts.config.ListedKeys...) {
			if t, err := ts.open(listed); err == nil && t.World.Team() == id {
				return t
			}
		}
		return nil
	}
	t, err := ts.open(key)
	if err != nil {
		return nil
	}
	return t
}

// All returns the teams in the order of their keys.
func (ts *Teams) All() []*Team {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	all := make([]*Team, 0, len(ts.byKey))
	for _, key := range slices.Sorted(maps.Keys(ts.byKey)) {
		all = append(all, ts.byKey[key])
	}
	return all
}

// Reset lets the team of a key start over; "" is the simulator's own.
func (ts *Teams) Reset(key string) error {
	if key == "" {
		key = ts.config.Key
	}
	if _, err := ts.Open(key); err != nil {
		return err
	}
	ts.mu.Lock()
	t := ts.byKey[key]
	ts.forget(key)
	ts.mu.Unlock()
	if t != nil {
		t.close()
	}
	return nil
}

// ResetAll lets every team start over.
func (ts *Teams) ResetAll() {
	ts.mu.Lock()
	var closing []*Team
	for key, t := range ts.byKey {
		closing = append(closing, t)
		ts.forget(key)
	}
	ts.mu.Unlock()
	for _, t := range closing {
		t.close()
	}
}

// forget drops a team; the caller holds ts.mu.
func (ts *Teams) forget(key string) {
	if t := ts.byKey[key]; t != nil {
		delete(ts.byID, t.World.Team())
		delete(ts.byKey, key)
		ts.resets[key]++
	}
}

// Close closes every team. They can still be read.
func (ts *Teams) Close() {
	ts.mu.Lock()
	ts.closed = true
	closing := slices.Collect(maps.Values(ts.byKey))
	ts.mu.Unlock()
	for _, t := range closing {
		t.close()
	}
}

// Redirect sends to another URL what has gone to the inboxes of teams so far.
// It does nothing where webhooks have endpoints already.
func (ts *Teams) Redirect(to string) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if len(ts.endpoints) > 0 {
		return
	}
	ts.endpoints = []webhook.Endpoint{{URL: to}}
	for _, t := range ts.byKey {
		t.redirect(to)
	}
}

// target returns the URL of the first endpoint of a new team; "" is its inbox.
func (ts *Teams) target() string {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if len(ts.endpoints) == 0 {
		return ""
	}
	return ts.endpoints[0].URL
}

// Restore replaces the team of a key by the one in a file that Snapshot has
// written; "" is the simulator's own.
func (ts *Teams) Restore(key string, r io.Reader) error {
	if key == "" {
		key = ts.config.Key
	}
	if _, err := ts.Open(key); err != nil {
		return err
	}
	state, err := store.Read(r)
	if err != nil {
		return err
	}
	t, err := load(ts, key, state)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	old, err := ts.replace(key, t)
	if err != nil {
		t.close()
		return err
	}
	old.close()
	return nil
}

// replace makes t the team of a key, and returns the one that was.
func (ts *Teams) replace(key string, t *Team) (old *Team, err error) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	id := t.World.Team()
	old = ts.byKey[key]
	switch other := ts.byID[id]; {
	case ts.closed, old == nil: // it is being reset at this moment
		return nil, ErrClosed
	case other != nil && other != old:
		return nil, ErrInUse
	}
	delete(ts.byID, old.World.Team())
	ts.byKey[key], ts.byID[id], ts.keys[id] = t, t, key
	return old, nil
}

// ServeInbox serves the built-in receivers, one per team.
func (ts *Teams) ServeInbox(w http.ResponseWriter, r *http.Request) {
	name, _, probed := strings.Cut(strings.TrimPrefix(r.URL.Path, InboxPath), "/")
	id, err := uuid.Parse(name)
	ts.mu.Lock()
	t := ts.byID[id]
	ts.mu.Unlock()
	if err != nil || t == nil {
		http.NotFound(w, r)
		return
	}
	t.receive(w, r, probed)
}
