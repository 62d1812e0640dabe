package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// A printer writes a timeline as text. A quiet one writes nothing.
type printer struct {
	w     io.Writer
	quiet bool

	attempts  int               // so far
	endpoints map[string]string // URLs by id
}

// stamp formats a simulated time.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

func (p *printer) header(sc *simulator.Scenario, sim *simulator.Simulator, c simulator.Config) {
	if p.quiet {
		return
	}
	p.endpoints = map[string]string{}
	c = c.For(sc)
	target, secret := "the built-in inbox", "as given"
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
	fmt.Fprintf(p.w, "%s: %s\n\n", sc.Name, sc.About)
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
	fmt.Fprintln(p.w)
}

// note prints a line between the lines of the timeline.
func (p *printer) note(format string, args ...any) {
	if !p.quiet {
		fmt.Fprintf(p.w, "\n"+format+"\n", args...)
	}
}

// StepStarted prints a step.
func (p *printer) StepStarted(s simulator.Step, at time.Time) {
	if !p.quiet && s.Verb != "expect" {
		fmt.Fprintf(p.w, "%s  > %s\n", stamp(at), s.Text)
	}
}

// Attempted prints an event with an attempt and the response to it.
func (p *printer) Attempted(e simulator.Entry, a simulator.Attempt) {
	if p.attempts++; p.quiet {
		return
	}
	answer := fmt.Sprint(a.StatusCode)
	if a.Error != "" {
		answer = a.Error
	}
	if a.Verified {
		answer += ", verified"
	} else {
		answer += ", NOT VERIFIED"
	}
	name := fmt.Sprintf("attempt %d", a.Number)
	if a.Copy > 0 {
		name += " again"
	}
	if a.Fault != "" {
		name += " (" + a.Fault + ")"
	}
	if len(p.endpoints) > 1 {
		answer += " at " + cmp.Or(p.endpoints[a.EndpointID], a.EndpointID)
	}
	e.At = a.At
	p.entry(e, name+": "+answer)
}

// entry prints one line of a timeline.
func (p *printer) entry(e simulator.Entry, attempt string) {
	line := fmt.Sprintf("%s  %-36s %-8s %-58s %s", stamp(e.At), e.EventType, e.User, e.Carries.Summary, attempt)
	fmt.Fprintln(p.w, trimRight(line))
}

func trimRight(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// Expectation prints the outcome of an expect step.
func (p *printer) Expectation(s simulator.Step, ok bool, explanation string) {
	if p.quiet {
		return
	}
	if ok {
		fmt.Fprintf(p.w, "%s: met\n", s.Text)
		return
	}
	if explanation == "" {
		fmt.Fprintf(p.w, "%s: not judged\n", s.Text)
		return
	}
	fmt.Fprintf(p.w, "%s: FAILED\n%s: %s\n", s.Text, s.Position, explanation)
}

// summary prints the result of a run.
func (p *printer) summary(r *simulator.Report, took time.Duration) {
	if p.quiet {
		return
	}
	accepted, failed, pending := r.Count()
	result := "passed"
	if !r.OK() {
		result = "FAILED"
	}
	fmt.Fprintf(p.w, "\n%s: %d messages (%d accepted, %d failed, %d waiting for a retry) in %d attempts; %d of %d expectations met\n",
		result, len(r.Timeline)+r.Evicted, accepted, failed, pending, p.attempts, r.Met(), r.Expectations)
	if acts := actsOf(r.Faults); acts != "" {
		fmt.Fprintf(p.w, "faults acted: %s\n", acts)
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

// span formats a duration with days.
func span(d time.Duration) string {
	days, rest := d/(24*time.Hour), d%(24*time.Hour)
	switch {
	case days == 0:
		return rest.String()
	case rest == 0:
		return fmt.Sprintf("%dd", days)
	}
	return fmt.Sprintf("%dd%v", days, rest)
}
