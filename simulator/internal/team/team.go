// Package team implements a team: the users, clock, messages and inbox of one API key.
// A [Team] has one method for each command, which the Go API, scenarios and the control
// API share. [Teams] holds all teams of a simulator.
package team

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/feed"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// A Team is one API key and all that belongs to it. The exported parts are for
// reading; the methods of the Team change them.
type Team struct {
	Key      string
	World    *world.World
	Webhooks *webhook.Dispatcher
	Inbox    *webhook.Inbox
	Faults   *fault.Set
	Journal  *journal.Journal
	Feed     *feed.Feed

	teams     *Teams
	origin    origin
	clock     *clock.Virtual
	driver    *clock.Driver
	behaviour behaviour // of the inbox
	player    player
	requests  requests
	handed    atomic.Int64 // events of the world that were sent

	mu      sync.Mutex
	app     *receiver.Receiver                      // stands in for the application under test; nil without one
	names   map[string]string                       // of a scenario's users, by client_user_id
	told    int                                     // acts of faults that the feed has
	ticked  time.Time                               // when the feed last showed a driven clock, wall time
	observe func(webhook.Delivery, webhook.Attempt) // nil without an observer
}

// origin holds the inputs that determine a team's data.
type origin struct {
	Seed            uint64
	Key             string // ids depend on it; a restored team may have another key now
	Start           time.Time
	UserSalt, RunID string
}

// newTeam returns the team of a key at its beginning; the caller holds ts.mu.
func newTeam(ts *Teams, key, runID string) (*Team, error) {
	c := ts.config
	t := blank(ts, key, origin{Seed: c.Seed, Key: key, Start: c.Start, UserSalt: c.UserSalt, RunID: runID})
	t.World = world.New(t.worldConfig())
	var err error
	if t.Inbox, err = webhook.NewInbox(c.Secret); err != nil {
		return nil, err
	}
	for _, f := range c.Faults {
		if _, err := t.Faults.Add(f); err != nil {
			return nil, err
		}
	}
	deliveries := t.deliveries()
	deliveries.Endpoints = t.firstEndpoints()
	for _, e := range deliveries.Endpoints {
		t.trust(e.Secret)
	}
	if t.Webhooks, err = webhook.New(deliveries); err != nil {
		return nil, err
	}
	return t, t.begin(c.Start, c.Speed)
}

// blank returns a team without a world and deliveries.
func blank(ts *Teams, key string, o origin) *Team {
	wall := ts.config.Wall
	t := &Team{
		Key: key, teams: ts, origin: o, names: map[string]string{}, Faults: fault.NewSet(o.Seed, wall), Journal: &journal.Journal{},
		Feed: feed.New(strconv.FormatInt(wall.Now().UnixNano(), 36)),
	}
	t.player.announce = t.publishScenario
	return t
}

func (t *Team) worldConfig() world.Config {
	return world.Config{
		Seed: t.origin.Seed, Key: t.origin.Key, Start: t.origin.Start, UserSalt: t.origin.UserSalt, Cache: t.teams.cache,
		PullDelay: t.teams.config.PullDelay, Limits: world.Limits{BatchBytes: t.teams.config.MaxEventBytes},
	}
}

// deliveries says how the team's webhooks are delivered; it leaves the
// endpoints out.
func (t *Team) deliveries() webhook.Config {
	c := t.teams.config
	return webhook.Config{
		Seed:      t.origin.Seed,
		App:       t.World.Team().String(),
		KeepAll:   c.KeepAll,
		Transport: c.Transport,
		Wall:      c.Wall,
		Timeout:   c.DeliveryTimeout,
		Settled:   t.settled,
		Attempted: t.publishAttempt,
		Tamper:    t.tamper,
	}
}

// begin starts the team's clock.
func (t *Team) begin(now time.Time, speed float64) error {
	t.clock = clock.NewVirtual(now, worldSource{t}, t.Webhooks)
	t.clock.OnMove(t.publishMove)
	t.driver = clock.NewDriver(t.clock, t.teams.config.Wall)
	return t.driver.SetSpeed(speed)
}

