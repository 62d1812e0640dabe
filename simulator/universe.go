package simulator

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// A universe is one team: its world, its clock, and the delivery of its events.
type universe struct {
	key        string
	seed       uint64
	runID      string
	world      *world.World
	clock      *clock.Virtual
	driver     *clock.Driver
	dispatcher *webhook.Dispatcher
	inbox      *webhook.Inbox
	behaviour  behaviour // of the inbox
	stage      stage
	faults     *fault.Set
	journal    journal.Journal

	mu      sync.Mutex
	app     *receiver.Receiver                      // stands in for the application under test; nil for nobody
	names   map[string]string                       // of a scenario, by client_user_id
	observe func(webhook.Delivery, webhook.Attempt) // nil for nobody
}

func newUniverse(c Config, faults []fault.Fault, key string, cache *view.Cache, url string, handler http.Handler) (*universe, error) {
	inbox, err := webhook.NewInbox(webhook.Secret(c.Secret))
	if err != nil {
		return nil, err
	}
	u := &universe{
		key: key, seed: *c.Seed, runID: c.RunID, inbox: inbox, names: map[string]string{}, faults: fault.NewSet(*c.Seed, c.Wall),
		world: world.New(world.Config{Seed: *c.Seed, Key: key, Start: c.Start, UserSalt: c.UserSalt, Cache: cache}),
	}
	for _, f := range faults {
		if _, err := u.faults.Add(f); err != nil {
			return nil, err
		}
	}
	endpoints := c.endpoints(url + u.inboxPath())
	for _, e := range endpoints {
		u.trust(e.Secret)
	}
	u.dispatcher, err = webhook.New(webhook.Config{
		Endpoints: endpoints,
		Seed:      *c.Seed,
		App:       u.world.Team().String(),
		KeepAll:   c.keepAll,
		Transport: inProcessTransport{handler: handler, next: c.Transport},
		Wall:      c.Wall,
		Timeout:   c.DeliveryTimeout,
		Settled:   u.settled,
		Tamper:    u.tamper,
	})
	if err != nil {
		return nil, err
	}
	u.clock = clock.NewVirtual(c.Start, worldSource{u}, u.dispatcher)
	u.driver = clock.NewDriver(u.clock, c.Wall)
	return u, u.driver.SetSpeed(c.Speed)
}

// close stops what plays and the clock, and ends open attempts, which stay
// recorded.
func (u *universe) close() {
	u.stage.close()
	u.driver.Close()
	u.dispatcher.Close()
}

// tamper asks the faults what happens to an attempt.
func (u *universe) tamper(m *webhook.Message, endpoint string, number int, at time.Time) webhook.Tampering {
	return webhook.Tampering(u.faults.Tamper(m.ID, endpoint, number, at))
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
			EventType: c.EventType, User: c.ClientUserID, UserID: c.UserID.String(), At: c.At, Seq: c.Seq, Body: c.Body, Note: c,
		}
		seen[i] = fault.Message{ID: messages[i].ID, EventType: c.EventType, Seq: c.Seq, User: fault.User{
			ID: c.UserID.String(), ClientUserID: c.ClientUserID, Name: u.name(c.ClientUserID),
		}}
	}
	u.faults.Sent(seen...)
	u.dispatcher.Send(messages...)
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
