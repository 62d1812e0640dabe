package webhook

import (
	"net/http"
	"time"
)

// judge applies the consequences of attempts to their endpoints: it disables an
// endpoint that responds with 410 or fails for too long, and sends the event for
// exhausted messages. It takes attempts in the order of the timeline, and only while
// nothing is open, so that the order of responses does not matter; under a driven
// clock, which does not wait, it runs as attempts end. It reports whether something
// was sent. d.mu is held.
func (d *Dispatcher) judge() (sent bool) {
	records := d.unjudged
	d.unjudged = nil
	inOrder(records)
	for _, r := range records {
		e, a := r.delivery.endpoint, r.attempt
		dead := e.health.see(a.At, a.OK())
		if (dead || a.StatusCode == http.StatusGone) && !e.Disabled && !d.closed {
			d.disable(e, a.At)
		}
		if r.last && !d.closed {
			sent = d.sendExhausted(r) || sent
		}
	}
	return sent
}

// judgeIdle calls judge if nothing is open.
func (d *Dispatcher) judgeIdle() (sent bool) {
	return d.open == 0 && d.judge()
}

// disable stops all deliveries to an endpoint.
func (d *Dispatcher) disable(e *endpoint, at time.Time) {
	e.Disabled, e.UpdatedAt = true, at
	e.version++
	d.stop(e)
}
