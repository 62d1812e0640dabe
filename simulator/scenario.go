package simulator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Scenario is a file that was parsed and checked whole: who exists, and what
// happens step by step. Its Name, About, Seed, Start, Users, Steps and Warnings
// can be read.
type Scenario = scenario.Scenario

// A Step is one verb of a scenario and what it acts upon. It has its Pos in the
// file, its Verb, and its Text on one line.
type Step = scenario.Step

// ScenarioErrors are all errors of a scenario's file, each with its position.
type ScenarioErrors = scenario.Errors

// LoadScenario reads a shipped scenario by its name, or a file by its path: a
// word with a slash or an ending .yaml or .yml is a path. What is wrong with
// the file comes as ScenarioErrors, all at once.
func LoadScenario(nameOrPath string) (*Scenario, error) {
	if strings.ContainsAny(nameOrPath, `/\`) || isYAML(nameOrPath) {
		text, err := os.ReadFile(nameOrPath)
		if err != nil {
			return nil, fmt.Errorf("load scenario: %w", err)
		}
		return ParseScenario(nameOrPath, text)
	}
	text, err := fs.ReadFile(scenarios.FS, nameOrPath+".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("load scenario: none is called %q%s; vitalsim list shows them, and a file is given by its path, such as ./%s.yaml",
			nameOrPath, near.Hint(nameOrPath, ScenarioNames()), nameOrPath)
	}
	if err != nil {
		return nil, fmt.Errorf("load scenario: %w", err)
	}
	return ParseScenario(nameOrPath+".yaml", text)
}

// ParseScenario reads a scenario from text; file is what errors name it, and
// its folder holds the fixtures and personas that the scenario names by a path.
func ParseScenario(file string, text []byte) (*Scenario, error) {
	c := words()
	c.Fixture, c.PersonaFile = scenarioFixture(file), scenarioPersona(file)
	return scenario.Parse(file, text, c)
}

// ScenarioNames are the shipped scenarios, sorted.
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

// words are what scenarios are checked against.
func words() scenario.Catalog {
	known := provider.Slugs()
	resources := make([]string, len(vital.Resources))
	for i, r := range vital.Resources {
		resources[i] = r.Name
	}
	return scenario.Catalog{
		Providers:      slices.DeleteFunc(slices.Clone(known), func(s string) bool { return !view.SimulatesProvider(s) }),
		KnownProviders: known,
		Resources:      catalog.SuppliedResources,
		KnownResources: resources,
		Personas:       Personas(),
		EventTypes:     catalog.EventTypes(),
		ErrorTypes:     vital.ConnectionErrorTypes(),
		Faults:         faultCatalog(),
		CheckSecret: func(secret string) error {
			_, err := webhook.ParseSecret(secret)
			return err
		},
		CheckSend:  checkSend,
		CheckField: world.CheckField,
		BackfillDays: func(slug, resource string) int {
			p, ok := provider.Find(slug)
			if !ok {
				return 0
			}
			return p.BackfillDays(resource)
		},
	}
}

// checkSend is why a scenario cannot send an event.
func checkSend(eventType string, wantsExample bool) error {
	if eventType == EventExhausted {
		return errors.New("it is sent by itself, when a message is given up; let an endpoint fail to see one")
	}
	if _, ok := ExampleEvent(eventType); wantsExample && !ok {
		return errors.New("there is no example of it; give its data")
	}
	return nil
}
