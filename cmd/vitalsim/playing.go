package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// Why a scenario ends whose application is gone.
var (
	errTooEarly = errors.New("the command ended before the scenario did")
	errSilent   = errors.New("the command ended before anything answered where the webhooks go")
)

// A playing is a scenario that is played while the command runs.
type playing struct {
	sim      *simulator.Simulator
	scenario *simulator.Scenario
	waitFor  []string // what must answer first
	patience time.Duration
	printer

	done   chan struct{}     // closed when it has ended, with report and err
	report *simulator.Report // nil where it was not begun
	err    error             // why it was not begun, or did not come to its end

	ended   atomic.Bool             // the command has, and passed
	abort   context.CancelCauseFunc // ends the playing
	abandon context.CancelCauseFunc // ends the waiting before it
}

func newPlaying(sim *simulator.Simulator, sc *simulator.Scenario, waitFor []string, patience time.Duration, p printer) *playing {
	return &playing{sim: sim, scenario: sc, waitFor: waitFor, patience: patience, printer: p, done: make(chan struct{})}
}

// first is whether it is played before the command starts: nothing of the
// command has to answer.
func (p *playing) first() bool { return len(p.waitFor) == 0 }

// start begins to play, and returns at once.
func (p *playing) start(ctx context.Context) {
	ctx, p.abort = context.WithCancelCause(ctx)
	waiting, abandon := context.WithCancelCause(ctx)
	p.abandon = abandon
	go func() {
		defer close(p.done)
		defer p.abort(nil)
		for _, where := range p.waitFor {
			if p.err = waitFor(waiting, where, p.patience); p.err != nil {
				return
			}
		}
		p.report, p.err = p.sim.Play(ctx, p.scenario, p)
	}()
}

// commandEnded lets the step under way end, as long as nothing more is to be
// delivered, and expectations have their say, where the command has passed;
// where it has failed there is no more to learn.
func (p *playing) commandEnded(passed bool) {
	p.ended.Store(true)
	p.abandon(errSilent)
	if !passed {
		p.abort(errTooEarly)
	}
}

// StepStarted ends the scenario where the command has ended.
func (p *playing) StepStarted(s simulator.Step, at time.Time) {
	if p.ended.Load() && s.Verb != "expect" {
		p.abort(errTooEarly)
		return
	}
	p.printer.StepStarted(s, at)
}

// Attempted ends the scenario where nobody is there to receive it.
func (p *playing) Attempted(e simulator.Entry, a simulator.Attempt) {
	if p.ended.Load() && !a.OK {
		p.abort(errTooEarly)
	}
	p.printer.Attempted(e, a)
}

// failures are what is wrong with how it went, a line each.
func (p *playing) failures() (lines []string) {
	if p.err != nil {
		lines = append(lines, fmt.Sprintf("%s was not played to its end: %v", p.scenario.Name, p.err))
	}
	if p.report != nil {
		for _, f := range p.report.Failures {
			lines = append(lines, "expectation failed: "+f)
		}
	}
	return lines
}

// ok is whether it came to its end as it should.
func (p *playing) ok() bool { return p.err == nil && p.report.OK() }
