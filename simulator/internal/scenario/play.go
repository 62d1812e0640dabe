package scenario

import (
	"context"
	"fmt"
	"time"
)

// An Observer is told what a scenario does while it does it.
type Observer interface {
	StepStarted(s Step)

	// Expectation is the outcome of an expect step, with its explanation.
	Expectation(s Step, ok bool, explanation string)

	// StepDone ends what StepStarted began. The error is the actor's; a failed
	// expectation is none.
	StepDone(s Step, err error)
}

// A Result is what became of a scenario's expectations.
type Result struct {
	Expectations int
	Failed       int
	Failures     []*Error // one per failed expectation, in the order of steps
}

// PlayOptions change how a scenario is played. The zero value plays all of it.
type PlayOptions struct {
	// SkipExpect passes over the expectations: where nothing is delivered,
	// nothing can be expected.
	SkipExpect bool
}

// Play creates the scenario's users and carries out its steps, in order. A
// failed expectation is part of the result and stops nothing. An actor's error
// and a canceled context end the play; the error is then an [*Error] with the
// step's position, and the result is what came before. The observer may be nil.
func Play(ctx context.Context, sc *Scenario, a Actor, o Observer) (*Result, error) {
	return PlayOptions{}.Play(ctx, sc, a, o)
}

// Play is [Play] with options.
func (opts PlayOptions) Play(ctx context.Context, sc *Scenario, a Actor, o Observer) (*Result, error) {
	if o == nil {
		o = silent{}
	}
	p := &player{actor: a, observer: o, skipExpect: opts.SkipExpect, since: a.Now()}
	for _, u := range sc.Users {
		if err := p.create(ctx, u); err != nil {
			return &p.result, err
		}
	}
	for _, s := range sc.Steps {
		if err := p.step(ctx, s); err != nil {
			return &p.result, err
		}
	}
	return &p.result, nil
}

// A player is one play of a scenario.
type player struct {
	actor      Actor
	observer   Observer
	skipExpect bool
	since      time.Time // when the last step began that is no expectation, simulated
	result     Result
}

func (p *player) create(ctx context.Context, u User) error {
	if ctx.Err() != nil {
		return wrap(u.Pos, "", context.Cause(ctx))
	}
	if err := p.actor.CreateUser(ctx, u); err != nil {
		return wrap(u.Pos, "", fmt.Errorf("create user %s: %w", u.Name, err))
	}
	return nil
}

func (p *player) step(ctx context.Context, s Step) error {
	if ctx.Err() != nil {
		return wrap(s.Pos, s.Verb, context.Cause(ctx))
	}
	if s.Verb != "expect" {
		p.since = p.actor.Now()
	}
	p.observer.StepStarted(s)
	err := s.Action.do(ctx, p, s)
	p.observer.StepDone(s, err)
	if err != nil {
		return wrap(s.Pos, s.Verb, err)
	}
	return nil
}

func (p *player) expectation(s Step, ok bool, explanation string) {
	p.result.Expectations++
	if !ok && s.Otherwise != "" {
		explanation = s.Otherwise + "\n" + explanation
	}
	if !ok {
		p.result.Failed++
		p.result.Failures = append(p.result.Failures, &Error{Pos: s.Pos, Verb: s.Verb, Cause: explanation})
	}
	p.observer.Expectation(s, ok, explanation)
}

// silent is the observer of those who want none.
type silent struct{}

func (silent) StepStarted(Step)               {}
func (silent) StepDone(Step, error)           {}
func (silent) Expectation(Step, bool, string) {}
