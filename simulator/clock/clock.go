// Package clock provides the simulated time of a team. A Virtual clock moves
// only when Advance is called or a Driver moves it along with the wall clock;
// on the way it runs its Sources, such as syncs and webhook retries, each at
// the instant it is due. Durations and start times are parsed from text by
// ParseDuration and ParseStart.
//
// The package is also the only one that reads the machine's clock; see Wall.
package clock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Epoch is the default start of a clock, a Monday morning:
// 2026-01-05T08:00:00Z.
var Epoch = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// ErrBusy is returned by Advance and Still while another Advance runs,
// including calls from a webhook handler that the running Advance waits for.
var ErrBusy = errors.New("advance clock: another advance is running; wait for it to return")

// A Source has work that becomes due as time passes, such as syncs of
// connections or retries of deliveries.
type Source interface {
	// Due returns the next instant at which the source has work, or false
	// if it has none.
	Due() (time.Time, bool)
	// Fire does all work that is due at now and returns when it is done.
	// An error, such as that of a cancelled context, stops the clock at now.
	Fire(ctx context.Context, now time.Time) error
}

// A Virtual clock holds a simulated time, which never moves backwards. It is
// safe for concurrent use.
type Virtual struct {
	sources []Source
	moved   func(now time.Time, driven bool) // nil: no callback

	turn      chan struct{} // a semaphore: holds one element while time moves
	mu        sync.Mutex
	now       time.Time
	advancing bool
}

// NewVirtual returns a clock set to start, in UTC and truncated to seconds.
// Sources that are due at the same instant fire in the order given.
func NewVirtual(start time.Time, sources ...Source) *Virtual {
	return &Virtual{now: start.UTC().Truncate(time.Second), sources: sources, turn: make(chan struct{}, 1)}
}

// OnMove sets a callback that runs after an Advance or a driver has moved
// time. It must be called before the clock is in use.
func (v *Virtual) OnMove(f func(now time.Time, driven bool)) { v.moved = f }

// notify calls the OnMove callback if time has moved since before.
func (v *Virtual) notify(before time.Time, driven bool) {
	if now := v.Now(); v.moved != nil && now.After(before) {
		v.moved(now, driven)
	}
}

// Now returns the simulated time.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// Advance moves time forward by d and fires everything that becomes due on the
// way, each at its own instant and in order, before it returns. With d = 0 it
// fires what is due now. If ctx ends, the clock stays at the instant it
// has reached.
func (v *Virtual) Advance(ctx context.Context, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("advance clock by %v: time never goes backwards", d)
	}
	if now := v.Now(); d > Last.Sub(now) {
		return fmt.Errorf("advance clock by %s from %s: %w", Duration(d), now.Format(time.RFC3339), ErrLast)
	}
	if err := v.begin(); err != nil {
		return err
	}
	defer v.end()
	if err := v.acquire(ctx); err != nil {
		return err
	}
	defer v.notify(v.Now(), false)
	defer func() { <-v.turn }()
	return v.advance(ctx, d, v.fire)
}

// Still fires what is due now, then calls f while the clock is held still. It
// returns ErrBusy while an Advance runs.
func (v *Virtual) Still(ctx context.Context, f func() error) error {
	if err := v.begin(); err != nil {
		return err
	}
	defer v.end()
	if err := v.acquire(ctx); err != nil {
		return err
	}
	defer func() { <-v.turn }()
	if err := v.fire(ctx); err != nil {
		return err
	}
	return f()
}

// acquire waits until the clock may be moved. A driver's tick delays it.
func (v *Virtual) acquire(ctx context.Context) error {
	select {
	case v.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("advance clock: %w", context.Cause(ctx))
	}
}

// advance moves time by d and calls fire at each instant at which something
// is due.
func (v *Virtual) advance(ctx context.Context, d time.Duration, fire func(context.Context) error) error {
	target := v.Now().Add(min(d, Last.Sub(v.Now())).Truncate(time.Second))
	if err := fire(ctx); err != nil {
		return err
	}
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("advance clock: %w", context.Cause(ctx))
		}
		due, ok := v.Due()
		if !ok || due.After(target) {
			v.set(target)
			return nil
		}
		v.set(due)
		if err := fire(ctx); err != nil {
			return err
		}
	}
}

func (v *Virtual) fire(ctx context.Context) error {
	for _, s := range v.sources {
		if err := s.Fire(ctx, v.Now()); err != nil {
			return fmt.Errorf("advance clock: %w", err)
		}
	}
	return nil
}

// Due returns when the next thing is due; ok is false if nothing is.
func (v *Virtual) Due() (next time.Time, ok bool) {
	for _, s := range v.sources {
		if due, has := s.Due(); has && (!ok || due.Before(next)) {
			next, ok = due, true
		}
	}
	return next, ok
}

func (v *Virtual) begin() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.advancing {
		return ErrBusy
	}
	v.advancing = true
	return nil
}

func (v *Virtual) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.advancing = false
}

// set moves the clock to t. If t is in the past, it leaves the clock as it
// is, so that overdue work is done now.
func (v *Virtual) set(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t.After(v.now) {
		v.now = t
	}
}
