package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// An execution is a command beside a simulator, and the scenario that is
// played to it.
type execution struct {
	sim     *simulator.Simulator
	play    *playing // nil for none
	program *exec.Cmd
	grace   time.Duration
	stop    bool      // the command when the scenario has been played
	out     io.Writer // what there is to say
}

// run runs the command to its end, and judges.
func (e *execution) run(ctx context.Context) error {
	var played chan struct{} // nil where nothing is played beside the command
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

// verdict says how it went, and is nil where all is well; code and how are
// the command's.
func (e *execution) verdict(ctx context.Context, code int, how string) error {
	all := e.sim.Finish()
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
	e.tellWrong(all.Timeline)
	switch {
	case code != exitOK:
		return &exitError{code: code}
	case ctx.Err() != nil:
		return &exitError{code: exitInterrupted}
	}
	return &exitError{code: exitFailed}
}

// say prints a line beside what the command prints.
func (e *execution) say(format string, args ...any) {
	fmt.Fprintf(e.out, "vitalsim: "+format+"\n", args...)
}

// How much is told of what went wrong.
const maxWrong, maxTries, maxResponse = 10, 3, 300

// tellWrong prints the deliveries that went wrong, with their attempts.
func (e *execution) tellWrong(all []simulator.Delivered) {
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
		e.tellAttempts(d.Attempts)
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

// tellAttempts prints attempts, those with the same outcome on one line.
func (e *execution) tellAttempts(all []simulator.Attempt) {
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

// wentWrong is whether a delivery was given up, or an attempt of it was not
// accepted.
func wentWrong(d simulator.Delivered) bool {
	for _, a := range d.Attempts {
		if !a.OK {
			return true
		}
	}
	return d.Failed()
}

// outcome is how an attempt was answered, on one line.
func outcome(a simulator.Attempt) string {
	_, text, told := strings.Cut(a.Error, `": `) // after the method and the URL, which are known
	if !told {
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

// shortText is a text of at most so many characters.
func shortText(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
