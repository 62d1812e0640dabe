package webhook

import (
	"context"
	"fmt"
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
func (d *Dispatcher) Fire(ctx context.Context, now time.Time) (err error) {
	for more := true; more && err == nil; { // a consequence may be due now as well
		d.start(now)
		if err = d.wait(ctx); err == nil {
			more = d.judged()
		}
	}
	d.settle()
	return err
}

// judged is judgeIdle for who does not hold d.mu.
func (d *Dispatcher) judged() (sent bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.judgeIdle()
}

// queueHolds is how many attempts may be due and not have ended, and
// queueBytes how large their messages may be, before a driven clock waits.
const queueHolds, queueBytes = 10_000, 64 << 20

// Start starts the attempts that are due at now and waits for nothing: a clock
// that is driven goes on whatever receivers do. The error says that so much is
// open that the clock has to wait: nothing is ever dropped.
func (d *Dispatcher) Start(now time.Time) error {
	d.start(now)
	full := d.proceed()
	d.settle()
	return full
}

// proceed judges what has ended, whatever is still open.
func (d *Dispatcher) proceed() (full error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judge()
	if d.open >= queueHolds || d.openBytes >= queueBytes {
		return fmt.Errorf("start deliveries: %d attempts (%d bytes) are due and have not ended; the clock waits", d.open, d.openBytes)
	}
	return nil
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
