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

// agenda is a source with a list of due times. It calls fire at each.
type agenda struct {
	name string
	due  []time.Time
	log  *[]string
	fire func(ctx context.Context, now time.Time) error
}

func (a *agenda) Due() (time.Time, bool) {
	if len(a.due) == 0 {
		return time.Time{}, false
	}
	return a.due[0], true
}

func (a *agenda) Fire(ctx context.Context, now time.Time) error {
	for len(a.due) > 0 && !a.due[0].After(now) {
		a.due = a.due[1:]
		*a.log = append(*a.log, fmt.Sprintf("%s %v", a.name, now.Sub(clock.Epoch)))
		if a.fire != nil {
			if err := a.fire(ctx, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func at(offsets ...time.Duration) (out []time.Time) {
	for _, d := range offsets {
		out = append(out, clock.Epoch.Add(d))
	}
	return out
}

func TestAdvanceFiresEachInstantInOrder(t *testing.T) {
	t.Parallel()
	var log []string
	one := &agenda{name: "one", due: at(time.Minute, time.Hour, 3*time.Hour), log: &log}
	two := &agenda{name: "two", due: at(0, time.Minute, 90*time.Minute), log: &log}
	c := clock.NewVirtual(clock.Epoch, one, two)
	if err := c.Advance(t.Context(), 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	want := []string{"two 0s", "one 1m0s", "two 1m0s", "one 1h0m0s", "two 1h30m0s"}
	if !slices.Equal(log, want) {
		t.Errorf("fired %q, want %q", log, want)
	}
	if got := c.Now().Sub(clock.Epoch); got != 2*time.Hour {
		t.Errorf("the clock shows %v", got)
	}
}

func TestSourceMayScheduleMoreWhileItFires(t *testing.T) {
	t.Parallel()
	var log []string
	a := &agenda{name: "a", due: at(time.Second), log: &log}
	a.fire = func(_ context.Context, now time.Time) error {
		if len(log) < 3 {
			a.due = append(a.due, now.Add(time.Second))
		}
		return nil
	}
	c := clock.NewVirtual(clock.Epoch, a)
	if err := c.Advance(t.Context(), time.Minute); err != nil || len(log) != 3 || log[2] != "a 3s" {
		t.Errorf("fired %q, %v", log, err)
	}
}

func TestZeroAdvanceFiresWhatIsDue(t *testing.T) {
	t.Parallel()
	var log []string
	c := clock.NewVirtual(clock.Epoch, &agenda{name: "a", due: at(-time.Hour, 0, 1), log: &log})
	if err := c.Advance(t.Context(), 0); err != nil || len(log) != 2 || !c.Now().Equal(clock.Epoch) {
		t.Errorf("fired %q at %v, %v", log, c.Now(), err)
	}
}

func TestTimeNeverGoesBackwards(t *testing.T) {
	t.Parallel()
	c := clock.NewVirtual(clock.Epoch)
	if err := c.Advance(t.Context(), -time.Second); err == nil || !c.Now().Equal(clock.Epoch) {
		t.Errorf("error %v, clock at %v", err, c.Now())
	}
}

func TestSecondAdvanceIsRefused(t *testing.T) {
	t.Parallel()
	var log []string
	var inner error
	a := &agenda{name: "a", due: at(0), log: &log}
	c := clock.NewVirtual(clock.Epoch, a)
	a.fire = func(ctx context.Context, _ time.Time) error {
		inner = c.Advance(ctx, time.Hour)
		return nil
	}
	if err := c.Advance(t.Context(), time.Second); err != nil || !errors.Is(inner, clock.ErrBusy) {
		t.Errorf("outer %v, inner %v", err, inner)
	}
	if err := c.Advance(t.Context(), time.Second); err != nil {
		t.Errorf("the clock stays busy: %v", err)
	}
}

func TestCancelledAdvanceKeepsTheTimeReached(t *testing.T) {
	t.Parallel()
	var log []string
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("stop")
	a := &agenda{name: "a", due: at(time.Minute, time.Hour), log: &log, fire: func(context.Context, time.Time) error {
		cancel(stop)
		return nil
	}}
	c := clock.NewVirtual(clock.Epoch, a)
	if err := c.Advance(ctx, 2*time.Hour); !errors.Is(err, stop) || c.Now().Sub(clock.Epoch) != time.Minute {
		t.Errorf("error %v at %v", err, c.Now())
	}
}

func TestSourceErrorStopsTheClock(t *testing.T) {
	t.Parallel()
	var log []string
	broken := errors.New("broken")
	a := &agenda{name: "a", due: at(time.Minute), log: &log, fire: func(context.Context, time.Time) error { return broken }}
	c := clock.NewVirtual(clock.Epoch, a)
	if err := c.Advance(t.Context(), time.Hour); !errors.Is(err, broken) || c.Now().Sub(clock.Epoch) != time.Minute {
		t.Errorf("error %v at %v", err, c.Now())
	}
}

func TestWallSleeps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := clock.System.Now()
		if err := clock.System.Sleep(t.Context(), time.Minute); err != nil || clock.System.Now().Sub(began) != time.Minute {
			t.Errorf("slept %v, %v", clock.System.Now().Sub(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := clock.System.Sleep(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

// TestStillHoldsTheClock verifies that Still first does what is due and then
// holds time.
func TestStillHoldsTheClock(t *testing.T) {
	t.Parallel()
	fired := false
	v := clock.NewVirtual(clock.Epoch, funcSource(func() { fired = true }))
	err := v.Still(t.Context(), func() error {
		if !fired {
			t.Error("Still called f before it fired what is due")
		}
		if err := v.Advance(t.Context(), time.Hour); !errors.Is(err, clock.ErrBusy) {
			t.Errorf("advance during Still: %v", err)
		}
		return errors.New("told")
	})
	if err == nil || err.Error() != "told" || !v.Now().Equal(clock.Epoch) {
		t.Errorf("%v at %v", err, v.Now())
	}
	if err := v.Advance(t.Context(), time.Hour); err != nil {
		t.Error(err)
	}
}

// funcSource is a source without a schedule that calls a function.
type funcSource func()

func (funcSource) Due() (time.Time, bool) { return time.Time{}, false }
func (f funcSource) Fire(context.Context, time.Time) error {
	f()
	return nil
}
