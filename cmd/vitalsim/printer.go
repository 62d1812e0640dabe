package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// What a printer prints while a scenario plays.
type detailLevel int

const (
	everyAttempt detailLevel = iota // a line per step, attempt and expectation
	everyDay                        // a line per simulated day and failed expectation
	nothing
)

// A printer writes the timeline of a scenario as text.
type printer struct {
	w      io.Writer
	detail detailLevel
	layout

	outcomes  []expectationOutcome // so far
	attempts  int
	endpoints map[string]string // URLs by id
	today     dayCount
	repeated  struct { // consecutive attempts that failed alike
		cause, answer string
		printed, more int
	}
}

// An expectationOutcome is the outcome of an expect step.
type expectationOutcome struct {
	step        simulator.Step
	met         bool
	explanation string // of one that failed; "" if it could not be judged
}

// A dayCount is the number of attempts on a simulated day.
type dayCount struct {
	at               time.Time // on the day; zero before the first
	accepted, failed int
}

// newPrinter returns a printer of what a scenario does.
func newPrinter(w io.Writer, colour colourFlag, detail detailLevel, sc *simulator.Scenario) printer {
	var users []string
	for _, u := range sc.Users {
		users = append(users, u.Name)
	}
	return printer{w: w, detail: detail, layout: newLayout(w, colour, sc.EventTypes(), users)}
}

// stamp formats a simulated time.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

// span formats a duration in whole seconds, as in 3d14h.
func span(d time.Duration) string { return clock.Duration(d.Truncate(time.Second)).String() }

func (p *printer) header(sc *simulator.Scenario, sim *simulator.Simulator, c simulator.Config) {
	if p.detail == nothing {
		return
	}
	p.endpoints = map[string]string{}
	c = c.For(sc)
	target, secret := "the built-in inbox, which verifies them", "as given"
	var urls []string
	for _, e := range sim.Endpoints() {
		urls = append(urls, e.URL)
		p.endpoints[e.ID] = e.URL
	}
	if len(c.Endpoints) > 0 {
		target = strings.Join(urls, "\n            and ")
	}
	if c.Secret == "" {
		secret = simulator.ExampleSecret + " (an example, not a secret)"
	}
	fmt.Fprintf(p.w, "%s: %s\n\n", p.paint(color.Bold, sc.Name), sc.About)
	fmt.Fprintf(p.w, "  api       %s\n  key       %s\n  webhooks  to %s\n  secret    %s\n", sim.URL(), sim.APIKey(), target, secret)
	fmt.Fprintf(p.w, "  seed      %d\n", *c.Seed)
	if c.RunID != "" {
		fmt.Fprintf(p.w, "  run id    %s (--run-id %s repeats these svix-ids)\n", c.RunID, c.RunID)
	}
	for _, text := range c.Faults {
		fmt.Fprintf(p.w, "  fault     %s\n", text)
	}
	for _, w := range sc.Warnings {
		fmt.Fprintf(p.w, "  %s\n", w)
	}
	if p.detail == everyDay {
		fmt.Fprintln(p.w)
	}
}

// note prints a line between the lines of the timeline.
func (p *printer) note(format string, args ...any) {
	p.endDay()
	if p.detail != nothing {
		fmt.Fprintf(p.w, "\n"+format+"\n", args...)
	}
}

// at prints the day of what follows, if it is another one than before; or what
// happened on the day before.
func (p *printer) at(t time.Time) {
	if t.UTC().Format(time.DateOnly) == p.today.at.UTC().Format(time.DateOnly) {
		return
	}
	p.endDay()
	p.today = dayCount{at: t}
	if p.detail == everyAttempt {
		fmt.Fprintf(p.w, "\n%s\n", p.day(t))
	}
}

// endDay prints the line of a day.
func (p *printer) endDay() {
	if p.detail == everyDay && p.today.accepted+p.today.failed > 0 {
		line := fmt.Sprintf("%s  %d accepted", p.today.at.UTC().Format(time.DateOnly), p.today.accepted)
		if p.today.failed > 0 {
			line += p.paint(color.FgRed, fmt.Sprintf(", %d attempts failed", p.today.failed))
		}
		fmt.Fprintln(p.w, line)
	}
	p.today = dayCount{}
}

// StepStarted prints a step.
func (p *printer) StepStarted(s simulator.Step, at time.Time) {
	p.endAlike()
	if p.at(at); p.detail == everyAttempt && s.Verb != "expect" {
		fmt.Fprintf(p.w, "%s  > %s\n", at.UTC().Format(time.TimeOnly), p.paint(color.Bold, s.Text))
	}
}

