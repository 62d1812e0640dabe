package webhook

import (
	"context"
	"time"
)

// Due is when the next attempt that waits may begin. It makes a Dispatcher a
// clock.Source.
func (d *Dispatcher) Due() (next time.Time, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return time.Time{}, false
	}
	for _, e := range d.endpoints {
		if due, waits := e.due(); waits && (!ok || due.Before(next)) {
			next, ok = due, true
		}
	}
	return next, ok
}

// Fire starts the attempts that are due at now and waits until nothing that is
// due is open, so that the clock stands still while attempts are.
func (d *Dispatcher) Fire(ctx context.Context, now time.Time) error {
	d.start(now)
	err := d.wait(ctx)
	d.settle()
	return err
}

// Start starts the attempts that are due at now and waits for nothing: a clock
// that is driven goes on whatever receivers do.
func (d *Dispatcher) Start(now time.Time) {
	d.start(now)
	d.settle()
}

func (d *Dispatcher) start(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	for _, e := range d.endpoints {
		d.release(e, now)
	}
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
	inOrder(finished)
	deliveries := make([]Delivery, len(finished))
	for i, r := range finished {
		deliveries[i] = r.delivery.snapshot()
	}
	d.mu.Unlock()
	for i, r := range finished {
		d.settled(deliveries[i], r.attempt)
	}
}
