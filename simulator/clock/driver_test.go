package clock_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// hangingSource is a Starter whose Fire blocks until its context ends.
type hangingSource struct {
	agenda
	started []time.Duration
	full    atomic.Bool // what Start reports
}

func (h *hangingSource) Start(now time.Time) error {
	for len(h.due) > 0 && !h.due[0].After(now) {
		h.due = h.due[1:]
		h.started = append(h.started, now.Sub(clock.Epoch))
	}
	if h.full.Load() {
		return errors.New("full")
	}
	return nil
}

func (h *hangingSource) Fire(ctx context.Context, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestDriverMovesAtItsSpeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewVirtual(clock.Epoch)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		passed := func(wall time.Duration) time.Duration {
			before := c.Now()
			time.Sleep(wall)
			synctest.Wait()
			return c.Now().Sub(before)
		}
		if got := passed(time.Hour); got != 0 {
			t.Errorf("standing, the clock moved by %v", got)
		}
		for _, speed := range []float64{1, 60, 86_400, 0.5} {
			if err := d.SetSpeed(speed); err != nil {
				t.Fatal(err)
			}
			want := time.Duration(speed * float64(10*time.Second))
			if got := passed(10 * time.Second); got < want-time.Duration(speed*0.1*float64(time.Second))-time.Second || got > want+time.Second {
				t.Errorf("at speed %v: %v in 10 s", speed, got)
			}
		}
		if err := d.SetSpeed(0); err != nil || passed(time.Hour) != 0 || d.Speed() != 0 {
			t.Errorf("the clock does not stop: %v", err)
		}
		for _, bad := range []float64{-1, clock.MaxSpeed * 2} {
			if err := d.SetSpeed(bad); err == nil {
				t.Errorf("speed %v is accepted", bad)
			}
		}
	})
}

// TestDriverDoesNotWaitForSources verifies that a driver starts work that
// would block an Advance, each piece at its own instant.
func TestDriverDoesNotWaitForSources(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		h := &hangingSource{agenda: agenda{name: "h", due: at(time.Minute, 2*time.Minute, time.Hour), log: &log}}
		c := clock.NewVirtual(clock.Epoch, h)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		if err := d.SetSpeed(600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if len(h.started) != 2 || h.started[0] != time.Minute || h.started[1] != 2*time.Minute {
			t.Errorf("started at %v", h.started)
		}
	})
}

// TestDriverLagsWhileASourceIsFull verifies that a driver stops for a source
// without room and catches up when there is room again.
func TestDriverLagsWhileASourceIsFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &hangingSource{agenda: agenda{name: "h", log: new([]string)}}
		c := clock.NewVirtual(clock.Epoch, h)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		h.full.Store(true)
		if err := d.SetSpeed(60); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if moved := c.Now().Sub(clock.Epoch); moved != 0 {
			t.Errorf("the clock moved by %v while a source was full", moved)
		}
		h.full.Store(false)
		time.Sleep(time.Second)
		synctest.Wait()
		if moved := c.Now().Sub(clock.Epoch); moved < 650*time.Second || moved > 661*time.Second {
			t.Errorf("afterwards it moved by %v, want the eleven minutes that it owes", moved)
		}
	})
}

func TestDriverPausesDuringAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		h := &hangingSource{agenda: agenda{name: "h", log: &log}}
		c := clock.NewVirtual(clock.Epoch, h)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		if err := d.SetSpeed(10); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := c.Advance(ctx, time.Hour); err == nil {
			t.Error("the advance did not wait")
		}
		if moved := c.Now().Sub(clock.Epoch); moved > 10*time.Second {
			t.Errorf("the driver moved the clock by %v during the advance", moved)
		}
	})
}

// TestDriverDoesNotCatchUpAfterAdvance verifies that wall time spent in an
// Advance moves the clock no further.
func TestDriverDoesNotCatchUpAfterAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &agenda{name: "slow", due: at(0), log: new([]string), fire: func(context.Context, time.Time) error {
			time.Sleep(time.Minute)
			return nil
		}}
		c := clock.NewVirtual(clock.Epoch, slow)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		if err := d.SetSpeed(100); err != nil {
			t.Fatal(err)
		}
		if err := c.Advance(t.Context(), time.Hour); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if moved := c.Now().Sub(clock.Epoch) - time.Hour; moved < 90*time.Second || moved > 110*time.Second {
			t.Errorf("the clock moved by %v in the second after the advance", moved)
		}
	})
}

