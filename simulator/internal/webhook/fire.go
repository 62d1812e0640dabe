package webhook

import (
	"context"
	"fmt"
	"time"
)

// Due returns when the next waiting attempt may begin. It makes a Dispatcher a
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

// judged is like judgeIdle, for callers that do not hold d.mu.
func (d *Dispatcher) judged() (sent bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.judgeIdle()
}

// queueHolds bounds the attempts that are due and have not ended, and queueBytes
// the size of their messages, before a driven clock waits.
const queueHolds, queueBytes = 10_000, 64 << 20

// Start starts the attempts that are due at now and does not wait for them, so that
// slow receivers do not stop a driven clock. It returns an error if the queue is
// full and the clock has to wait. Nothing is dropped.
func (d *Dispatcher) Start(now time.Time) error {
	d.start(now)
	full := d.proceed()
	d.settle()
	return full
}

// proceed judges the attempts that have ended, even if others are open.
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

// settle reports the attempts since its last call, in timeline order.
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
