package simulator

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Observer is told what a scenario does while it does it. Calls come one at
// a time.
type Observer interface {
	// StepStarted is called when a step begins; at is the simulated time.
	StepStarted(s Step, at time.Time)
	// Attempted is called for every attempt, in the order of the timeline.
	Attempted(e Entry, a Attempt)
	// Expectation is called with the outcome of an expect step.
	Expectation(s Step, ok bool, explanation string)
}

// For is the configuration with the scenario's own seed and start where the
// configuration has none.
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

// Play plays a scenario in the team of the simulator's own key and returns
// when its last step is done. Meanwhile time moves by its steps alone; a clock
// that has a speed goes on afterwards. The observer may be nil. A failed
// expectation or delivery is part of the report, an error is a step that could
// not be done.
func (s *Simulator) Play(ctx context.Context, sc *Scenario, o Observer) (*Report, error) {
	return s.play(ctx, sc, o, scenario.PlayOptions{})
}

// PlanScenario is the timeline that a scenario would send, without sending it.
func PlanScenario(ctx context.Context, sc *Scenario, c Config) (*Plan, error) {
	s, err := newQuiet(c.For(sc))
	if err != nil {
		return nil, err
	}
	defer s.Close()
	report, err := s.play(ctx, sc, nil, scenario.PlayOptions{SkipExpect: true})
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

// newQuiet is a simulator that sends nothing, and takes all as accepted.
func newQuiet(c Config) (*Simulator, error) {
	c.Target, c.Endpoints, c.Handler = "http://plan.invalid", nil, nil
	c.RunID, c.Transport, c.keepAll = "", acceptAll{}, true
	return New(c)
}

func (s *Simulator) play(ctx context.Context, sc *Scenario, o Observer, opts scenario.PlayOptions) (*Report, error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return nil, err
	}
	return s.playIn(ctx, u, sc, o, opts)
}

// playIn plays a scenario in a team.
func (s *Simulator) playIn(ctx context.Context, u *universe, sc *Scenario, o Observer, opts scenario.PlayOptions) (*Report, error) {
	config := s.current()
	if sc.Probes() && !opts.SkipExpect && config.Target == "" && len(config.Endpoints) == 0 {
		app, err := s.application(u)
		if err != nil {
			return nil, err
		}
		u.setApplication(app)
	}
	a := &actor{sim: s, config: config, universe: u, ids: map[string]vital.ID{}, names: map[string]string{}}
	if speed := u.driver.Speed(); speed > 0 {
		_ = u.driver.SetSpeed(0)
		defer func() { _ = u.driver.SetSpeed(speed) }() // which it had, so it is valid
	}
	var watcher scenario.Observer
	if o != nil {
		watcher = stepWatcher{o, u}
		u.watch(func(d webhook.Delivery, at webhook.Attempt) {
			o.Attempted(entry(d.Message, a.names[d.User]), attempt(d, at))
		})
		defer u.watch(nil)
	}
	report := &Report{Scenario: sc.Name, Seed: u.seed, RunID: u.runID, Start: u.clock.Now()}
	for _, w := range sc.Warnings {
		report.Warnings = append(report.Warnings, w.String())
	}
	result, err := opts.Play(ctx, sc, a, watcher)
	report.End = u.clock.Now()
	if result != nil {
		report.Expectations = result.Expectations
		for _, f := range result.Failures {
			report.Failures = append(report.Failures, f.Error())
		}
	}
	report.Evicted = evicted(u)
	report.Faults = injections(u.faults.Ledger())
	report.Timeline = timeline(u, func(clientUserID string) string { return a.names[clientUserID] })
	return report, err
}

// stepWatcher adds the simulated time to what an Observer is told of steps.
type stepWatcher struct {
	Observer
	u *universe
}

func (w stepWatcher) StepStarted(s scenario.Step)   { w.Observer.StepStarted(s, w.u.clock.Now()) }
func (w stepWatcher) StepDone(scenario.Step, error) {}

// acceptAll is a network on which every delivery is accepted.
type acceptAll struct{}

func (acceptAll) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}
