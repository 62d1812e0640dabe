package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
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
	stop    bool      // whether to stop the command after the scenario
	out     io.Writer // for the verdict
	junit   string    // file for a JUnit report; "" for none
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
		p := played{e.play.scenario, e.play.outcomes, e.play.report, e.play.err, strings.Join(e.program.Args, " "), "", took}
		if code != exitOK {
			p.ended = how
		}
		if err := writeJUnit(e.junit, p); err != nil {
			e.say("%v", err)
			return &exitError{code: exitFailed}
		}
	}
	if code == exitOK && (e.play == nil || e.play.ok()) {
		if e.play != nil {
			r := e.play.report
			e.say("%s: %d messages accepted, %d of %d expectations met", r.Scenario, len(r.Timeline)+r.Evicted, r.Expectations, r.Expectations)
		}
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
	e.printFailures(all.Timeline)
	switch {
	case code != exitOK:
		return &exitError{code: code}
	case ctx.Err() != nil:
		return &exitError{code: exitInterrupted}
	}
	return &exitError{code: exitFailed}
}

// say prints a line to stderr.
func (e *execution) say(format string, args ...any) {
	fmt.Fprintf(e.out, "vitalsim: "+format+"\n", args...)
}

// Limits of what is printed about failed deliveries.
const maxWrong, maxTries, maxResponse = 10, 3, 300

// printFailures prints the deliveries that went wrong, with their attempts.
func (e *execution) printFailures(all []simulator.Delivered) {
	attempted, wrong := 0, 0
	for _, d := range all {
		if len(d.Attempts) == 0 && !d.Failed() {
			continue
		}
		if attempted++; !wentWrong(d) {
			continue
		}
		if wrong++; wrong > maxWrong {
			continue
		}
		if wrong == 1 {
			e.say("deliveries that went wrong:")
		}
		fmt.Fprintf(e.out, "  %s  %s for %s, %s\n", stamp(d.At), d.EventType, d.ClientUserID, d.SvixID)
		e.printAttempts(d.Attempts)
	}
	switch {
	case attempted == 0:
		e.say("no webhook was sent")
	case wrong == 0:
		e.say("all %d webhooks were accepted at once", attempted)
	case wrong > maxWrong:
		e.say("and %d more, of %d deliveries", wrong-maxWrong, attempted)
	}
}

// printAttempts prints attempts; consecutive ones with the same outcome share a line.
func (e *execution) printAttempts(all []simulator.Attempt) {
	for printed := 0; len(all) > 0; printed++ {
		if printed == maxTries {
			fmt.Fprintf(e.out, "      and %d more\n", len(all))
			return
		}
		same := 1
		for same < len(all) && outcome(all[same]) == outcome(all[0]) {
			same++
		}
		which := fmt.Sprintf("attempt %d", all[0].Number)
		if same > 1 {
			which = fmt.Sprintf("attempts %d to %d", all[0].Number, all[same-1].Number)
		}
		fmt.Fprintf(e.out, "      %s: %s\n", which, outcome(all[0]))
		all = all[same:]
	}
}

// wentWrong reports whether a delivery failed or had an attempt that was not
// accepted.
func wentWrong(d simulator.Delivered) bool {
	for _, a := range d.Attempts {
		if !a.OK {
			return true
		}
	}
	return d.Failed()
}

// outcome describes the response to an attempt on one line.
func outcome(a simulator.Attempt) string {
	_, text, found := strings.Cut(a.Error, `": `) // without the method and the URL
	if !found {
		text = a.Error
	}
	if text == "" {
		text = fmt.Sprint(a.StatusCode)
		if body := strings.Join(strings.Fields(a.Response), " "); body != "" && !a.OK {
			text += ": " + shortText(body, maxResponse)
		}
	}
	if a.Fault != "" {
		text += " (fault " + a.Fault + ")"
	}
	return text
}

// shortText returns a text with at most limit characters.
func shortText(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
