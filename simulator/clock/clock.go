// Package clock is simulated time: one Virtual clock per universe, moved by a
// scenario or a test and never by itself. It is also the only place that
// touches the machine's own clock (see Wall).
package clock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Epoch is where a clock starts when nobody says otherwise: a Monday morning,
// 2026-01-05T08:00:00Z.
var Epoch = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// ErrBusy is returned by Advance while another Advance is running, also from
// inside a webhook handler that the running one waits for.
var ErrBusy = errors.New("advance clock: another advance is running; wait for it to return")

// A Source is something that falls due as time passes: syncs of connections,
// retries of deliveries.
type Source interface {
	// Due is the next instant at which the source has something to do; false
	// when it has nothing planned.
	Due() (time.Time, bool)
	// Fire does everything that is due at now and returns when that is done.
	// An error, such as that of a cancelled context, stops the clock at now.
	Fire(ctx context.Context, now time.Time) error
}

// A Virtual clock shows a time that only Advance moves, and never backwards.
type Virtual struct {
	sources []Source
	moved   func(now time.Time, driven bool) // nil for nobody

	turn      chan struct{} // holds one while time moves
	mu        sync.Mutex
	now       time.Time
	advancing bool
}

// NewVirtual is a clock that stands at start (whole seconds, UTC). Sources
// fire in the order given when several are due at the same instant.
func NewVirtual(start time.Time, sources ...Source) *Virtual {
	return &Virtual{now: start.UTC().Truncate(time.Second), sources: sources, turn: make(chan struct{}, 1)}
}

// OnMove lets f know whenever an Advance or a driver has moved time, once it has
// come to rest. It is to be called before either.
func (v *Virtual) OnMove(f func(now time.Time, driven bool)) { v.moved = f }

// tell says that time has moved, if it has.
func (v *Virtual) tell(before time.Time, driven bool) {
	if now := v.Now(); v.moved != nil && now.After(before) {
		v.moved(now, driven)
	}
}

// Now is the simulated time.
func (v *Virtual) Now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

// Advance moves time forward by d and fires everything that falls due on the
// way, each at its own instant and in order, before it returns. With d = 0 it
// fires what is due now. When ctx ends, the clock stays where it got to.
func (v *Virtual) Advance(ctx context.Context, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("advance clock by %v: time never goes backwards", d)
	}
	if err := v.begin(); err != nil {
		return err
	}
	defer v.end()
	if err := v.take(ctx); err != nil {
		return err
	}
	defer v.tell(v.Now(), false)
	defer func() { <-v.turn }()
	return v.advance(ctx, d, v.fire)
}

// Still fires what is due now and calls f while time stands, whatever drives
// it. It is an ErrBusy while an Advance is running.
func (v *Virtual) Still(ctx context.Context, f func() error) error {
	if err := v.begin(); err != nil {
		return err
	}
	defer v.end()
	if err := v.take(ctx); err != nil {
		return err
	}
	defer func() { <-v.turn }()
	if err := v.fire(ctx); err != nil {
		return err
	}
	return f()
}

// take waits for its turn: a driver's tick ends first.
func (v *Virtual) take(ctx context.Context) error {
	select {
	case v.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("advance clock: %w", context.Cause(ctx))
	}
}

// advance moves time and lets fire do what falls due at each instant.
func (v *Virtual) advance(ctx context.Context, d time.Duration, fire func(context.Context) error) error {
	target := v.Now().Add(d.Truncate(time.Second))
	if err := fire(ctx); err != nil {
		return err // what is due now, before time moves
	}
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("advance clock: %w", context.Cause(ctx))
		}
		due, ok := v.nextDue()
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

func (v *Virtual) nextDue() (next time.Time, ok bool) {
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

// set moves to t; what is overdue is done now, not in the past.
func (v *Virtual) set(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t.After(v.now) {
		v.now = t
	}
}
