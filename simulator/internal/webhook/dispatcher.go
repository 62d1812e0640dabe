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
)

// Config is what a Dispatcher needs.
type Config struct {
	Endpoints []Endpoint        // the first ones; AddEndpoint adds others
	Seed      uint64            // of ids and of secrets that are not given
	Transport http.RoundTripper // nil means NewTransport()
	Wall      clock.Wall        // nil means clock.System
	Timeout   time.Duration     // of an answer, wall time; 0 means DefaultTimeout
	// Settled is called with each attempt once everything due at its instant has
	// been attempted, sorted by (due, user, sequence, endpoint): an order that
	// does not depend on which answer came first. No lock is held.
	Settled func(Delivery, Attempt)
}

// A Dispatcher attempts what is due: first attempts first-in-first-out for
// each endpoint and user, and side by side across them; a retry never holds
// back a newer message.
type Dispatcher struct {
	sender  *sender
	seed    uint64
	timeout time.Duration
	settled func(Delivery, Attempt)

	ctx    context.Context // ends when the dispatcher closes
	cancel context.CancelCauseFunc
	work   sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	endpoints []*endpoint   // in the order of adding
	added     int           // endpoints so far, removed ones included
	open      int           // tries that are due and have not ended
	idle      chan struct{} // closed and replaced when open falls to zero
	changed   chan struct{} // closed and replaced with each attempt
	log       []*entry
	finished  []record // attempts that Settled has not seen yet
}

// New is a dispatcher. Close it to end its goroutines.
func New(c Config) (*Dispatcher, error) {
	if c.Transport == nil {
		c.Transport = NewTransport()
	}
	if c.Wall == nil {
		c.Wall = clock.System
	}
	timeout := cmp.Or(c.Timeout, DefaultTimeout)
	d := &Dispatcher{
		sender: newSender(c.Transport, c.Wall, timeout), seed: c.Seed, timeout: timeout, settled: c.Settled,
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

// Send takes messages in the order of their making and starts on them at once.
// After Close they stay pending, as nobody would wait for their attempts.
func (d *Dispatcher) Send(messages ...*Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range messages {
		d.accept(m)
	}
	for _, e := range d.endpoints {
		if n := len(messages); n > 0 && e.RateLimit > 0 {
			d.release(e, messages[n-1].At)
		}
	}
}

// accept puts a message into the log and on its way; d.mu is held.
func (d *Dispatcher) accept(m *Message) {
	en := &entry{message: m}
	d.log = append(d.log, en)
	for _, e := range d.endpoints {
		if e.wants(m.EventType) {
			d.begin(en, e)
		}
	}
}

// begin puts a message on its way to an endpoint.
func (d *Dispatcher) begin(en *entry, e *endpoint) {
	made := &delivery{entry: en, endpoint: e, status: Pending}
	en.deliveries = append(en.deliveries, made)
	if d.closed {
		return
	}
	t := &try{delivery: made, first: true, due: en.message.At, at: en.message.At, place: -1}
	made.next = t
	if e.RateLimit > 0 {
		e.waiting.add(t) // whoever sends releases it
		return
	}
	d.enqueue(t)
}

// release gives what has fallen due its turn, as far as the rate limit goes.
func (d *Dispatcher) release(e *endpoint, now time.Time) {
	for len(e.waiting) > 0 && !e.waiting[0].due.After(now) && e.allows(now) {
		t := e.waiting[0]
		e.waiting.remove(t)
		t.at = t.due
		if e.RateLimit > 0 {
			t.at = now
		}
		d.enqueue(t)
	}
}

// enqueue gives a try its turn, with a goroutine where there is a place.
func (d *Dispatcher) enqueue(t *try) {
	d.open++
	p := t.pool()
	p.add(t)
	if next := d.turn(p); next != nil {
		d.work.Go(func() { d.run(p, next) })
	}
}

// turn is the next try of a pool, with its number.
func (d *Dispatcher) turn(p *pool) *try {
	t := p.next()
	if t != nil && t.number == 0 {
		t.delivery.begun++
		t.number = t.delivery.begun
	}
	return t
}

// run makes attempts until the pool has none whose turn it is.
func (d *Dispatcher) run(p *pool, t *try) {
	for t != nil {
		d.attempt(t)
		t = d.ended(p, t)
	}
}

// attempt makes an attempt and records it. What never left before the
// dispatcher closed has none: it stays pending.
func (d *Dispatcher) attempt(t *try) {
	if d.ctx.Err() != nil {
		return
	}
	a := d.sender.attempt(d.ctx, d.aim(t), t)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record(t, a)
}

// aim is what a try needs of its endpoint, as it is now.
func (d *Dispatcher) aim(t *try) aim {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := t.delivery.endpoint
	return aim{url: e.URL, headers: e.Headers, secrets: e.secrets(t.at)}
}

// record draws the conclusion of an attempt: accepted, to be made again, or
// given up.
func (d *Dispatcher) record(t *try, a Attempt) {
	made := t.delivery
	made.attempts = append(made.attempts, a)
	if d.settled != nil {
		d.finished = append(d.finished, record{made, a})
	}
	close(d.changed)
	d.changed = make(chan struct{})
	made.next = nil
	if a.OK() {
		made.status = Success
		return
	}
	made.rung++
	due, more := nextAttempt(made.rung, a, d.timeout)
	if e := made.endpoint; !more || e.removed || e.Disabled {
		made.status = Fail
		return
	}
	made.next = &try{delivery: made, due: due, place: -1}
	made.endpoint.waiting.add(made.next)
}

// ended gives back the place of a try, and takes the next one of its pool.
func (d *Dispatcher) ended(p *pool, t *try) *try {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.done(t)
	d.less(1)
	return d.turn(p)
}

// Open is how many attempts are due and have not ended.
func (d *Dispatcher) Open() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open
}

// Changed is closed with the next attempt that ends.
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
