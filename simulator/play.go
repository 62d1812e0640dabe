package simulator

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
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
	c.Target, c.Endpoints = "http://plan.invalid", nil
	c.RunID, c.Transport, c.keepAll = "", acceptAll{}, true
	s, err := New(c.For(sc))
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

func (s *Simulator) play(ctx context.Context, sc *Scenario, o Observer, opts scenario.PlayOptions) (*Report, error) {
	u, err := s.universe(s.config.APIKey)
	if err != nil {
		return nil, err
	}
	a := &actor{universe: u, ids: map[string]vital.ID{}, names: map[string]string{}}
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
	report := &Report{Scenario: sc.Name, Seed: *s.config.Seed, RunID: s.config.RunID, Start: u.clock.Now()}
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

// An actor carries out a scenario's steps in a universe.
type actor struct {
	universe *universe
	ids      map[string]vital.ID // by the scenario's names
	names    map[string]string   // by client_user_id
}

// CreateUser adds a user of the scenario.
func (a *actor) CreateUser(_ context.Context, u scenario.User) error {
	made, err := a.universe.world.CreateUser(a.universe.clock.Now(), world.NewUser{
		ClientUserID: u.ClientUserID, FallbackTimeZone: u.TimeZone, Persona: u.Persona,
	})
	if err != nil {
		return err
	}
	a.ids[u.Name], a.names[u.ClientUserID] = made.UserID, u.Name
	return nil
}

// done attempts what a step has caused before the next one begins.
func (a *actor) done(ctx context.Context, changes []world.Change, err error) error {
	if err != nil {
		return err
	}
	a.universe.send(changes)
	return a.universe.clock.Advance(ctx, 0)
}

// Connect links a user to a provider.
func (a *actor) Connect(ctx context.Context, c scenario.Connect) error {
	changes, err := a.universe.world.Connect(a.universe.clock.Now(), a.ids[c.User], c.Provider, world.ConnectOptions{
		Days: c.Backfill.Days, Chunks: c.Backfill.Chunks, Resources: c.Resources,
	})
	return a.done(ctx, changes, err)
}

// Advance moves the clock.
func (a *actor) Advance(ctx context.Context, d time.Duration) error {
	return a.universe.clock.Advance(ctx, d)
}

// Sync polls a user's connections now.
func (a *actor) Sync(ctx context.Context, s scenario.Sync) error {
	changes, err := a.universe.world.Sync(a.universe.clock.Now(), a.ids[s.User], s.Provider, s.Upload)
	return a.done(ctx, changes, err)
}

// Update corrects a record; its event leaves with the next sync.
func (a *actor) Update(ctx context.Context, u scenario.Update) error {
	ref := world.RecordRef{}
	switch u.Record.By {
	case scenario.ByDate:
		ref.Date = vital.Val(u.Record.Date)
	case scenario.ByInstant:
		ref.At = u.Record.At
	}
	err := a.universe.world.Update(a.universe.clock.Now(), a.ids[u.User], world.Edit{
		Provider: u.Provider, Resource: u.Resource, Record: ref, Set: u.Set,
	})
	return a.done(ctx, nil, err)
}

// Disconnect ends a link.
func (a *actor) Disconnect(ctx context.Context, d scenario.Disconnect) error {
	return a.done(ctx, nil, a.universe.world.Disconnect(a.universe.clock.Now(), a.ids[d.User], d.Provider))
}

// Messages are all messages of the universe so far, those that its log has
// evicted among them. One is accepted when every endpoint that wants it has
// accepted it.
func (a *actor) Messages() []scenario.Message {
	var out []scenario.Message
	for tally, count := range a.universe.dispatcher.Evicted() {
		m := scenario.Message{EventType: tally.EventType, User: a.names[tally.User], Accepted: !tally.Unwanted}
		if m.Accepted {
			m.Status, m.Attempts = http.StatusOK, 1 // at least; nobody knows more
		}
		out = append(out, slices.Repeat([]scenario.Message{m}, count)...)
	}
	var last *webhook.Message
	for _, d := range a.universe.dispatcher.Log() {
		if d.Message != last { // the log has the deliveries of a message side by side
			last = d.Message
			out = append(out, scenario.Message{EventType: d.EventType, User: a.names[d.User], Accepted: true})
		}
		m := &out[len(out)-1]
		m.Attempts += len(d.Attempts)
		if n := len(d.Attempts); n > 0 && m.Accepted {
			m.Status = d.Attempts[n-1].StatusCode
		}
		m.Accepted = m.Accepted && d.Status == webhook.Success
	}
	return out
}

// acceptAll is a network on which every delivery is accepted.
type acceptAll struct{}

func (acceptAll) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, fmt.Errorf("deliver: %w", err)
	}
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}
