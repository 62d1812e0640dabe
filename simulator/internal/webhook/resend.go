package webhook

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrNoMessage is the error for a svix-id that is not in the log.
var ErrNoMessage = errors.New("the log has no such message; of accepted ones it keeps the newest")

// ErrDisabled is the error for a resend to a disabled endpoint.
var ErrDisabled = errors.New("the endpoint is disabled; enable it first")

// Resend attempts a message once more, regardless of its status, with the same
// svix-id and a fresh signature: at one endpoint, or at all its endpoints if
// endpointID is empty. It makes one attempt each, which is not retried, and returns
// their number.
func (d *Dispatcher) Resend(messageID, endpointID string, now time.Time) (n int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	i := slices.IndexFunc(d.log.entries, func(e *entry) bool { return e != nil && e.message.ID == messageID })
	if i < 0 {
		return 0, fmt.Errorf("resend %q: %w", messageID, ErrNoMessage)
	}
	en := d.log.entries[i]
	if endpointID != "" {
		e, err := d.enabled(endpointID)
		if err != nil {
			return 0, fmt.Errorf("resend %q: %w", messageID, err)
		}
		d.again(en, e, now)
		d.release(e, now)
		return 1, nil
	}
	for _, e := range d.endpoints {
		if !e.Disabled && (en.delivery(e) != nil || e.wants(en.message.EventType)) {
			d.again(en, e, now)
			d.release(e, now)
			n++
		}
	}
	if n == 0 {
		return 0, fmt.Errorf("resend %q: no endpoint that is enabled wants it; name one", messageID)
	}
	return n, nil
}

// Recover resends all messages that have failed since a simulated time, and those
// sent while the endpoint was disabled: at one endpoint, or at all enabled ones if
// endpointID is empty. The zero time means the beginning.
func (d *Dispatcher) Recover(endpointID string, since, now time.Time) (n int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	endpoints := slices.Clone(d.endpoints)
	if endpointID != "" {
		e, err := d.enabled(endpointID)
		if err != nil {
			return 0, fmt.Errorf("recover: %w", err)
		}
		endpoints = []*endpoint{e}
	}
	for _, en := range d.log.sorted() {
		for _, e := range endpoints {
			if !en.message.At.Before(since) && en.lacks(e) {
				d.again(en, e, now)
				n++
			}
		}
	}
	for _, e := range endpoints {
		d.release(e, now)
	}
	return n, nil
}

// lacks reports whether a message should have arrived at an endpoint, has not, and
// has no further attempt scheduled.
func (en *entry) lacks(e *endpoint) bool {
	if made := en.delivery(e); made != nil {
		return made.Status == Fail && !e.Disabled
	}
	return e.wants(en.message.EventType) && en.message.Exhausted == nil && !en.message.At.Before(e.CreatedAt)
}

// again launches one more attempt outside the schedule.
func (d *Dispatcher) again(en *entry, e *endpoint, now time.Time) {
	made := en.delivery(e)
	if made == nil {
		made = &delivery{entry: en, endpoint: e, Status: Fail}
		en.add(made)
	}
	made.Manual++
	if made.Status == Fail {
		made.Status = Pending // while the attempt is under way
	}
	d.log.update(en)
	if !d.closed {
		d.launch(&try{delivery: made, Manual: true, Due: now, At: now, place: -1})
	}
}

// enabled returns an endpoint if it is not disabled; d.mu is held.
func (d *Dispatcher) enabled(id string) (*endpoint, error) {
	e, err := d.find(id)
	if err == nil && e.Disabled {
		err = fmt.Errorf("endpoint %q: %w", id, ErrDisabled)
	}
	return e, err
}
