package world

import (
	"fmt"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// MaxBackfill is the largest number of days of history that a link brings, and of the
// chunks that it comes in.
const MaxBackfill = 365

// Check returns an error if the state has an instant or a date that a team which
// started at start cannot have had by now. What is computed from a checked state
// takes a bounded amount of work.
func (s State) Check(start, now time.Time) error {
	b := bounds{
		start: start.Unix(), now: now.Unix(), last: clock.Last.Unix(),
		oldest: vital.DateOf(start) - MaxBackfill - 2, newest: vital.DateOf(now) + 2,
	}
	for i, u := range s.Users {
		b.past(u.CreatedOn, false)
		b.past(u.DeletedAt, true)
		for _, c := range u.Connections {
			b.connection(c)
		}
		if b.err != nil {
			return fmt.Errorf("user %d: %w", i, b.err)
		}
	}
	for i, t := range s.Tasks {
		if t.At < b.start || t.At > b.last {
			b.refuse(t.At)
		}
		if k := t.Chunk; k != nil {
			b.span(k.From, k.To, clock.First)
		}
		if b.err != nil {
			return fmt.Errorf("task %d: %w", i, b.err)
		}
	}
	return nil
}

// bounds are the instants and dates of a state. They keep the first error.
type bounds struct {
	start, now, last int64
	oldest, newest   vital.Date
	err              error
}

func (b *bounds) refuse(at int64) {
	if b.err == nil {
		b.err = fmt.Errorf("the instant %d is not between the start of the team and now", at)
	}
}

// past checks an instant at which something has happened; 0 stands for never.
func (b *bounds) past(at int64, orNever bool) {
	if (at < b.start || at > b.now) && !(orNever && at == 0) {
		b.refuse(at)
	}
}

// span checks days of history. Recorded data may begin on oldest, other data within
// MaxBackfill.
func (b *bounds) span(from, to vital.Date, oldest time.Time) {
	first := b.oldest
	if !oldest.IsZero() {
		first = vital.DateOf(oldest)
	}
	if b.err == nil && (from < first || to < from || to > b.newest) {
		b.err = fmt.Errorf("the days from %s to %s are not between %s and %s", from, to, first, b.newest)
	}
}

func (b *bounds) connection(c *connection) {
	var oldest time.Time
	if c.FixtureSum != "" {
		oldest = clock.First
	}
	for _, s := range c.Sessions {
		b.past(s.From, false)
		b.past(s.To, true)
		b.past(s.Synced, true)
	}
	b.past(c.LastSync, true)
	b.past(c.LastPull, true)
	for _, at := range c.Extras {
		b.past(at, false)
	}
	for _, at := range c.Uploads {
		b.past(at, false)
	}
	for _, v := range c.Covers {
		b.past(v.From, false)
		b.span(v.LiveFrom, v.LiveFrom, oldest)
		for _, w := range v.Windows {
			b.span(w.From, w.To, oldest)
			b.past(w.PulledAt, false)
		}
		if h := v.History; h != (history{}) {
			b.span(h.From, h.To, oldest)
			for _, at := range []int64{h.Scheduled, h.Started, h.Ended} {
				if at != 0 && (at < b.start || at > b.last) {
					b.refuse(at)
				}
			}
		}
	}
	for _, e := range c.Edits {
		b.past(e.At, false)
	}
	if c.Failed != nil {
		b.past(c.Failed.At, false)
	}
}
