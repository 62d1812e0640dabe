package clock_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// TestSourcesMayRescheduleEachOther verifies that, while it fires, a source
// may move another's due time forward or back, withdraw it, or add one at the
// current instant.
func TestSourcesMayRescheduleEachOther(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		plan []time.Duration // of the first source, as the second leaves it at one minute
		want []string
	}{
		{"brought forward", []time.Duration{2 * time.Minute}, []string{"two 1m0s", "one 2m0s"}},
		{"put off", []time.Duration{59 * time.Minute}, []string{"two 1m0s", "one 59m0s"}},
		{"put off beyond the end", []time.Duration{2 * time.Hour}, []string{"two 1m0s"}},
		{"withdrawn", nil, []string{"two 1m0s"}},
		{"now", []time.Duration{time.Minute}, []string{"two 1m0s", "one 1m0s"}},
		{"in the past, done now", []time.Duration{time.Second, time.Minute}, []string{"two 1m0s", "one 1m0s", "one 1m0s"}},
	} {
		var log []string
		one := &agenda{name: "one", due: at(30 * time.Minute), log: &log}
		two := &agenda{name: "two", due: at(time.Minute), log: &log, fire: func(context.Context, time.Time) error {
			one.due = at(tt.plan...)
			return nil
		}}
		c := clock.NewVirtual(clock.Epoch, one, two)
		if err := c.Advance(t.Context(), time.Hour); err != nil || !slices.Equal(log, tt.want) || c.Now().Sub(clock.Epoch) != time.Hour {
			t.Errorf("%s: fired %q, want %q; at %v, %v", tt.name, log, tt.want, c.Now(), err)
		}
	}
}

// TestClockShowsTheDueTimeWhileFiring verifies that a source sees its own due
// time, and never an earlier time than before.
func TestClockShowsTheDueTimeWhileFiring(t *testing.T) {
	t.Parallel()
	var log []string
	var c *clock.Virtual
	last := clock.Epoch
	look := func(_ context.Context, now time.Time) error {
		if got := c.Now(); !got.Equal(now) || got.Before(last) || got.Location() != time.UTC {
			t.Errorf("the clock shows %v while %v fires, after %v", got, now, last)
		}
		last = now
		return nil
	}
	one := &agenda{name: "one", due: at(-time.Hour, 0, time.Second, 10*time.Minute), log: &log, fire: look}
	two := &agenda{name: "two", due: at(time.Second, 5*time.Minute, 10*time.Minute), log: &log, fire: look}
	c = clock.NewVirtual(clock.Epoch.In(time.FixedZone("", 3600)).Add(time.Millisecond), one, two)
	for range 4 {
		if err := c.Advance(t.Context(), 5*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"one 0s", "one 0s", "one 1s", "two 1s", "two 5m0s", "one 10m0s", "two 10m0s"}
	if !slices.Equal(log, want) || c.Now() != clock.Epoch.Add(20*time.Minute) {
		t.Errorf("fired %q, want %q; at %v", log, want, c.Now())
	}
}

// TestManySmallAdvancesEqualOneLarge verifies that both fire the same
// instants in the same order.
func TestManySmallAdvancesEqualOneLarge(t *testing.T) {
	t.Parallel()
	run := func(step time.Duration) []string {
		var log []string
		sources := make([]clock.Source, 3)
		for i := range sources {
			a := &agenda{name: fmt.Sprint(i), due: at(time.Duration(i) * time.Second), log: &log}
			a.fire = func(_ context.Context, now time.Time) error {
				a.due = append(a.due, now.Add(time.Duration(7+4*i)*time.Second))
				return nil
			}
			sources[i] = a
		}
		c := clock.NewVirtual(clock.Epoch, sources...)
		for c.Now().Sub(clock.Epoch) < 5*time.Minute {
			if err := c.Advance(t.Context(), step); err != nil {
				t.Fatal(err)
			}
		}
		return log
	}
	leap := run(5 * time.Minute)
	for _, step := range []time.Duration{time.Second, 30 * time.Second, time.Minute} {
		if got := run(step); len(leap) < 70 || !slices.Equal(got, leap) {
			t.Errorf("in steps of %v it fires %q, in one leap %q", step, got, leap)
		}
	}
}

// TestOneAdvanceAtATime verifies that a second Advance is refused while the
// first waits for a source, and that Now works meanwhile.
func TestOneAdvanceAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		release := make(chan struct{})
		a := &agenda{name: "a", due: at(time.Minute), log: &log, fire: func(context.Context, time.Time) error {
			<-release
			return nil
		}}
		c := clock.NewVirtual(clock.Epoch, a)
		first := make(chan error, 1)
		go func() { first <- c.Advance(t.Context(), time.Hour) }()
		synctest.Wait() // the first waits in its source
		for _, d := range []time.Duration{0, time.Second} {
			if err := c.Advance(t.Context(), d); !errors.Is(err, clock.ErrBusy) {
				t.Errorf("a second advance by %v: %v", d, err)
			}
		}
		if got := c.Now().Sub(clock.Epoch); got != time.Minute {
			t.Errorf("the clock shows %v while it waits", got)
		}
		close(release)
		if err := <-first; err != nil || c.Now().Sub(clock.Epoch) != time.Hour {
			t.Errorf("the first advance: %v, at %v", err, c.Now())
		}
		if err := c.Advance(t.Context(), 0); err != nil {
			t.Errorf("the clock stays busy: %v", err)
		}
	})
}

