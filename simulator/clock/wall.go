package clock

import (
	"context"
	"time"
)

// Wall is the machine's clock. It serves the things that happen in real time:
// signature timestamps, which receivers compare with their own clock, the
// duration of responses, timeouts, and the ticks of a Driver. All times in
// payloads are simulated.
type Wall interface {
	Now() time.Time
	// Sleep waits for d. If ctx ends first, Sleep returns its cause.
	Sleep(ctx context.Context, d time.Duration) error
}

// System is the Wall that reads the clock of this machine.
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
