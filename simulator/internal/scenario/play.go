package scenario

import (
	"context"
	"fmt"
	"time"
)

// An Observer receives the progress of a scenario.
type Observer interface {
	StepStarted(s Step)

	// Expectation receives the outcome of an expect step with its explanation, which
	// is empty for one that is Unjudged.
	Expectation(s Step, ok bool, explanation string)

	// StepDone follows StepStarted. The error is the team's; it is nil for a
	// failed expectation.
	StepDone(s Step, err error)
}

// A Result counts the expectations of a scenario and lists those that failed.
type Result struct {
	Expectations int
	Failed       int
	Failures     []*Error // one per failed expectation, in the order of steps

	// Unjudged counts the expectations that could not be judged for a reason that a
	// failure before them has named. They have no failure of their own.
	Unjudged int
}

// PlayOptions control how a scenario is played. The zero value plays all of
// it.
type PlayOptions struct {
	// SkipExpect skips expectations. It is for plans, which deliver nothing.
	SkipExpect bool
}

// Play creates the scenario's users and runs its steps in order. A failed
// expectation is recorded in the result and does not stop the run. An error of
// the team and a canceled context do: Play then returns the result so far and
// an [*Error] with the position of the step. The observer may be nil.
func (opts PlayOptions) Play(ctx context.Context, sc *Scenario, a Team, o Observer) (*Result, error) {
	if o == nil {
		o = silent{}
	}
	p := &player{team: a, observer: o, skipExpect: opts.SkipExpect, since: a.Now(), named: map[string]bool{}}
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

// A player holds the state of one run of a scenario.
type player struct {
	team       Team
	observer   Observer
	skipExpect bool
	since      time.Time // the simulated start of the last step other than expect
	result     Result
	named      map[string]bool // reasons for which expectations could not be judged
}

func (p *player) create(ctx context.Context, u User) error {
	if ctx.Err() != nil {
		return wrap(u.Pos, "", context.Cause(ctx))
	}
	if err := p.team.CreateUser(ctx, u); err != nil {
		return wrap(u.Pos, "", fmt.Errorf("create user %s: %w", u.Name, err))
	}
	return nil
}

func (p *player) step(ctx context.Context, s Step) error {
	if ctx.Err() != nil {
		return wrap(s.Pos, s.Verb, context.Cause(ctx))
	}
	if s.Verb != "expect" {
		p.since = p.team.Now()
	}
	p.observer.StepStarted(s)
	err := s.Action.do(ctx, p, s)
	p.observer.StepDone(s, err)
	if err != nil {
		return wrap(s.Pos, s.Verb, err)
	}
	return nil
}

// expectation records the outcome of an expect step. The author's explanation comes
// before that of a failure.
func (p *player) expectation(s Step, ok bool, explanation string) {
	if !ok && s.Otherwise != "" {
		explanation = s.Otherwise + "\n" + explanation
	}
	p.record(s, ok, explanation)
}

// record records the outcome of an expect step without the author's explanation.
func (p *player) record(s Step, ok bool, explanation string) {
	p.result.Expectations++
	if !ok {
		p.result.Failed++
		p.result.Failures = append(p.result.Failures, &Error{Pos: s.Pos, Verb: s.Verb, Cause: explanation})
	}
	p.observer.Expectation(s, ok, explanation)
}

// silent is an observer that does nothing.
type silent struct{}

func (silent) StepStarted(Step)               {}
func (silent) StepDone(Step, error)           {}
func (silent) Expectation(Step, bool, string) {}
