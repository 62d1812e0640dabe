package scenario

import (
	"context"
	"time"
)

const (
	// patience is how long an application under test may take, in wall time,
	// where a scenario does not say.
	patience = 5 * time.Second
	// maxPatience is as much as a scenario may ask for.
	maxPatience = 10 * time.Minute
	// pollEvery is how often is looked meanwhile.
	pollEvery = 50 * time.Millisecond
)

// await asks done now and from time to time, until it says so or within has
// passed on the wall clock. The error is that of a context that ended.
func (p *player) await(ctx context.Context, within time.Duration, done func(left time.Duration) bool) error {
	wall := p.actor.Wall()
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

// awaitCount waits for what clients do until there is enough, and where there
// is a limit and the scenario says within, as long as that says: more might
// come. Without an application under test nobody is waited for unless it says.
func (p *player) awaitCount(ctx context.Context, l Limits, within time.Duration, count func() int) (n int, err error) {
	until := within
	if within == 0 && p.actor.Target() != "" {
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