// TestAdvanceWaitsForATick verifies that an Advance waits for a driver's
// tick, and that a second Advance is refused meanwhile.
func TestAdvanceWaitsForATick(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := &agenda{name: "slow", due: at(time.Second), log: new([]string), fire: func(context.Context, time.Time) error {
			time.Sleep(10 * time.Second)
			return nil
		}}
		c := clock.NewVirtual(clock.Epoch, slow)
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		if err := d.SetSpeed(1); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second) // a tick is in progress
		began := time.Now()
		results := make(chan error, 2)
		for range 2 {
			go func() { results <- c.Advance(t.Context(), time.Hour) }()
		}
		synctest.Wait()
		if err := <-results; !errors.Is(err, clock.ErrBusy) {
			t.Errorf("the second advance: %v", err)
		}
		if err := <-results; err != nil || time.Since(began) < 8*time.Second {
			t.Errorf("the first advance: %v after %v", err, time.Since(began))
		}
		if moved := c.Now().Sub(clock.Epoch); moved < time.Hour || moved > time.Hour+2*time.Second {
			t.Errorf("the clock moved by %v", moved)
		}
	})
}

// endlessSource always has more work, each piece a second of wall time.
type endlessSource struct{ at time.Time }

func (e *endlessSource) Due() (time.Time, bool) { return e.at.Add(time.Second), true }
func (e *endlessSource) Fire(_ context.Context, now time.Time) error {
	if now.After(e.at) {
		e.at = now
		time.Sleep(time.Second)
	}
	return nil
}

// TestOverloadedDriverLags verifies that an overloaded driver delays an
// Advance only briefly and drops most of its lag when it is slowed down.
func TestOverloadedDriverLags(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewVirtual(clock.Epoch, &endlessSource{at: clock.Epoch})
		d := clock.NewDriver(c, clock.System)
		defer d.Close()
		if err := d.SetSpeed(clock.MaxSpeed); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		began := time.Now()
		if err := c.Advance(t.Context(), 0); err != nil || time.Since(began) > 2*time.Second {
			t.Errorf("an advance took %v: %v", time.Since(began), err)
		}
		if err := d.SetSpeed(0.001); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		before := c.Now()
		time.Sleep(100 * time.Second)
		if moved := c.Now().Sub(before); moved > time.Second {
			t.Errorf("slowed down, the clock moved by %v", moved)
		}
	})
}

// TestClosedDriverStaysClosed verifies that SetSpeed starts no goroutine
// after Close.
func TestClosedDriverStaysClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewVirtual(clock.Epoch)
		d := clock.NewDriver(c, clock.System)
		if err := d.SetSpeed(5); err != nil {
			t.Fatal(err)
		}
		d.Close()
		if err := d.SetSpeed(5); err == nil || d.Speed() != 0 {
			t.Errorf("speed %v after Close: %v", d.Speed(), err)
		}
		d.Close() // a second Close does nothing
	}) // fails if a goroutine is left
}

// fullSource is a Starter that never has room.
type full struct{}

func (full) Due() (time.Time, bool)                { return clock.Epoch, true }
func (full) Fire(context.Context, time.Time) error { return nil }
func (full) Start(time.Time) error                 { return errors.New("no room") }

// TestLagIsReported verifies that Lag counts the seconds that an overloaded
// clock is behind, and is zero once the clock stops.
func TestLagIsReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := clock.NewDriver(clock.NewVirtual(clock.Epoch, full{}), clock.System)
		defer d.Close()
		if err := d.SetSpeed(60); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if lag := d.Lag(); lag < 100 || lag > 121 {
			t.Errorf("after two seconds at 60 the lag is %v", lag)
		}
		_ = d.SetSpeed(0)
		if lag := d.Lag(); lag != 0 {
			t.Errorf("a clock that stands lags by %v", lag)
		}
	})
}

// TestOnMoveReportsEachMove verifies that OnMove runs after advances and
// ticks, and not while time stands still.
func TestOnMoveReportsEachMove(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		v := clock.NewVirtual(clock.Epoch)
		var advanced, driven []time.Duration
		v.OnMove(func(now time.Time, byDriver bool) {
			if byDriver {
				driven = append(driven, now.Sub(clock.Epoch))
			} else {
				advanced = append(advanced, now.Sub(clock.Epoch))
			}
		})
		for _, d := range []time.Duration{time.Hour, 0, time.Minute} {
			if err := v.Advance(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(advanced, []time.Duration{time.Hour, time.Hour + time.Minute}) || driven != nil {
			t.Errorf("advanced to %v, driven to %v", advanced, driven)
		}
		d := clock.NewDriver(v, clock.System)
		_ = d.SetSpeed(1)
		time.Sleep(3500 * time.Millisecond)
		d.Close()
		if len(driven) != 3 || len(advanced) != 2 {
			t.Errorf("advanced to %v, driven to %v", advanced, driven)
		}
	})
}
