package clock_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
)

// hanging is a source that never finishes, but can be started.
type hanging struct {
	agenda
	started []time.Duration
}

func (h *hanging) Start(now time.Time) {
	for len(h.due) > 0 && !h.due[0].After(now) {
		h.due = h.due[1:]
		h.started = append(h.started, now.Sub(clock.Epoch))
	}
}

func (h *hanging) Fire(ctx context.Context, _ time.Time) error {
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

// TestDriverWaitsForNobody: what hangs under an Advance is only started by a
// driver, each thing at its own instant.
func TestDriverWaitsForNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		h := &hanging{agenda: agenda{name: "h", due: at(time.Minute, 2*time.Minute, time.Hour), log: &log}}
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

func TestDriverStandsAsideForAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log []string
		h := &hanging{agenda: agenda{name: "h", log: &log}}
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
			t.Errorf("the driver moved the clock by %v meanwhile", moved)
		}
	})
}
