// Package webhook delivers messages as Svix does: signed, at least once, to
// every endpoint that wants them, in order for each endpoint and user, retried
// on a schedule of simulated time.
package webhook

import (
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// Config is what a Dispatcher needs.
type Config struct {
	Endpoints []Endpoint        // the first ones; AddEndpoint adds others
	Seed      uint64            // of ids and of secrets that are not given
	App       string            // what Svix's application is called outside: the team's id
	Transport http.RoundTripper // nil means NewTransport()
	Wall      clock.Wall        // nil means clock.System
	Timeout   time.Duration     // of an answer, wall time; 0 means DefaultTimeout
	// Settled is called with each attempt once everything due at its instant has
	// been attempted, sorted by (due, user, sequence, endpoint): an order that
	// does not depend on which answer came first. No lock is held.
	Settled func(Delivery, Attempt)
	// Attempted is called with each attempt as soon as it has ended, in no order.
	// The delivery comes without its attempts. No lock is held.
	Attempted func(Delivery, Attempt)
	// Tamper returns what a fault does to an attempt. It is called once for each, when
	// its turn comes; nil means nothing. No lock is held.
	Tamper func(m *Message, endpointID string, number int, at time.Time) fault.Tampering
	// KeepAll makes the log keep all messages, for dispatchers of short life.
	KeepAll bool
}

// A Dispatcher attempts what is due: first attempts first-in-first-out for
// each endpoint and user, and side by side across them; a retry never holds
// back a newer message.
type Dispatcher struct {
	sender    *sender
	seed      uint64
	app       string
	timeout   time.Duration
	settled   func(Delivery, Attempt)
	attempted func(Delivery, Attempt)
	tamper    func(m *Message, endpointID string, number int, at time.Time) fault.Tampering

	ctx    context.Context // ends when the dispatcher closes
	cancel context.CancelCauseFunc
	work   sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	endpoints []*endpoint   // in the order of adding
	added     int           // endpoints so far, removed ones included
	open      int           // tries that are due and have not ended
	openBytes int           // of their messages
	idle      chan struct{} // closed and replaced when open falls to zero
	changed   chan struct{} // closed and replaced with each attempt
	log       log
	finished  []record // attempts that Settled has not seen yet
	unjudged  []record // attempts whose consequences are not drawn yet
}

// New returns a dispatcher. Close ends its goroutines.
func New(c Config) (*Dispatcher, error) {
	if c.Transport == nil {
		c.Transport = NewTransport()
	}
	if c.Wall == nil {
		c.Wall = clock.System
	}
	timeout := cmp.Or(c.Timeout, DefaultTimeout)
	d := &Dispatcher{
		sender: newSender(c.Transport, c.Wall, timeout), seed: c.Seed, app: c.App, timeout: timeout, settled: c.Settled, attempted: c.Attempted, tamper: c.Tamper,
		log:  log{keepAll: c.KeepAll},
		idle: make(chan struct{}), changed: make(chan struct{}),
	}
	d.ctx, d.cancel = context.WithCancelCause(context.Background())
	for _, e := range c.Endpoints {
		if _, err := d.AddEndpoint(e, e.CreatedAt); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Subscribers returns the ids of the endpoints that want a type of event, in the order
// in which they were added.
func (d *Dispatcher) Subscribers(eventType string) (ids []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range d.endpoints {
		if e.wants(eventType) {
			ids = append(ids, e.id)
		}
	}
	return ids
}

// Send accepts messages in the order in which they were made and starts their
// attempts at once. After Close they stay pending. Send does not judge attempts:
// which attempts of the same instant have ended by now differs from run to run.
func (d *Dispatcher) Send(messages ...*Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range messages {
		var to []*endpoint
		for _, e := range d.endpoints {
			if e.wants(m.EventType) {
				to = append(to, e)
			}
		}
		d.accept(m, to)
	}
	for _, e := range d.endpoints {
		if n := len(messages); n > 0 && e.RateLimit > 0 {
			d.release(e, messages[n-1].At)
		}
	}
}

// accept adds a message to the log and launches its attempts; d.mu is held. The
// caller releases the attempts that rate limits hold.
func (d *Dispatcher) accept(m *Message, to []*endpoint) {
	en := d.log.add(m)
	for _, e := range to {
		made := &delivery{entry: en, endpoint: e, Status: Pending}
		en.add(made)
		if !d.closed {
			made.next = &try{delivery: made, First: true, Due: m.At, At: m.At, place: -1}
			d.launch(made.next)
		}
	}
	d.log.update(en)
}

// Open returns the number of attempts that are due and have not ended.
func (d *Dispatcher) Open() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open
}

// Changed returns a channel that is closed when the next attempt ends.
func (d *Dispatcher) Changed() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed
}

// Close ends open attempts, which stay recorded as failed, reports them, and
// returns when every goroutine has ended.
func (d *Dispatcher) Close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.cancel(errClosed)
	d.work.Wait()
	d.settle()
}
