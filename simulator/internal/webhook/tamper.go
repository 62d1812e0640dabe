package webhook

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// reorderWithin bounds how long an attempt waits for others to overtake it.
const reorderWithin = time.Hour

// errDropped is the error of an attempt that a fault has dropped.
const errDropped = "dropped: it never left"

// draw decides once what faults do to an attempt.
func (d *Dispatcher) draw(t *try, endpointID string) {
	if d.tamper == nil || t.Drawn {
		return
	}
	t.Drawn = true
	if t.Tampering = d.tamper(t.delivery.message(), endpointID, t.Number, t.At); t.Tampering.Fault == "" {
		t.Tampering = fault.Tampering{}
	}
}

// postpone makes a try wait if a fault delays or reorders it, and reports whether it
// does.
func (d *Dispatcher) postpone(t *try) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	wait, after := t.Tampering.Delay, t.Tampering.After
	if wait <= 0 && after <= 0 {
		return false
	}
	e := t.delivery.endpoint
	if e.Removed || e.Disabled {
		d.giveUp(t)
		return true
	}
	t.Tampering.Delay = 0 // it has been waited for when the try comes back
	t.Late, t.First = true, false
	if wait <= 0 {
		t.Tampering.After = 0
		t.Overtake = after
		wait = reorderWithin
		e.held = append(e.held, t)
	}
	t.Due = t.At.Add(wait)
	e.waiting.add(t)
	return true
}

// leftLane reports whether a held try was a first attempt, which stands in the queue
// of its lane. Other held tries run beside the lane: their order at one simulated
// instant must have no effect.
func (t *try) leftLane() bool { return t.Number == 1 && !t.Manual }

// countOvertaking counts a first attempt for the held attempts of its lane. An attempt
// that has been overtaken often enough is sent next, ahead of the queue.
func (d *Dispatcher) countOvertaking(by *try) {
	e := by.delivery.endpoint
	if !by.First || by.Late || len(e.held) == 0 {
		return
	}
	var kept, ready []*try
	for _, t := range e.held {
		if t.user() == by.user() && (t.leftLane() || by.At.After(t.At)) {
			t.Overtake--
		}
		switch {
		case t.place < 0: // its hour was over
		case t.Overtake <= 0:
			ready = append(ready, t)
		default:
			kept = append(kept, t)
		}
	}
	e.held = kept
	for i := len(ready) - 1; i >= 0; i-- { // the last one first, as each goes to the front
		t := ready[i]
		e.waiting.remove(t)
		t.First, t.At, t.Due = true, by.At, by.At
		if e.RateLimit > 0 {
			d.launch(t)
			continue
		}
		d.open++
		d.openBytes += len(t.delivery.message().Body)
		e.firsts.push(t)
	}
	if e.RateLimit > 0 {
		d.release(e, by.At)
	}
}
