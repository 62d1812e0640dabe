package simulator

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// An Observer follows a scenario while it plays. Its methods are called one at a
// time.
type Observer interface {
	// StepStarted is called when a step begins; at is the simulated time.
	StepStarted(s Step, at time.Time)
	// Attempted is called for every attempt, in the order of the timeline.
	Attempted(e Entry, a Attempt)
	// Expectation is called with the outcome of an expect step. The explanation is
	// empty for one that could not be judged for a reason that was given before.
	Expectation(s Step, ok bool, explanation string)
}

// For returns the configuration with the scenario's seed and start as defaults.
func (c Config) For(sc *Scenario) Config {
	if c.Seed == nil {
		seed := sc.Seed
		c.Seed = &seed
	}
	if c.Start.IsZero() {
		c.Start = sc.Start
	}
	return c
}

// Play plays a scenario in the simulator's own team and returns when its last
// step is done. Meanwhile only the steps move the clock; a clock with a speed
// continues afterwards. The observer may be nil. Failed expectations and
// deliveries are part of the report; an error means that a step could not be
// carried out.
func (s *Simulator) Play(ctx context.Context, sc *Scenario, o Observer) (*Report, error) {
	return s.play(ctx, sc, o, false)
}

// PlanScenario returns the timeline of a scenario without sending anything.
func PlanScenario(ctx context.Context, sc *Scenario, c Config) (*Plan, error) {
	s, err := newQuiet(c.For(sc))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	report, err := s.play(ctx, sc, nil, true)
	if err != nil {
		return nil, err
	}
	plan := &Plan{
		Scenario: report.Scenario, Seed: report.Seed, Start: report.Start, End: report.End,
		Warnings: report.Warnings, Timeline: make([]Entry, len(report.Timeline)),
	}
	for i, d := range report.Timeline {
		plan.Timeline[i] = d.Entry
	}
	return plan, nil
}

// newQuiet returns a simulator that sends nothing and counts every delivery as
// accepted.
func newQuiet(c Config) (*Simulator, error) {
	c.Target, c.Endpoints, c.Handler = "http://plan.invalid", nil, nil
	c.RunID, c.Transport, c.keepAll = "", acceptAll{}, true
	return New(c)
}

// play plays a scenario in the team.
func (s *Simulator) play(ctx context.Context, sc *Scenario, o Observer, skipExpect bool) (*Report, error) {
	t, err := s.teams.Own()
	if err != nil {
		return nil, err
	}
	play := team.Play{Scenario: sc.parsed, SkipExpect: skipExpect}
	if o != nil {
		play.Observer = observer{o}
	}
	report, err := t.Play(ctx, play)
	return newReport(report), err
}

// An observer passes on what a scenario does in the types of this package.
type observer struct{ Observer }

// StepStarted passes on the beginning of a step.
func (o observer) StepStarted(s scenario.Step, at time.Time) { o.Observer.StepStarted(newStep(s), at) }

// Expectation passes on the outcome of an expect step.
func (o observer) Expectation(s scenario.Step, ok bool, explanation string) {
	o.Observer.Expectation(newStep(s), ok, explanation)
}

// Attempted passes on an attempt.
func (o observer) Attempted(d webhook.Delivery, a webhook.Attempt, user string) {
	o.Observer.Attempted(entry(d.Message, user), attempt(d, a))
}

// acceptAll is a network on which every delivery is accepted.
type acceptAll struct{}

func (acceptAll) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// A Report is the result of a scenario.
type Report struct {
	Scenario     string      `json:"scenario"`
	Seed         uint64      `json:"seed"`
	Start        time.Time   `json:"start"`
	End          time.Time   `json:"end"`
	RunID        string      `json:"run_id,omitempty"`
	Warnings     []string    `json:"warnings,omitempty"`
	Timeline     []Delivered `json:"timeline"`
	Evicted      int         `json:"evicted,omitempty"` // accepted messages that are too old to be in the timeline still; see Timeline
	Faults       []Injection `json:"faults,omitempty"`  // exactly what was injected
	Expectations int         `json:"expectations"`
	Failures     []string    `json:"failures,omitempty"` // of expectations, with their positions
	Unused       []string    `json:"unused,omitempty"`   // sentences about what had no effect; see Simulator.Unused
	Unjudged     int         `json:"unjudged,omitempty"` // expectations that could not be judged for a reason that a failure names
}

// Count returns how many messages were accepted, have failed, and are waiting for
// a retry. Messages that no endpoint wants are not counted.
func (r *Report) Count() (accepted, failed, pending int) {
	accepted = r.Evicted
	for _, d := range r.Timeline {
		switch {
		case d.Accepted():
			accepted++
		case d.Failed():
			failed++
		case d.Pending():
			pending++
		}
	}
	return accepted, failed, pending
}

// Met returns how many expectations were met.
func (r *Report) Met() int { return r.Expectations - len(r.Failures) - r.Unjudged }

// OK reports whether every message that an endpoint wants was accepted and every
// expectation was met.
func (r *Report) OK() bool {
	_, failed, pending := r.Count()
	return failed+pending == 0 && len(r.Failures) == 0
}

// A Plan is the timeline that a scenario would send.
type Plan struct {
	Scenario string    `json:"scenario"`
	Seed     uint64    `json:"seed"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Warnings []string  `json:"warnings,omitempty"`
	Timeline []Entry   `json:"timeline"`
}

// newReport returns the report of a team; the team may be nil.
func newReport(r *team.Report) *Report {
	if r == nil {
		return nil
	}
	return &Report{
		Scenario: r.Scenario, Seed: r.Seed, Start: r.Start, End: r.End, RunID: r.RunID, Warnings: r.Warnings,
		Timeline: new(timeline).show(r.Deliveries, r.Several, func(clientUserID string) string { return r.Names[clientUserID] }),
		Evicted:  r.Evicted, Faults: injections(r.Faults), Expectations: r.Expectations, Failures: r.Failures, Unjudged: r.Unjudged, Unused: r.Unused,
	}
}
