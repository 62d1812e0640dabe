package simulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// errPlaying is the answer to a second scenario in a team, errStopped the end
// of one that was stopped.
var (
	errPlaying = errors.New("play scenario: another one plays in the team; wait for its end, or stop it")
	errStopped = errors.New("play scenario: stopped")
)

// A stage is where the scenarios of a team are played, one at a time. It
// remembers what became of the last one.
type stage struct {
	mu     sync.Mutex
	closed bool
	now    *performance // nil where nothing plays
	last   control.Playing
	own    sync.WaitGroup // of performances that nobody waits for
}

// A performance is a scenario that plays.
type performance struct {
	name string
	stop context.CancelCauseFunc
	done chan struct{} // closed when it has ended
}

// begin takes the stage; what it returns gives it back, with what became of it.
// Of a detached performance nobody else waits for the end.
func (s *stage) begin(ctx context.Context, name string, detached bool) (context.Context, func(*Report, error), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, nil, errClosed
	case s.now != nil:
		return nil, nil, errPlaying
	}
	ctx, stop := context.WithCancelCause(ctx)
	p := &performance{name, stop, make(chan struct{})}
	s.now = p
	if detached {
		s.own.Add(1)
	}
	return ctx, func(report *Report, err error) {
		if detached {
			defer s.own.Done()
		}
		stop(nil)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now, s.last = nil, control.Playing{Name: name}
		if report != nil {
			s.last.Report = report
		}
		if err != nil {
			s.last.Error = err.Error()
		}
		close(p.done)
	}, nil
}

// shown is what plays, or what became of the last scenario.
func (s *stage) shown() control.Playing {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil {
		return control.Playing{Playing: true, Name: s.now.name}
	}
	return s.last
}

// stop ends what plays, and returns when it has ended.
func (s *stage) stop() {
	s.mu.Lock()
	p := s.now
	s.mu.Unlock()
	if p != nil {
		p.stop(errStopped)
		<-p.done
	}
}

// close ends what plays, and waits for what nobody else waits for.
func (s *stage) close() {
	s.mu.Lock()
	s.closed = true
	p := s.now
	s.mu.Unlock()
	if p != nil {
		p.stop(errStopped)
	}
	s.own.Wait()
}

// script is the scenario that a control request wants. Its fixtures and personas
// are those that control requests can name.
func (s *Simulator) script(in control.Script) (*Scenario, error) {
	if in.Text != "" {
		return s.parseControlled(unnamed, in.Text)
	}
	if names := ScenarioNames(); !slices.Contains(names, in.Name) {
		return nil, fmt.Errorf("name: no shipped scenario is called %q%s; GET /_sim/v1/scenarios lists them", in.Name, near.Hint(in.Name, names))
	}
	return LoadScenario(in.Name)
}

// unnamed is what errors call a text that is given no file's name.
const unnamed = "scenario.yaml"

// parseControlled reads the text of a scenario that came over the control API.
func (s *Simulator) parseControlled(file, text string) (*Scenario, error) {
	c := words()
	c.Fixture, c.PersonaFile = namedFixture(s.requestedFixture), settledPersona(s.requestedPersona)
	sc, err := scenario.Parse(file, []byte(text), c)
	if wrong, ok := errors.AsType[ScenarioErrors](err); ok {
		return nil, flawed(wrong)
	}
	return sc, err
}

// flawed are the errors of a scenario as the control API tells them.
func flawed(errs ScenarioErrors) control.Flaws {
	out := make(control.Flaws, len(errs))
	for i, e := range errs {
		out[i] = flaw(e.Pos, e.Verb, e.Cause, e.Error())
	}
	return out
}

func flaw(at scenario.Pos, verb, cause, text string) control.Flaw {
	return control.Flaw{File: at.File, Line: at.Line, Col: at.Col, Verb: verb, Cause: cause, Text: text}
}

// check says what is wrong with the text of a scenario.
func (s *Simulator) check(file, text string) control.Checked {
	out := control.Checked{Errors: []control.Flaw{}, Warnings: []control.Flaw{}}
	sc, err := s.parseControlled(cmp.Or(file, unnamed), text)
	if flaws, ok := errors.AsType[control.Flaws](err); ok {
		out.Errors = flaws
		return out
	}
	for _, w := range sc.Warnings {
		out.Warnings = append(out.Warnings, flaw(w.Pos, "", w.Text, w.String()))
	}
	out.OK = true
	return out
}

// shipped are the scenarios that ship, with their texts.
var shipped = sync.OnceValue(func() []control.Scenario {
	all := []control.Scenario{}
	for _, name := range ScenarioNames() {
		text, err := scenarios.FS.ReadFile(name + ".yaml")
		if err != nil {
			continue // ends in .yml, and none does
		}
		sc, err := ParseScenario(name+".yaml", text)
		if err != nil {
			panic(err) // a test loads each of them
		}
		all = append(all, control.Scenario{Name: name, About: strings.TrimSpace(sc.About), Text: string(text)})
	}
	return all
})

// Play plays a scenario for the control API.
func (t controlledTeam) Play(ctx context.Context, in control.Script) (control.Report, error) {
	sc, err := t.sim.script(in)
	if err != nil {
		return nil, err
	}
	ctx, end, err := t.stage.begin(ctx, sc.Name, false)
	if err != nil {
		return nil, err
	}
	return shownReport(t.perform(ctx, sc, end))
}

// StartPlaying is Play without waiting for the end.
func (t controlledTeam) StartPlaying(in control.Script) error {
	sc, err := t.sim.script(in)
	if err != nil {
		return err
	}
	ctx, end, err := t.stage.begin(context.Background(), sc.Name, true)
	if err != nil {
		return err
	}
	go func() { _, _ = t.perform(ctx, sc, end) }() // the stage waits for it, and remembers both
	return nil
}

// perform plays a scenario on a stage that was taken.
func (t controlledTeam) perform(ctx context.Context, sc *Scenario, end func(*Report, error)) (report *Report, err error) {
	defer func() { end(report, err) }()
	report, err = t.sim.playIn(ctx, t.universe, sc, nil, scenario.PlayOptions{})
	if report != nil && sc.HasSeed && sc.Seed != t.seed {
		report.Warnings = append(report.Warnings, fmt.Sprintf("played with seed %d of the simulator, not with %d of the scenario", t.seed, sc.Seed))
	}
	return report, err
}

// shownReport is a report that may be none.
func shownReport(report *Report, err error) (control.Report, error) {
	if report == nil {
		return nil, err
	}
	return report, err
}

// Playing is what plays in the team.
func (t controlledTeam) Playing() control.Playing { return t.stage.shown() }

// StopPlaying ends it.
func (t controlledTeam) StopPlaying() { t.stage.stop() }