// close stops the scenario that plays and the clock, and ends open attempts,
// which stay recorded.
func (t *Team) close() {
	t.player.close()
	t.driver.Close()
	t.Webhooks.Close()
	t.Feed.Close()
}

// Seed returns the seed of the team's data.
func (t *Team) Seed() uint64 { return t.origin.Seed }

// RunID is part of every svix-id of the team.
func (t *Team) RunID() string { return t.origin.RunID }

// Now returns the simulated time.
func (t *Team) Now() time.Time { return t.clock.Now() }

// Speed returns how many simulated seconds pass in a second of wall time.
func (t *Team) Speed() float64 { return t.driver.Speed() }

// Due returns when the next event or retry is due; ok is false if nothing is. Not
// every due poll of a connection has an event.
func (t *Team) Due() (at time.Time, ok bool) { return t.clock.Due() }

// SetSpeed changes how fast time passes.
func (t *Team) SetSpeed(speed float64) error {
	err := t.driver.SetSpeed(speed)
	if err == nil {
		t.publishClock()
	}
	return err
}

// Advance moves the clock and returns when everything that fell due on the way
// was attempted. It waits first for API requests under way, which may cause
// events. A second Advance at once is a clock.ErrBusy.
func (t *Team) Advance(ctx context.Context, d time.Duration) error {
	if err := t.requests.wait(ctx); err != nil {
		return err
	}
	return t.clock.Advance(ctx, d)
}

// attempted returns when what is due was attempted. An advance that is running
// waits for it as well.
func (t *Team) attempted(ctx context.Context) error {
	if err := t.clock.Advance(ctx, 0); !errors.Is(err, clock.ErrBusy) {
		return err
	}
	return nil
}

// Send makes messages of events, applies the faults that match them and queues
// them for delivery. It returns their svix-ids.
func (t *Team) Send(changes []world.Change) (ids []string) {
	messages := make([]*webhook.Message, len(changes))
	seen := make([]fault.Message, len(changes))
	for i, c := range changes {
		messages[i] = &webhook.Message{
			ID:        webhook.MessageID(t.origin.Seed, t.origin.RunID, c.UserID.String(), c.EventType, c.Key),
			EventType: c.EventType, User: c.ClientUserID, UserID: c.UserID.String(), At: c.At, Seq: c.Seq, Body: c.Body, Note: c.Note,
		}
		seen[i] = fault.Message{ID: messages[i].ID, EventType: c.EventType, Seq: c.Seq, User: fault.User{
			ID: c.UserID.String(), ClientUserID: c.ClientUserID, Name: t.UserName(c.ClientUserID),
		}, Endpoints: t.Webhooks.Subscribers(c.EventType)}
	}
	t.Faults.Sent(seen...)
	t.publishMessages(messages)
	t.Webhooks.Send(messages...)
	t.handed.Add(int64(len(changes)))
	for _, m := range messages {
		ids = append(ids, m.ID)
	}
	return ids
}

// worldSource lets the clock run the world's tasks. It sends what they cause at
// once; the dispatcher, which fires next, waits until that was attempted.
type worldSource struct{ *Team }

// Due returns when the world's next task is due.
func (s worldSource) Due() (time.Time, bool) { return s.World.Due() }

// Fire runs the tasks that are due.
func (s worldSource) Fire(_ context.Context, now time.Time) error {
	s.Send(s.World.Run(now))
	return nil
}

// tamper asks the faults what happens to an attempt.
func (t *Team) tamper(m *webhook.Message, endpoint string, number int, at time.Time) fault.Tampering {
	how := t.Faults.Tamper(m.ID, endpoint, number, at)
	if how.Fault != "" {
		t.publishFaults()
	}
	return how
}

// settled passes an attempt to the observer.
func (t *Team) settled(d webhook.Delivery, a webhook.Attempt) {
	t.mu.Lock()
	observe := t.observe
	t.mu.Unlock()
	if observe != nil {
		observe(d, a)
	}
}

func (t *Team) setObserver(observe func(webhook.Delivery, webhook.Attempt)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.observe = observe
}

// UserName returns the name of a user in a scenario, or "".
func (t *Team) UserName(clientUserID string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.names[clientUserID]
}

func (t *Team) setUserName(clientUserID, name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names[clientUserID] = name
}