// Attempted prints an event with an attempt and the response to it.
func (p *printer) Attempted(e simulator.Entry, a simulator.Attempt) {
	p.attempts++
	if p.detail == everyAttempt && p.alike(a) {
		return
	}
	p.at(a.At)
	if a.OK {
		p.today.accepted++
	} else {
		p.today.failed++
	}
	if p.detail != everyAttempt {
		return
	}
	answer := attemptText(a)
	if len(p.endpoints) > 1 {
		answer += " at " + cmp.Or(p.endpoints[a.EndpointID], a.EndpointID)
	}
	fmt.Fprintln(p.w, p.line(a.At, e.EventType, e.User, e.Carries.Summary, answer, a.OK))
}

// fewAlike is the number of consecutive attempts that failed alike of which each has a
// line.
const fewAlike = 3

// alike reports whether an attempt failed as those before it did, so often that it has
// no line of its own. Before another outcome it prints how many these were.
func (p *printer) alike(a simulator.Attempt) bool {
	cause := ""
	if !a.OK {
		cause = a.EndpointID + " " + outcome(a)
	}
	if cause != p.repeated.cause {
		p.endAlike()
		p.repeated.cause, p.repeated.printed = cause, 0
	}
	if cause == "" || p.repeated.printed < fewAlike {
		p.repeated.printed++
		return false
	}
	p.repeated.more++
	p.repeated.answer = outcome(a)
	return true
}

// endAlike prints how many attempts had no line.
func (p *printer) endAlike() {
	if p.repeated.more > 0 {
		fmt.Fprintf(p.w, "          … %s\n", p.paint(color.FgRed, fmt.Sprintf("%d more attempts: %s", p.repeated.more, p.repeated.answer)))
	}
	p.repeated.more = 0
}

// attemptText describes an attempt and the response to it. A first attempt that was
// accepted is only its status.
func attemptText(a simulator.Attempt) string {
	text := outcome(a)
	switch {
	case a.Copy > 0:
		return fmt.Sprintf("attempt %d again: %s", a.Number, text)
	case a.Number > 1 || !a.OK:
		return fmt.Sprintf("attempt %d: %s", a.Number, text)
	}
	return text
}

// Expectation prints the outcome of an expect step.
func (p *printer) Expectation(s simulator.Step, ok bool, explanation string) {
	p.outcomes = append(p.outcomes, expectationOutcome{s, ok, explanation})
	p.endAlike()
	switch {
	case p.detail == nothing || ok && p.detail == everyDay:
	case ok:
		fmt.Fprintf(p.w, "%s: %s\n", s.Text, p.paint(color.FgGreen, "met"))
	case explanation == "":
		fmt.Fprintf(p.w, "%s: not judged\n", s.Text)
	default:
		fmt.Fprintf(p.w, "%s: %s\n%s: %s\n", s.Text, p.paint(color.FgRed, "FAILED"), s.Position, explanation)
	}
}

// undelivered prints the deliveries that were not accepted, by cause.
func (p *printer) undelivered(groups []simulator.FailureGroup) {
	p.endAlike()
	if p.detail == nothing || len(groups) == 0 {
		return
	}
	p.note("deliveries that were not accepted:")
	printGroups(p.w, groups)
}

// summary prints the result of a run.
func (p *printer) summary(r *simulator.Report, passed bool, took time.Duration) {
	p.endDay()
	if p.detail == nothing {
		return
	}
	accepted, failed, pending := r.Count()
	result := p.paint(color.FgGreen, "passed")
	if !passed {
		result = p.paint(color.FgRed, "FAILED")
	}
	fmt.Fprintf(p.w, "\n%s: %d messages (%d accepted, %d failed, %d waiting for a retry) in %d attempts; %d of %d expectations met\n",
		result, len(r.Timeline)+r.Evicted, accepted, failed, pending, p.attempts, r.Met(), r.Expectations)
	if acts := actsOf(r.Faults); acts != "" {
		fmt.Fprintf(p.w, "faults acted: %s\n", acts)
	}
	for _, sentence := range r.Unused {
		fmt.Fprintln(p.w, p.paint(color.FgYellow, sentence))
	}
	fmt.Fprintf(p.w, "%s of simulated time, from %s, took %v\n", span(r.End.Sub(r.Start)), stamp(r.Start), took.Round(time.Millisecond))
}

// actsOf counts the acts of each fault, as in "brown-out 2 times, duplicate once".
func actsOf(ledger []simulator.Injection) string {
	var names []string
	counts := map[string]int{}
	for _, i := range ledger {
		if counts[i.Fault]++; counts[i.Fault] == 1 {
			names = append(names, i.Fault)
		}
	}
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d times", name, counts[name])
		if counts[name] == 1 {
			names[i] = name + " once"
		}
	}
	return strings.Join(names, ", ")
}
