package simulator

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
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

	mu      sync.Mutex
	observe func(webhook.Delivery, webhook.Attempt) // nil for nobody
}

func newUniverse(c Config, key string, cache *view.Cache, url string, handler http.Handler) (*universe, error) {
	inbox, err := webhook.NewInbox(webhook.Secret(c.Secret))
	if err != nil {
		return nil, err
	}
	u := &universe{
		key: key, seed: *c.Seed, runID: c.RunID, inbox: inbox,
		world: world.New(world.Config{Seed: *c.Seed, Key: key, UserSalt: c.UserSalt, Cache: cache}),
	}
	endpoints := c.endpoints(url + "/_sim/inbox/" + u.world.Team().String())
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
	})
	if err != nil {
		return nil, err
	}
	u.clock = clock.NewVirtual(c.Start, worldSource{u}, u.dispatcher)
	u.driver = clock.NewDriver(u.clock, c.Wall)
	return u, u.driver.SetSpeed(c.Speed)
}

// close stops the clock and ends open attempts, which stay recorded.
func (u *universe) close() {
	u.driver.Close()
	u.dispatcher.Close()
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

// send makes messages of events and hands them to the dispatcher.
func (u *universe) send(changes []world.Change) {
	messages := make([]*webhook.Message, len(changes))
	for i, c := range changes {
		messages[i] = &webhook.Message{
			ID:        webhook.MessageID(u.seed, u.runID, c.UserID.String(), c.EventType, c.Key),
			EventType: c.EventType, User: c.ClientUserID, UserID: c.UserID.String(), At: c.At, Seq: c.Seq, Body: c.Body, Note: c,
		}
	}
	u.dispatcher.Send(messages...)
}

// worldSource lets the clock run the world's tasks. What they cause is sent at
// once; the dispatcher, which fires next, waits until it was attempted.
type worldSource struct{ u *universe }

func (s worldSource) Due() (time.Time, bool) { return s.u.world.Due() }

func (s worldSource) Fire(_ context.Context, now time.Time) error {
	s.u.send(s.u.world.Run(now))
	return nil
}
