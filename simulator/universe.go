package simulator

import (
	"context"
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

// A universe is one team: its world, its clock, and the delivery of its events.
type universe struct {
	key        string
	origin     origin
	seed       uint64
	runID      string
	wall       clock.Wall
	world      *world.World
	clock      *clock.Virtual
	driver     *clock.Driver
	dispatcher *webhook.Dispatcher
	inbox      *webhook.Inbox
	behaviour  behaviour // of the inbox
	stage      stage
	feed       *feed.Feed
	metrics    *metrics
	faults     *fault.Set
	journal    journal.Journal
	handed     atomic.Int64 // events of the world that were sent

	mu      sync.Mutex
	app     *receiver.Receiver                      // stands in for the application under test; nil for nobody
	names   map[string]string                       // of a scenario, by client_user_id
	told    int                                     // acts of faults that the feed has
	ticked  time.Time                               // when the feed was last told of a driven clock, wall time
	observe func(webhook.Delivery, webhook.Attempt) // nil for nobody
}

// newUniverse is a team at its beginning; s.mu is held.
func newUniverse(c Config, faults []fault.Fault, key string, s *Simulator) (*universe, error) {
	u := blankUniverse(origin{Seed: *c.Seed, Key: key, Start: c.Start, UserSalt: c.UserSalt, RunID: c.RunID}, c, key, s)
	u.world = world.New(u.worldConfig(s))
	inbox, err := webhook.NewInbox(webhook.Secret(c.Secret))
	if err != nil {
		return nil, err
	}
	u.inbox = inbox
	for _, f := range faults {
		if _, err := u.faults.Add(f); err != nil {
			return nil, err
		}
	}
	deliveries := u.deliveries(c, s)
	deliveries.Endpoints = c.endpoints(s.url + u.inboxPath())
	for _, e := range deliveries.Endpoints {
		u.trust(e.Secret)
	}
	if u.dispatcher, err = webhook.New(deliveries); err != nil {
		return nil, err
	}
	return u, u.begin(c.Start, c.Speed)
}

// An origin is what everything that is computed of a team hangs on.
type origin struct {
	Seed            uint64
	Key             string // that ids hang on; a team that was restored may have another one now
	Start           time.Time
	UserSalt, RunID string
}

// blankUniverse is a team without a world and deliveries.
func blankUniverse(o origin, c Config, key string, s *Simulator) *universe {
	return &universe{
		key: key, origin: o, seed: o.Seed, runID: o.RunID, names: map[string]string{}, faults: fault.NewSet(o.Seed, c.Wall),
		wall: c.Wall, feed: feed.New(strconv.FormatInt(c.Wall.Now().UnixNano(), 36)), metrics: s.metrics,
	}
}

func (u *universe) worldConfig(s *Simulator) world.Config {
	return world.Config{Seed: u.origin.Seed, Key: u.origin.Key, Start: u.origin.Start, UserSalt: u.origin.UserSalt, Cache: s.cache}
}

// deliveries is how a team's webhooks are delivered, but for its endpoints.
func (u *universe) deliveries(c Config, s *Simulator) webhook.Config {
	return webhook.Config{
		Seed:      u.seed,
		App:       u.world.Team().String(),
		KeepAll:   c.keepAll,
		Transport: inProcessTransport{handler: s, next: c.Transport},
		Wall:      c.Wall,
		Timeout:   c.DeliveryTimeout,
		Settled:   u.settled,
		Attempted: u.attempt,
		Tamper:    u.tamper,
	}
}

// begin gives a team its time.
func (u *universe) begin(now time.Time, speed float64) error {
	u.clock = clock.NewVirtual(now, worldSource{u}, u.dispatcher)
	u.clock.OnMove(u.moved)
	u.driver = clock.NewDriver(u.clock, u.wall)
	return u.driver.SetSpeed(speed)
}

// close stops what plays and the clock, and ends open attempts, which stay
// recorded.
func (u *universe) close() {
	u.stage.close()
	u.driver.Close()
	u.dispatcher.Close()
	u.feed.Close()
}

// tamper asks the faults what happens to an attempt.
func (u *universe) tamper(m *webhook.Message, endpoint string, number int, at time.Time) fault.Tampering {
	how := u.faults.Tamper(m.ID, endpoint, number, at)
	if how.Fault != "" {
		u.acted()
	}
	return how
}

// settled passes an attempt to whoever watches.
func (u *universe) settled(d webhook.Delivery, a webhook.Attempt) {
	u.mu.Lock()
	observe := u.observe
	u.mu.Unlock()
	if observe != nil {
		observe(d, a)
	}
}

func (u *universe) watch(observe func(webhook.Delivery, webhook.Attempt)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.observe = observe
}

// name is how a scenario calls a user, or "".
func (u *universe) name(clientUserID string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.names[clientUserID]
}

func (u *universe) setName(clientUserID, name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.names[clientUserID] = name
}

// send makes messages of events, lets faults choose among them and hands them
// to the dispatcher. It tells their svix-ids.
func (u *universe) send(changes []world.Change) (ids []string) {
	messages := make([]*webhook.Message, len(changes))
	seen := make([]fault.Message, len(changes))
	for i, c := range changes {
		messages[i] = &webhook.Message{
			ID:        webhook.MessageID(u.seed, u.runID, c.UserID.String(), c.EventType, c.Key),
			EventType: c.EventType, User: c.ClientUserID, UserID: c.UserID.String(), At: c.At, Seq: c.Seq, Body: c.Body, Note: c.Note,
		}
		seen[i] = fault.Message{ID: messages[i].ID, EventType: c.EventType, Seq: c.Seq, User: fault.User{
			ID: c.UserID.String(), ClientUserID: c.ClientUserID, Name: u.name(c.ClientUserID),
		}}
	}
	u.faults.Sent(seen...)
	u.sent(messages)
	u.dispatcher.Send(messages...)
	u.handed.Add(int64(len(changes)))
	for _, m := range messages {
		ids = append(ids, m.ID)
	}
	return ids
}

// worldSource lets the clock run the world's tasks. What they cause is sent at
// once; the dispatcher, which fires next, waits until it was attempted.
type worldSource struct{ u *universe }

func (s worldSource) Due() (time.Time, bool) { return s.u.world.Due() }

func (s worldSource) Fire(_ context.Context, now time.Time) error {
	s.u.send(s.u.world.Run(now))
	return nil
}
