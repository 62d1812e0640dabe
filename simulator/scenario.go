package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/file"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Scenario is a parsed and checked file: who exists, and what happens step by
// step.
type Scenario struct {
	File, Name, About string
	Seed              uint64
	HasSeed           bool      // the file chooses the Seed
	Start             time.Time // of the simulated clock, in UTC
	Users             []ScenarioUser
	Steps             []Step
	Warnings          []ScenarioWarning // sorted by position

	parsed *scenario.Scenario
}

// A Position is a place in the file of a scenario.
type Position struct {
	File      string
	Line, Col int // from 1
}

// String returns the position as file:line:col.
func (p Position) String() string { return scenario.Pos(p).String() }

// A ScenarioUser is a user whom a scenario declares.
type ScenarioUser struct {
	Position
	Name         string // by which steps call the user
	ClientUserID string
}

// A Step is one verb of a scenario with its arguments.
type Step struct {
	Position
	Verb string
	Text string // on one line
}

// A ScenarioWarning is about something that is valid but differs from the real
// provider, or is probably a mistake.
type ScenarioWarning struct {
	Position
	Text string
}

// String returns the warning as file:line:col: warning: text.
func (w ScenarioWarning) String() string {
	return scenario.Warning{Pos: scenario.Pos(w.Position), Text: w.Text}.String()
}

// A ScenarioError is one error of a scenario's file.
type ScenarioError struct {
	Position
	Verb  string // of the step; "" outside of steps
	Cause string

	err error
}

// Error returns file:line:col: verb: cause.
func (e *ScenarioError) Error() string { return e.err.Error() }

// Unwrap returns the error behind it.
func (e *ScenarioError) Unwrap() error { return e.err }

// ScenarioErrors are all errors of a scenario's file, each with its position.
type ScenarioErrors []*ScenarioError

// Error returns a line for each error.
func (es ScenarioErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// EventTypes returns the types of the events that the scenario's connections have
// and that its steps send, in the order of vital.EventTypes and then of
// vital.OtherEventTypes.
func (sc *Scenario) EventTypes() []string {
	sends := map[string]bool{}
	for _, step := range sc.parsed.Steps {
		switch action := step.Action.(type) {
		case scenario.Send:
			sends[action.Event] = true
		case scenario.Connect:
			for _, name := range catalog.ProviderResources(action.Provider) {
				if len(action.Resources) == 0 || slices.Contains(action.Resources, name) {
					sends[vital.HistoricalEvent(name)], sends[vital.DailyEvent(name, false)], sends[vital.DailyEvent(name, true)] = true, true, true
				}
			}
		}
	}
	types := slices.Concat(vital.EventTypes(), vital.OtherEventTypes())
	return slices.DeleteFunc(types, func(t string) bool { return !strings.HasPrefix(t, "provider.") && !sends[t] })
}

// newScenario returns a scenario, or an error, in the types of this package.
func newScenario(sc *scenario.Scenario, err error) (*Scenario, error) {
	if wrong, ok := errors.AsType[scenario.Errors](err); ok {
		out := make(ScenarioErrors, len(wrong))
		for i, e := range wrong {
			out[i] = &ScenarioError{Position(e.Pos), e.Verb, e.Cause, e}
		}
		return nil, out
	}
	if err != nil {
		return nil, err
	}
	out := &Scenario{File: sc.File, Name: sc.Name, About: sc.About, Seed: sc.Seed, HasSeed: sc.HasSeed, Start: sc.Start, parsed: sc}
	for _, u := range sc.Users {
		out.Users = append(out.Users, ScenarioUser{Position(u.Pos), u.Name, u.ClientUserID})
	}
	for _, step := range sc.Steps {
		out.Steps = append(out.Steps, newStep(step))
	}
	for _, w := range sc.Warnings {
		out.Warnings = append(out.Warnings, ScenarioWarning{Position(w.Pos), w.Text})
	}
	return out, nil
}

func newStep(s scenario.Step) Step { return Step{Position(s.Pos), s.Verb, s.Text} }

// maxScenario bounds the file of a scenario.
const maxScenario = 16 << 20

// LoadScenario reads a shipped scenario by its name, or a file by its path: a
// word with a slash or the suffix .yaml or .yml is a path. The error for an
// invalid file is ScenarioErrors, which has all errors at once.
func LoadScenario(nameOrPath string) (*Scenario, error) {
	if strings.ContainsAny(nameOrPath, `/\`) || isYAML(nameOrPath) {
		text, err := file.Read(nameOrPath, maxScenario)
		if err != nil {
			return nil, fmt.Errorf("load scenario: %w", err)
		}
		return ParseScenario(nameOrPath, text)
	}
	text, err := fs.ReadFile(scenarios.FS, nameOrPath+".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("load scenario: no shipped scenario is called %q%s (vitalsim list scenarios shows them; give a file by its path, such as ./%s.yaml)",
			nameOrPath, near.Hint(nameOrPath, ScenarioNames()), nameOrPath)
	}
	if err != nil {
		return nil, fmt.Errorf("load scenario: %w", err)
	}
	return ParseScenario(nameOrPath+".yaml", text)
}

// ParseScenario parses a scenario. Errors refer to it by the name of file;
// paths of fixtures and personas are relative to the folder of file.
func ParseScenario(file string, text []byte) (*Scenario, error) {
	c := words()
	c.Fixture, c.PersonaFile = scenarioFixture(file), scenarioPersona(file)
	return newScenario(scenario.Parse(file, text, c))
}

// ScenarioNames returns the names of the shipped scenarios, sorted.
func ScenarioNames() []string {
	entries, err := fs.ReadDir(scenarios.FS, ".")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	var names []string
	for _, e := range entries {
		if isYAML(e.Name()) {
			names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
		}
	}
	return names
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// words returns the names against which scenarios are checked.
func words() scenario.Catalog {
	known := provider.Slugs()
	return scenario.Catalog{
		Now:            clock.System.Now(),
		Providers:      slices.DeleteFunc(slices.Clone(known), func(s string) bool { return !view.SimulatesProvider(s) }),
		KnownProviders: known,
		Resources:      catalog.SuppliedResources,
		KnownResources: wire.ResourceNames(nil),
		Personas:       Personas(),
		EventTypes:     catalog.EventTypes(),
		ErrorTypes:     vital.ConnectionErrorTypes(),
		Faults:         faultCatalog(),
		CheckSecret:    CheckSecret,
		CheckSend:      checkSend,
		CheckField:     world.CheckField,
		BackfillDays: func(slug, resource string) int {
			p, ok := provider.Find(slug)
			if !ok {
				return 0
			}
			r, _ := vital.ResourceNamed(resource)
			return p.BackfillDays(r.ID)
		},
	}
}

// checkSend returns the reason why a scenario cannot send an event with data, or an
// example if data is nil.
func checkSend(eventType string, data json.RawMessage) error {
	if eventType == EventExhausted {
		return errors.New("it is sent by itself, when a message is given up; let an endpoint fail to see one")
	}
	if data != nil {
		return team.CheckData(eventType, data)
	}
	if _, ok := ExampleEvent(eventType); !ok {
		return errors.New("there is no example of it; give its data")
	}
	return nil
}
