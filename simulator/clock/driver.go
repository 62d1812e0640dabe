package clock

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// tick is the interval, in wall time, at which a driver moves its clock.
const tick = 20 * time.Millisecond

// maxTick limits the wall time that one tick may take; time that has not
// passed by then is carried over to the next tick. maxDebt limits what is
// carried over, in wall time, so that an overloaded clock lags and does not
// fall behind without bound.
const maxTick, maxDebt = 100 * time.Millisecond, time.Minute

// MaxSpeed is the highest speed of a driven clock: half a year per second.
const MaxSpeed = 15_000_000

// A Starter is a Source that can start what is due without waiting for it to
// finish. A driven clock uses Start, so that a receiver that hangs delays
// nobody else. An error means that too much is in progress already: it stops
// the clock at now, and the next tick tries again.
type Starter interface {
	Start(now time.Time) error
}

// errClosed is returned when a closed driver is given a speed.
var errClosed = errors.New("drive clock: its driver is closed; the team has started over or the simulator has ended")

// A Driver moves a Virtual clock along with the wall clock, at a multiple of
// its speed. While an explicit Advance runs, the driver pauses and does not
// catch up afterwards.
type Driver struct {
	clock *Virtual
	wall  Wall

	mu    sync.Mutex
	speed float64
	owed  float64 // simulated seconds that have yet to pass
	ended bool
	stop  context.CancelFunc // of the goroutine; nil while the speed is zero
	done  chan struct{}
}

// NewDriver returns a driver with speed zero.
func NewDriver(c *Virtual, wall Wall) *Driver { return &Driver{clock: c, wall: wall} }

// Speed returns the number of simulated seconds per second.
func (d *Driver) Speed() float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.speed
}

// Lag returns how many simulated seconds the clock is behind, because its
// sources take longer than the speed allows.
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

// SetSpeed changes the speed. Zero stops the clock.
func (d *Driver) SetSpeed(speed float64) error {
	if !(speed >= 0 && speed <= MaxSpeed) {
		return fmt.Errorf("speed %v: want 0 to %d simulated seconds per second", speed, MaxSpeed)
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

// Close stops the clock for good. It returns when the driver's goroutine has
// ended.
func (d *Driver) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ended = true
	d.speed = 0
	d.halt()
}

// halt ends the goroutine. It is called with d.mu held, and releases it while
// it waits.
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
	last, owed := d.wall.Now(), 0.0
	for d.wall.Sleep(ctx, tick) == nil {
		now := d.wall.Now()
		speed := d.Speed()
		owed = min(owed+now.Sub(last).Seconds()*speed, speed*maxDebt.Seconds()+1)
		last = now
		if whole := time.Duration(owed) * time.Second; whole > 0 {
			owed -= d.clock.drive(ctx, whole).Seconds()
		}
		d.setLag(owed)
	}
}

// drive moves time without waiting for what it starts. It returns how much of
// d is settled: the time that has passed before maxTick, or all of d while an
// Advance has the clock.
func (v *Virtual) drive(ctx context.Context, d time.Duration) time.Duration {
	select {
	case v.turn <- struct{}{}:
	default:
		return d
	}
	before := v.Now()
	defer v.notify(before, true)
	defer func() { <-v.turn }()
	ctx, cancel := context.WithTimeout(ctx, maxTick)
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
	}) // when cut short by maxTick, Close or a source, the next tick continues
	return v.Now().Sub(before)
}
