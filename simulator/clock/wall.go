package clock

import (
	"context"
	"time"
)

// Wall is the machine's own clock, for the two things that live in real time:
// the timestamp of a signature, which receivers compare with their own clock,
// and how long an answer took. Everything in a payload is simulated time.
type Wall interface {
	Now() time.Time
	// Sleep waits for d or until ctx ends, and then returns its error.
	Sleep(ctx context.Context, d time.Duration) error
}

// System is the Wall of this machine.
var System Wall = system{}

type system struct{}

func (system) Now() time.Time { return time.Now() }

func (system) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
