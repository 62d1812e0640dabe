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
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Scenario is a file that was parsed and checked whole: who exists, and what
// happens step by step.
type Scenario = scenario.Scenario

// A Step is one verb of a scenario and what it acts upon.
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
	c := catalog()
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

// DidYouMean is a clause for the end of an error about an unknown word: the
// known one that is near it, or nothing.
func DidYouMean(word string, known []string) string { return near.Hint(word, known) }

// Verbs are the verbs of scenarios with their usage lines and examples.
func Verbs() map[string]scenario.Verb { return scenario.Verbs() }

// SimulatesEvent is whether the simulator sends events of the type without a
// fixture.
func SimulatesEvent(eventType string) bool {
	if r, ok := vital.EventResource(eventType); ok {
		return view.Simulates(r.Name)
	}
	return eventType == vital.EventConnectionCreated || eventType == vital.EventConnectionError || eventType == vital.EventDeviceCreated || eventType == vital.EventDeviceUpdated || eventType == webhook.EventExhausted
}

// SimulatesResource is whether the simulator generates data of the resource,
// named as in events. That of others comes from fixtures.
func SimulatesResource(name string) bool { return view.Simulates(name) }

// SimulatesProvider is whether users can be connected to the provider.
func SimulatesProvider(slug string) bool { return view.SimulatesProvider(slug) }

// Providers are all of Vital's providers, simulated or not.
func Providers() []vital.Provider {
	var out []vital.Provider
	for _, p := range provider.All() {
		out = append(out, p.Wire())
	}
	return out
}

// ProviderResources are the resources that a provider has at Vital, simulated or
// not, by event name.
func ProviderResources(slug string) (names []string) {
	p, ok := provider.Find(slug)
	if !ok {
		return nil
	}
	for _, r := range vital.Resources {
		if p.Supplies(r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}

// SuppliedResources are the simulated resources of a provider, by event name.
func SuppliedResources(slug string) []string {
	p, ok := provider.Find(slug)
	if !ok {
		return nil
	}
	var names []string
	for _, r := range vital.Resources {
		if view.Supplies(p, r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}

// catalog is what scenarios are checked against.
func catalog() scenario.Catalog {
	known := provider.Slugs()
	resources := make([]string, len(vital.Resources))
	for i, r := range vital.Resources {
		resources[i] = r.Name
	}
	return scenario.Catalog{
		Providers:      slices.DeleteFunc(slices.Clone(known), func(s string) bool { return !view.SimulatesProvider(s) }),
		KnownProviders: known,
		Resources:      SuppliedResources,
		KnownResources: resources,
		Personas:       Personas(),
		EventTypes:     EventTypes(),
		ErrorTypes:     vital.ConnectionErrorTypes(),
		Faults:         faultCatalog(),
		CheckSecret: func(secret string) error {
			_, err := webhook.ParseSecret(secret)
			return err
		},
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
