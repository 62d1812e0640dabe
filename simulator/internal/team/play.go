package team

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ErrPlaying is the error of a second scenario in a team, ErrStopped the end of
// one that was stopped.
var (
	ErrPlaying = errors.New("play scenario: another one plays in the team; wait for its end, or stop it")
	ErrStopped = errors.New("play scenario: stopped")
)

// An Observer watches a scenario that plays. Its methods are called one at a time.
type Observer interface {
	StepStarted(s scenario.Step, at time.Time)
	Attempted(d webhook.Delivery, a webhook.Attempt, user string)
	Expectation(s scenario.Step, ok bool, explanation string)
}

// A Play is a scenario to be played in a team.
type Play struct {
	Scenario   *scenario.Scenario
	Observer   Observer // nil for none
	SkipExpect bool     // passes over the expectations
	Warnings   []string // added to those of the scenario
}

// A Report is what became of a scenario.
type Report struct {
	Scenario     string
	Seed         uint64
	RunID        string
	Start, End   time.Time // simulated
	Warnings     []string
	Deliveries   []webhook.Delivery
	Several      bool              // the team has had more than one endpoint
	Names        map[string]string // of the scenario's users, by client_user_id
	Evicted      int               // accepted messages that the log has evicted
	Faults       []fault.Injection
	Expectations int
	Failures     []string // of expectations, with their positions
	Unused       []string // sentences about what had no effect
	Unjudged     int      // expectations that could not be judged for a reason that a failure names
}

// A Playing is the scenario that plays, or what became of the last one.
type Playing struct {
	Playing bool
	Name    string
	Report  *Report // of the last one that has ended; nil where there is none
	Err     error   // why it has ended early
}

// Play plays a scenario and returns when its last step is done, when ctx ends, or
// when Stop stops it. Meanwhile time moves by its steps alone; a clock that has a
// speed goes on afterwards. The report may come with an error: a step that could
// not be done.
func (t *Team) Play(ctx context.Context, p Play) (*Report, error) {
	ctx, end, err := t.player.begin(ctx, p.Scenario.Name, false)
	if err != nil {
		return nil, err
	}
	return t.play(ctx, p, end)
}

// StartPlaying is like Play, and returns at once.
func (t *Team) StartPlaying(p Play) error {
	ctx, end, err := t.player.begin(context.Background(), p.Scenario.Name, true)
	if err != nil {
		return err
	}
	go func() { _, _ = t.play(ctx, p, end) }() // the player waits for it, and keeps both
	return nil
}

// Playing returns what plays in the team.
func (t *Team) Playing() Playing { return t.player.state() }

// StopPlaying stops what plays, and returns when it has ended.
func (t *Team) StopPlaying() { t.player.stop() }

func (t *Team) play(ctx context.Context, p Play, end func(*Report, error)) (report *Report, err error) {
	defer func() { end(report, err) }()
	sc := p.Scenario
	if sc.Probes() && !p.SkipExpect && t.teams.target() == "" {
		app, err := t.newApplication()
		if err != nil {
			return nil, err
		}
		t.setApplication(app)
	}
	r := &run{Team: t, ids: map[string]vital.ID{}, names: map[string]string{}}
	if speed := t.driver.Speed(); speed > 0 {
		_ = t.driver.SetSpeed(0)
		defer func() { _ = t.driver.SetSpeed(speed) }() // which it had, so it is valid
	}
	t.World.SetPullDelay(world.UsualPullDelay)
	defer t.World.SetPullDelay(t.teams.config.PullDelay)
	if t.teams.config.MaxEventBytes == 0 {
		t.World.SetBatchBytes(sc.MaxEventBytes)
		defer t.World.SetBatchBytes(0)
	}
	if p.Observer != nil {
		t.setObserver(func(d webhook.Delivery, a webhook.Attempt) { p.Observer.Attempted(d, a, r.names[d.User]) })
		defer t.setObserver(nil)
	}
	report = &Report{Scenario: sc.Name, Seed: t.origin.Seed, RunID: t.origin.RunID, Start: t.Now()}
	for _, w := range sc.Warnings {
		report.Warnings = append(report.Warnings, w.String())
	}
	result, err := scenario.PlayOptions{SkipExpect: p.SkipExpect}.Play(ctx, sc, r, stepPublisher{p.Observer, t, sc.Name})
	report.End = t.Now()
	if result != nil {
		report.Expectations, report.Unjudged = result.Expectations, result.Unjudged
		for _, f := range result.Failures {
			report.Failures = append(report.Failures, f.Error())
		}
	}
	report.Warnings = append(report.Warnings, p.Warnings...)
	report.Unused = append(Unused([]*Team{t}, true), t.teams.WrongKeys()...)
	report.Evicted, report.Faults = t.EvictedMessages(), t.Faults.Ledger()
	report.Deliveries, report.Several, report.Names = t.Webhooks.Log(), t.Webhooks.Added() > 1, maps.Clone(r.names)
	return report, err
}

// A player plays the scenarios of a team, one at a time, and keeps the outcome of
// the last one.
type player struct {
	// announce announces the start and the end of a scenario. The player calls it while
	// it holds mu: nobody sees that a scenario has ended, and no other one starts, before
	// its end is announced.
	announce func(name, state string, err error)

	mu       sync.Mutex
	closed   bool
	current  *playing // nil where nothing plays
	last     Playing
	detached sync.WaitGroup // scenarios that StartPlaying has started
}

// playing is the scenario that plays.
type playing struct {
	name string
	stop context.CancelCauseFunc
	done chan struct{} // closed when it has ended
}

// begin lets a scenario play; the caller ends it with the function that begin
// returns. The end of a detached one has no other waiter than close.
func (p *player) begin(ctx context.Context, name string, detached bool) (context.Context, func(*Report, error), error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, nil, ErrClosed
	case p.current != nil:
		return nil, nil, ErrPlaying
	}
	ctx, stop := context.WithCancelCause(ctx)
	now := &playing{name, stop, make(chan struct{})}
	p.current = now
	if detached {
		p.detached.Add(1)
	}
	p.announce(name, "started", nil)
	return ctx, func(report *Report, err error) {
		if detached {
			defer p.detached.Done()
		}
		stop(nil)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.current, p.last = nil, Playing{Name: name, Report: report, Err: err}
		p.announce(name, "ended", err)
		close(now.done)
	}, nil
}

// state returns what plays, or what became of the last scenario.
func (p *player) state() Playing {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.current != nil {
		return Playing{Playing: true, Name: p.current.name}
	}
	return p.last
}

// stop stops what plays, and returns when it has ended.
func (p *player) stop() {
	p.mu.Lock()
	current := p.current
	p.mu.Unlock()
	if current != nil {
		current.stop(ErrStopped)
		<-current.done
	}
}

// close stops what plays, and waits for detached scenarios.
func (p *player) close() {
	p.mu.Lock()
	p.closed = true
	current := p.current
	p.mu.Unlock()
	if current != nil {
		current.stop(ErrStopped)
	}
	p.detached.Wait()
}
