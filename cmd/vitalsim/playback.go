package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// Causes for which a scenario is aborted.
var (
	errTooEarly = errors.New("the command ended before the scenario did")
	errSilent   = errors.New("the command ended before anything responded at the target")
)

// A playback is a scenario that is played while a command runs.
type playback struct {
	sim      *simulator.Simulator
	scenario *simulator.Scenario
	waitFor  []string // addresses that must respond first
	patience time.Duration
	printer
	began time.Time // of wall time

	done   chan struct{}     // closed when it has ended, with report and err
	report *simulator.Report // nil if it did not begin
	err    error             // why it did not begin or finish

	ended   atomic.Bool             // whether the command has ended
	abort   context.CancelCauseFunc // stops the scenario
	abandon context.CancelCauseFunc // stops waiting for the addresses
}

func newPlayback(sim *simulator.Simulator, sc *simulator.Scenario, waitFor []string, patience time.Duration, p printer) *playback {
	return &playback{sim: sim, scenario: sc, waitFor: waitFor, patience: patience, printer: p, began: clock.System.Now(), done: make(chan struct{})}
}

// first reports whether the scenario is played before the command starts, since
// no address has to respond.
func (p *playback) first() bool { return len(p.waitFor) == 0 }

// start plays the scenario in the background.
func (p *playback) start(ctx context.Context) {
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

// commandEnded stops the scenario at once if the command has failed. If it has
// passed, the current step may finish without further deliveries, and
// expectations are still checked.
func (p *playback) commandEnded(passed bool) {
	p.ended.Store(true)
	p.abandon(errSilent)
	if !passed {
		p.abort(errTooEarly)
	}
}

// StepStarted aborts the scenario if the command has ended.
func (p *playback) StepStarted(s simulator.Step, at time.Time) {
	if p.ended.Load() && s.Verb != "expect" {
		p.abort(errTooEarly)
		return
	}
	p.printer.StepStarted(s, at)
}

// Attempted aborts the scenario if the command has ended and an attempt failed.
func (p *playback) Attempted(e simulator.Entry, a simulator.Attempt) {
	if p.ended.Load() && !a.OK {
		p.abort(errTooEarly)
	}
	p.printer.Attempted(e, a)
}

// failures returns a line for each failure.
func (p *playback) failures() (lines []string) {
	if p.err != nil {
		lines = append(lines, fmt.Sprintf("%s did not finish: %v", p.scenario.Name, p.err))
	}
	if p.report != nil {
		for _, f := range p.report.Failures {
			lines = append(lines, "expectation failed: "+f)
		}
	}
	return lines
}

// ok reports whether the scenario finished without failures.
func (p *playback) ok(failOn failOnFlag) bool { return p.err == nil && failOn.passes(p.report) }