// TestClockIsFreeAfterAnyAdvance verifies that ErrBusy ends when an Advance
// ends, be it by an error, a refusal or a panic.
func TestClockIsFreeAfterAnyAdvance(t *testing.T) {
	t.Parallel()
	var log []string
	ends := []func() error{
		func() error { return errors.New("broken") },
		func() error { panic("broken") },
	}
	a := &agenda{name: "a", due: at(0, time.Second), log: &log}
	a.fire = func(context.Context, time.Time) error {
		end := ends[0]
		ends = ends[1:]
		return end()
	}
	c := clock.NewVirtual(clock.Epoch, a)
	for len(ends) > 0 {
		func() {
			defer func() { _ = recover() }()
			if err := c.Advance(t.Context(), time.Second); err == nil {
				t.Error("a broken source is no error")
			}
		}()
	}
	if err := c.Advance(t.Context(), -time.Second); err == nil || errors.Is(err, clock.ErrBusy) {
		t.Errorf("backwards: %v", err)
	}
	if err := c.Advance(t.Context(), time.Second); err != nil {
		t.Errorf("the next advance: %v", err)
	}
}

// TestCancelledAdvanceCanBeContinued verifies that the next Advance continues
// at the instant reached and skips nothing.
func TestCancelledAdvanceCanBeContinued(t *testing.T) {
	t.Parallel()
	var log []string
	ctx, cancel := context.WithCancel(t.Context())
	a := &agenda{name: "a", due: at(time.Minute, 2*time.Minute, 3*time.Minute), log: &log}
	a.fire = func(_ context.Context, now time.Time) error {
		if now.Equal(clock.Epoch.Add(2 * time.Minute)) {
			cancel()
		}
		return nil
	}
	c := clock.NewVirtual(clock.Epoch, a)
	if err := c.Advance(ctx, time.Hour); !errors.Is(err, context.Canceled) || c.Now().Sub(clock.Epoch) != 2*time.Minute {
		t.Errorf("%v at %v", err, c.Now())
	}
	if err := c.Advance(ctx, time.Hour); !errors.Is(err, context.Canceled) || c.Now().Sub(clock.Epoch) != 2*time.Minute {
		t.Errorf("a context that has ended moves the clock: %v at %v", err, c.Now())
	}
	if err := c.Advance(t.Context(), time.Minute); err != nil || !slices.Equal(log, []string{"a 1m0s", "a 2m0s", "a 3m0s"}) {
		t.Errorf("fired %q, %v", log, err)
	}
}

// TestZeroAdvanceTwiceFiresOnce verifies that what has fired at an instant
// does not fire again.
func TestZeroAdvanceTwiceFiresOnce(t *testing.T) {
	t.Parallel()
	var log []string
	c := clock.NewVirtual(clock.Epoch, &agenda{name: "a", due: at(0, time.Second), log: &log})
	for range 2 {
		if err := c.Advance(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(log, []string{"a 0s"}) || c.Now() != clock.Epoch {
		t.Errorf("fired %q at %v", log, c.Now())
	}
}
