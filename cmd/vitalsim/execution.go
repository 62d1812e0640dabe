package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// An execution is a command that runs beside a simulator, with an optional
// scenario.
type execution struct {
	sim     *simulator.Simulator
	play    *playback // nil for none
	program *exec.Cmd
	grace   time.Duration
	stop    bool       // whether to stop the command after the scenario
	out     io.Writer  // for the verdict
	failOn  failOnFlag // undelivered or none
	junit   string     // file for a JUnit report; "" for none
}

// run runs the command to its end and returns the verdict.
func (e *execution) run(ctx context.Context) error {
	var played chan struct{} // nil if nothing is played beside the command
	if e.play != nil && e.play.first() {
		e.play.start(ctx)
		if <-e.play.done; e.play.err != nil {
			return e.verdict(ctx, exitOK, "")
		}
	}
	c, err := startChild(ctx, e.program, e.grace)
	if err != nil && ctx.Err() != nil {
		return err
	}
	if err != nil {
		return notStarted(e.program.Args[0], err)
	}
	if e.play != nil && !e.play.first() {
		e.play.start(ctx)
		played = e.play.done
	}
	stopped := false
	select {
	case <-c.exited:
		if played != nil {
			e.play.commandEnded(c.code == exitOK)
		}
	case <-played:
		if stopped = ctx.Err() == nil && (e.stop || e.play.err != nil); stopped {
			c.stop()
		}
	}
	c.close()
	if played != nil {
		<-played
	}
	if stopped {
		return e.verdict(ctx, exitOK, "")
	}
	return e.verdict(ctx, c.code, c.how)
}

// verdict prints what failed and returns nil if nothing did. Code and how say
// how the command ended.
func (e *execution) verdict(ctx context.Context, code int, how string) error {
	all := e.sim.Finish()
	if e.junit != "" {
		took := clock.System.Now().Sub(e.play.began)
		p := played{e.play.scenario, e.play.outcomes, e.sim.Endpoints(), e.play.report, e.play.err, strings.Join(e.program.Args, " "), "", took}
		if code != exitOK {
			p.ended = how
		}
		if err := writeJUnit(e.junit, p); err != nil {
			e.say("%v", err)
			return &exitError{code: exitFailed}
		}
	}
	groups := simulator.GroupFailures(all.Timeline, e.sim.Endpoints())
	lost := undelivered(slices.Clone(groups))
	if code == exitOK && e.ok(lost) {
		if e.play != nil {
			r := e.play.report
			accepted, _, _ := r.Count()
			e.say("%s: %d messages accepted, %d of %d expectations met", r.Scenario, accepted, r.Expectations, r.Expectations)
		}
		if len(lost) > 0 {
			e.say("deliveries that were not accepted:")
			printGroups(e.out, lost)
		}
		e.sayUnused(all)
		return nil
	}
	if code != exitOK {
		e.say("the command %s", how)
	}
	if e.play != nil {
		for _, line := range e.play.failures() {
			e.say("%s", line)
		}
	}
	e.printFailures(all, groups)
	switch {
	case code != exitOK:
		return &exitError{code: code}
	case ctx.Err() != nil:
		return &exitError{code: exitInterrupted}
	}
	return &exitError{code: exitFailed}
}

// ok reports whether a command that has passed passes with all that the simulator did.
// Messages after the end of a scenario do not, since the command may have stopped listening.
func (e *execution) ok(lost []simulator.FailureGroup) bool {
	if e.play != nil {
		return e.play.ok(e.failOn)
	}
	return e.failOn == failOnNone || len(lost) == 0
}

// say prints a line to stderr.
func (e *execution) say(format string, args ...any) {
	fmt.Fprintf(e.out, "vitalsim: "+format+"\n", args...)
}

// sayUnused prints what had no effect.
func (e *execution) sayUnused(all *simulator.Report) {
	for _, sentence := range all.Unused {
		e.say("%s", sentence)
	}
}

// printFailures prints the deliveries that went wrong, grouped by cause, and what had no
// effect.
func (e *execution) printFailures(all *simulator.Report, groups []simulator.FailureGroup) {
	attempted := slices.ContainsFunc(all.Timeline, func(d simulator.Delivered) bool { return len(d.Attempts) > 0 })
	switch {
	case len(groups) > 0:
		e.say("deliveries that went wrong:")
		printGroups(e.out, groups)
	case attempted:
		e.say("all %d webhooks were accepted at once", len(all.Timeline))
	case len(all.Unused) == 0:
		e.say("no webhook was sent")
	}
	e.sayUnused(all)
}
