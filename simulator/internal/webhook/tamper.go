package webhook

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// reorderWithin bounds how long an attempt waits for others to overtake it.
const reorderWithin = time.Hour

// errDropped is what the log says of an attempt that never left.
const errDropped = "dropped: it never left"

// draw decides once what happens to an attempt.
func (d *Dispatcher) draw(t *try, endpointID string) {
	if d.tamper == nil || t.drawn {
		return
	}
	t.drawn = true
	if t.tampering = d.tamper(t.delivery.message(), endpointID, t.number, t.at); t.tampering.Fault == "" {
		t.tampering = fault.Tampering{}
	}
}

// putOff lets a try wait that is to leave later, and says whether it does.
func (d *Dispatcher) putOff(t *try) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	wait, after := t.tampering.Delay, t.tampering.After
	if wait <= 0 && after <= 0 {
		return false
	}
	e := t.delivery.endpoint
	if e.removed || e.Disabled {
		d.giveUp(t)
		return true
	}
	t.tampering.Delay = 0 // it has been waited for when the try comes back
	t.late, t.first = true, false
	if wait <= 0 {
		t.tampering.After = 0
		t.overtake = after
		wait = reorderWithin
		e.held = append(e.held, t)
	}
	t.due = t.at.Add(wait)
	e.waiting.add(t)
	return true
}

// leftLane is whether a try that is held was a first attempt, behind which the
// lane stood. What else is held ran beside the lane: which of them was quicker
// at one simulated instant must decide nothing.
func (t *try) leftLane() bool { return t.number == 1 && !t.manual }

// overtaken counts a first attempt for those of its lane that wait for others
// to go first. Whose number is full leaves next, before what is queued.
func (d *Dispatcher) overtaken(by *try) {
	e := by.delivery.endpoint
	if !by.first || by.late || len(e.held) == 0 {
		return
	}
	var kept, ready []*try
	for _, t := range e.held {
		if t.user() == by.user() && (t.leftLane() || by.at.After(t.at)) {
			t.overtake--
		}
		switch {
		case t.place < 0: // its hour was over
		case t.overtake <= 0:
			ready = append(ready, t)
		default:
			kept = append(kept, t)
		}
	}
	e.held = kept
	for i := len(ready) - 1; i >= 0; i-- { // the last one first, as each goes to the front
		t := ready[i]
		e.waiting.remove(t)
		t.first, t.at, t.due = true, by.at, by.at
		if e.RateLimit > 0 {
			d.launch(t)
			continue
		}
		d.open++
		d.openBytes += len(t.delivery.message().Body)
		e.firsts.push(t)
	}
	if e.RateLimit > 0 {
		d.release(e, by.at)
	}
}
