package clock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// tick is how often a driver moves its clock, in wall time.
const tick = 20 * time.Millisecond

// patience is how much wall time one move of a driven clock may take. What it
// does not get to stays owed; at most maxDebt of wall time is, so that a clock
// that has more to do than it has time for lags, and never works ever longer.
const patience, maxDebt = 100 * time.Millisecond, time.Minute

// MaxSpeed is as fast as a clock can be driven: half a year in a second.
const MaxSpeed = 15_000_000

// A Starter is a Source that can begin what is due without waiting for it. A
// driven clock does not wait: a receiver that hangs holds up nobody else. An
// error stops the clock where it is, to try again with the next tick: there is
// so much under way that it has to lag.
type Starter interface {
	Start(now time.Time) error
}

// errClosed is the answer of a driver that was closed.
var errClosed = errors.New("drive clock: its driver is closed; the team has started over or the simulator has ended")

// A Driver moves a Virtual clock along with the wall clock, at some multiple
// of its speed. While an explicit Advance runs, it stands aside: that time is
// not made up for.
type Driver struct {
	clock *Virtual
	wall  Wall

	mu    sync.Mutex
	speed float64
	owed  float64 // simulated seconds that have not passed yet
	ended bool
	stop  context.CancelFunc // of the goroutine; nil while the speed is zero
	done  chan struct{}
}

// NewDriver is a driver that stands still until it is given a speed.
func NewDriver(c *Virtual, wall Wall) *Driver { return &Driver{clock: c, wall: wall} }

// Speed is how many simulated seconds pass in a second.
func (d *Driver) Speed() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.speed
}

// Lag is how many simulated seconds the clock is behind: it has more to do than
// it has time for.
func (d *Driver) Lag() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.owed
}

func (d *Driver) setLag(owed float64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owed = owed
}

// SetSpeed changes the speed; zero stops the clock.
func (d *Driver) SetSpeed(speed float64) error {
	if !(speed >= 0 && speed <= MaxSpeed) {
		return fmt.Errorf("drive clock at speed %v: want 0 to %d", speed, MaxSpeed)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended {
		return errClosed
	}
	d.speed = speed
	if speed > 0 && d.stop == nil {
		ctx, cancel := context.WithCancel(context.Background())
		d.stop, d.done = cancel, make(chan struct{})
		go d.run(ctx, d.done)
	}
	if speed == 0 {
		d.halt()
	}
	return nil
}

// Close stops the clock for good and returns when its goroutine has ended.
func (d *Driver) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended = true
	d.speed = 0
	d.halt()
}

// halt ends the goroutine; d.mu is held.
func (d *Driver) halt() {
	if d.stop == nil {
		return
	}
	d.stop()
	done := d.done
	d.stop, d.done = nil, nil
	d.mu.Unlock()
	<-done
	d.mu.Lock()
}

func (d *Driver) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	defer d.setLag(0)
	last, owed := d.wall.Now(), 0.0 // owed are simulated seconds not yet passed
	for d.wall.Sleep(ctx, tick) == nil {
		now := d.wall.Now()
		speed := d.Speed()
		owed = min(owed+now.Sub(last).Seconds()*speed, speed*maxDebt.Seconds()+1)
		last = now
		if whole := time.Duration(owed) * time.Second; whole > 0 {
			owed -= d.clock.drift(ctx, whole).Seconds()
		}
		d.setLag(owed)
	}
}

// drift moves time without waiting for what it starts, and says how much of d
// is settled: what it got to in its patience, or all where an Advance has the
// clock.
func (v *Virtual) drift(ctx context.Context, d time.Duration) time.Duration {
	select {
	case v.turn <- struct{}{}:
	default:
		return d
	}
	before := v.Now()
	defer v.tell(before, true)
	defer func() { <-v.turn }()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_ = v.advance(ctx, d, func(ctx context.Context) error {
		for _, s := range v.sources {
			start := func() error { return s.Fire(ctx, v.Now()) }
			if starter, ok := s.(Starter); ok {
				start = func() error { return starter.Start(v.Now()) }
			}
			if err := start(); err != nil {
				return err
			}
		}
		return nil
	}) // cut short by its patience, the driver's end or a source, it goes on with the next tick
	return v.Now().Sub(before)
}
