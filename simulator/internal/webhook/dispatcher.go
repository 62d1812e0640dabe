// Package webhook delivers messages as Svix does: signed, at least once, in
// order for each user, retried on a schedule of simulated time.
package webhook

import (
	"cmp"
	"container/heap"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Concurrency is how many attempts may be open at once.
const Concurrency = 64

// Config is what a Dispatcher needs. Endpoint is required.
type Config struct {
	Endpoint  Endpoint
	Transport http.RoundTripper // nil means NewTransport()
	Wall      clock.Wall        // nil means clock.System
	Timeout   time.Duration     // of an answer, wall time; 0 means DefaultTimeout
	// Settled is called with each attempt once everything due at its instant has
	// been attempted, sorted by (due, user, sequence): an order that does not
	// depend on which answer came first. No lock is held.
	Settled func(Delivery, Attempt)
}

// A Dispatcher attempts what is due: first attempts first-in-first-out for
// each user and side by side across users; a retry never holds back a newer
// message.
type Dispatcher struct {
	sender  *sender
	timeout time.Duration
	settled func(Delivery, Attempt)

	ctx    context.Context // ends when the dispatcher closes
	cancel context.CancelCauseFunc
	slots  chan struct{}
	work   sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	lanes    map[string]*lane
	retries  retryHeap
	open     int           // messages that are due and not yet attempted
	idle     chan struct{} // closed and replaced when open falls to zero
	changed  chan struct{} // closed and replaced with each attempt
	log      []*Message
	finished []record // attempts that Settled has not seen yet
}

// A lane holds the first attempts of one user that wait for their turn.
type lane struct{ queue []*Message }

type record struct {
	message *Message
	attempt Attempt
}

// New is a dispatcher for one endpoint. Close it to end its goroutines.
func New(c Config) (*Dispatcher, error) {
	if c.Transport == nil {
		c.Transport = NewTransport()
	}
	if c.Wall == nil {
		c.Wall = clock.System
	}
	timeout := cmp.Or(c.Timeout, DefaultTimeout)
	s, err := newSender(c.Endpoint, c.Transport, c.Wall, timeout)
	if err != nil {
		return nil, err
	}
	d := &Dispatcher{
		sender: s, timeout: timeout, settled: c.Settled,
		slots: make(chan struct{}, Concurrency),
		lanes: map[string]*lane{}, idle: make(chan struct{}), changed: make(chan struct{}),
	}
	d.ctx, d.cancel = context.WithCancelCause(context.Background())
	return d, nil
}

// Send takes messages in the order of their making and starts on them at once.
// After Close they stay pending, as nobody would wait for their attempts.
func (d *Dispatcher) Send(messages ...*Message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range messages {
		m.status = Pending
		d.log = append(d.log, m)
		if d.closed {
			continue
		}
		d.open++
		if l, busy := d.lanes[m.User]; busy {
			l.queue = append(l.queue, m)
			continue
		}
		l := &lane{queue: []*Message{m}}
		d.lanes[m.User] = l
		d.work.Go(func() { d.drain(m.User, l) })
	}
}

// drain makes the first attempts of one user, one after the other.
func (d *Dispatcher) drain(user string, l *lane) {
	for {
		d.mu.Lock()
		if len(l.queue) == 0 {
			delete(d.lanes, user)
			d.mu.Unlock()
			return
		}
		m := l.queue[0]
		l.queue = l.queue[1:]
		d.mu.Unlock()
		d.attempt(m, 1, m.At)
	}
}

func (d *Dispatcher) attempt(m *Message, number int, at time.Time) {
	d.slots <- struct{}{}
	closed := d.ctx.Err() != nil
	var a Attempt
	if !closed {
		a = d.sender.attempt(d.ctx, m, number, at)
	}
	<-d.slots

	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.finish()
	if closed {
		return // what never left has no attempt: it stays pending
	}
	m.attempts = append(m.attempts, a)
	d.finished = append(d.finished, record{m, a})
	close(d.changed)
	d.changed = make(chan struct{})
	if a.OK() {
		m.status = Success
	} else if due, more := nextAttempt(a, d.timeout); more {
		heap.Push(&d.retries, retry{due: due, message: m, number: number + 1})
	} else {
		m.status = Fail
	}
}

// finish counts a message as no longer open; d.mu is held.
func (d *Dispatcher) finish() {
	if d.open--; d.open == 0 {
		close(d.idle)
		d.idle = make(chan struct{})
	}
}

// Due is when the next retry falls due. It makes a Dispatcher a clock.Source.
func (d *Dispatcher) Due() (time.Time, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || len(d.retries) == 0 {
		return time.Time{}, false
	}
	return d.retries[0].due, true
}

// Fire starts the retries that are due at now and waits until nothing that is
// due is open, so that the clock stands still while attempts are.
func (d *Dispatcher) Fire(ctx context.Context, now time.Time) error {
	d.begin(now)
	err := d.wait(ctx)
	d.settle()
	return err
}

// Start starts the retries that are due at now and waits for nothing: a clock
// that is driven goes on whatever receivers do.
func (d *Dispatcher) Start(now time.Time) {
	d.begin(now)
	d.settle()
}

func (d *Dispatcher) begin(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for !d.closed && len(d.retries) > 0 && !d.retries[0].due.After(now) {
		r := heap.Pop(&d.retries).(retry)
		d.open++
		d.work.Go(func() { d.attempt(r.message, r.number, r.due) })
	}
}

// Open is how many messages are due and not yet attempted.
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

func (d *Dispatcher) wait(ctx context.Context) error {
	d.mu.Lock()
	open, idle := d.open, d.idle
	d.mu.Unlock()
	if open == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// settle reports what was attempted since the last time, in timeline order.
func (d *Dispatcher) settle() {
	d.mu.Lock()
	finished := d.finished
	d.finished = nil
	slices.SortFunc(finished, func(a, b record) int {
		return cmp.Or(a.attempt.At.Compare(b.attempt.At), cmp.Compare(a.message.User, b.message.User),
			cmp.Compare(a.message.Seq, b.message.Seq), cmp.Compare(a.attempt.Number, b.attempt.Number))
	})
	deliveries := make([]Delivery, len(finished))
	for i, r := range finished {
		deliveries[i] = r.message.delivery()
	}
	d.mu.Unlock()
	if d.settled == nil {
		return
	}
	for i, r := range finished {
		d.settled(deliveries[i], r.attempt)
	}
}

// Log is every message so far with its attempts, sorted by (time, user, sequence).
func (d *Dispatcher) Log() []Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]Delivery, len(d.log))
	for i, m := range d.log {
		out[i] = m.delivery()
	}
	slices.SortStableFunc(out, func(a, b Delivery) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.User, b.User), cmp.Compare(a.Seq, b.Seq))
	})
	return out
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

// A retry is an attempt that waits for its simulated time.
type retry struct {
	due     time.Time
	message *Message
	number  int
}

type retryHeap []retry

func (h retryHeap) Len() int           { return len(h) }
func (h retryHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h retryHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *retryHeap) Push(x any)        { *h = append(*h, x.(retry)) }
func (h *retryHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
