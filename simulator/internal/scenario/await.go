package scenario

import (
	"context"
	"time"
)

const (
	// patience is the default time, in wall time, that an expectation waits
	// for the application under test.
	patience = 5 * time.Second
	// maxPatience is the longest time that a scenario may set.
	maxPatience = 10 * time.Minute
	// pollEvery is the interval between checks.
	pollEvery = 50 * time.Millisecond
)

// await calls done now and then every pollEvery, until it returns true or
// within has passed on the wall clock. It returns an error only if ctx ends.
func (p *player) await(ctx context.Context, within time.Duration, done func(left time.Duration) bool) error {
	wall := p.team.Wall()
	deadline := wall.Now().Add(within)
	for {
		left := deadline.Sub(wall.Now())
		if done(left) || left <= 0 {
			return nil
		}
		if err := wall.Sleep(ctx, min(left, pollEvery)); err != nil {
			return err
		}
	}
}

// awaitCount waits until count reaches the lower limit. If there is an upper
// limit and the scenario sets within, it waits for all of that time, because
// the count may still grow. Without an application under test, and with one that
// refuses messages, it waits only if the scenario sets within.
func (p *player) awaitCount(ctx context.Context, l Limits, within time.Duration, count func() int) (n int, err error) {
	until := within
	if within == 0 && p.team.Target() != "" && refusals(p.team.Messages()) == "" {
		until = patience
	}
	err = p.await(ctx, until, func(time.Duration) bool {
		n = count()
		if l.AtMost < Unbounded && within > 0 {
			return n > l.AtMost
		}
		return n >= l.AtLeast
	})
	return n, err
}
