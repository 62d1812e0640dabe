package webhook

import (
	"slices"
	"time"
)

// launch schedules a try; d.mu is held. With a rate limit the try waits until the
// caller releases it.
func (d *Dispatcher) launch(t *try) {
	if e := t.delivery.endpoint; e.RateLimit > 0 {
		e.waiting.add(t)
		return
	}
	d.enqueue(t)
}

// release enqueues the tries that are due, within the rate limit.
func (d *Dispatcher) release(e *endpoint, now time.Time) {
	for !d.closed && len(e.waiting) > 0 && !e.waiting[0].Due.After(now) && e.allows(now) {
		t := e.waiting[0]
		e.waiting.remove(t)
		t.At = t.Due
		if e.RateLimit > 0 {
			t.At = now
		}
		d.enqueue(t)
	}
}

// enqueue adds a try to its pool, and starts a goroutine if a place is free.
func (d *Dispatcher) enqueue(t *try) {
	d.open++
	d.openBytes += len(t.delivery.message().Body)
	p := t.pool()
	p.add(t)
	if next := d.turn(p); next != nil {
		d.work.Go(func() { d.run(p, next) })
	}
}

// turn returns the next try of a pool with its number.
func (d *Dispatcher) turn(p *pool) *try {
	t := p.next()
	if t != nil && t.Number == 0 {
		t.delivery.Begun++
		t.Number = t.delivery.Begun
	}
	return t
}

// run makes attempts until the pool returns no more tries.
func (d *Dispatcher) run(p *pool, t *try) {
	for t != nil {
		d.attempt(t)
		t = d.ended(p, t)
	}
}

// attempt makes an attempt, with the effects of faults, and records it. A try that
// was not sent before the dispatcher was closed has no attempt and stays pending.
func (d *Dispatcher) attempt(t *try) {
	to, wanted := d.aim(t)
	if !wanted {
		return
	}
	d.draw(t, to.endpointID)
	if d.postpone(t) {
		return
	}
	if t.Tampering.Drop && !t.Manual {
		a := Attempt{Number: t.Number, At: t.At, Fault: t.Tampering.Fault, Error: errDropped}
		d.note(t, a)
		d.notify(d.conclude(t, outcome{attempts: []Attempt{a}, dropped: true}), a)
		return
	}
	var out outcome
	r := d.sender.prepare(to, t)
	for n := range 1 + max(0, t.Tampering.Copies) {
		a, closed := d.sender.send(d.ctx, r, n)
		d.note(t, a)
		out.attempts = append(out.attempts, a)
		if out.closed = closed; closed {
			break
		}
	}
	d.notify(d.conclude(t, out), out.attempts...)
}

// notify passes on attempts that have ended.
func (d *Dispatcher) notify(of Delivery, attempts ...Attempt) {
	for _, a := range attempts {
		if d.attempted != nil {
			d.attempted(of, a)
		}
	}
}

// An outcome is the result of a try: the attempt itself, and then its copies.
type outcome struct {
	attempts []Attempt
	closed   bool // the dispatcher's end has cut it short, so that it says nothing
	dropped  bool
}

// aim returns what a try needs of its endpoint at present; false if the try is no
// longer needed.
func (d *Dispatcher) aim(t *try) (aim, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := t.delivery.endpoint
	return aim{endpointID: e.id, url: e.URL, headers: e.headers(), secrets: e.secrets(t.At)}, !d.closed && !t.withdrawn
}

// ended frees the place of a try and returns the next one of its pool.
func (d *Dispatcher) ended(p *pool, t *try) *try {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.done(t)
	d.less(t)
	return d.turn(p)
}

// note adds an attempt to the log.
func (d *Dispatcher) note(t *try, a Attempt) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.delivery.Attempts = append(t.delivery.Attempts, a)
	close(d.changed)
	d.changed = make(chan struct{})
}

// conclude decides what follows from a try: it was accepted, is retried, or was the
// last one. It returns the status of the delivery.
func (d *Dispatcher) conclude(t *try, out outcome) Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	made, main := t.delivery, out.attempts[0]
	if t.Manual {
		made.Manual--
	} else {
		made.next = nil
	}
	last := false
	if i := slices.IndexFunc(out.attempts, Attempt.OK); i >= 0 {
		d.succeed(made, out.attempts[i].At)
	} else if !t.Manual && made.Status == Pending && !out.dropped {
		last = !d.reschedule(made, main) && !out.closed
	}
	if made.Status == Pending && made.next == nil && made.Manual == 0 && !out.closed {
		made.Status = Fail
	}
	d.log.update(made.entry)
	for i, a := range out.attempts {
		r := record{made, a, last && i == 0}
		if d.settled != nil {
			d.finished = append(d.finished, r)
		}
		if !out.closed && !out.dropped {
			d.unjudged = append(d.unjudged, r)
		}
	}
	if !out.dropped {
		d.countOvertaking(t)
	}
	close(d.changed)
	d.changed = make(chan struct{})
	return Delivery{Message: made.message(), EndpointID: made.endpoint.id, Status: made.Status}
}

// succeed ends a delivery; a retry that waits is removed.
func (d *Dispatcher) succeed(made *delivery, at time.Time) {
	if made.Status != Success {
		made.Status, made.Accepted = Success, at
	}
	if t := made.next; t != nil {
		made.next = nil
		t.withdrawn = true
		made.endpoint.waiting.remove(t)
	}
}

// reschedule schedules the attempt after a, if there is another.
func (d *Dispatcher) reschedule(made *delivery, a Attempt) bool {
	e := made.endpoint
	made.Rung++
	due, more := nextAttempt(made.Rung, a, d.timeout)
	if !more {
		return false
	}
	if !e.Removed && !e.Disabled {
		made.next = &try{delivery: made, Due: due, place: -1}
		e.waiting.add(made.next)
	}
	return true
}
