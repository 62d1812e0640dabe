package webhook

import (
	"net/http"
	"time"
)

// judge draws the consequences of attempts for their endpoints: one that
// answers 410 or fails for too long is disabled, and others hear of messages
// that were given up. It looks at attempts in the order of the timeline, and
// only while nothing is open, so that no answer that comes sooner than another
// changes what happens; a driven clock, which waits for nothing, judges as it
// goes. It says whether something was sent. d.mu is held.
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
			sent = d.tellExhausted(r) || sent
		}
	}
	return sent
}

// judgeIdle is judge where nothing is open.
func (d *Dispatcher) judgeIdle() (sent bool) {
	return d.open == 0 && d.judge()
}

// disable stops all deliveries to an endpoint.
func (d *Dispatcher) disable(e *endpoint, at time.Time) {
	e.Disabled, e.UpdatedAt = true, at
	e.version++
	d.stop(e)
}
