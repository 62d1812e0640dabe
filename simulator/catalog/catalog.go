// Package catalog lists what the simulator knows: Vital's providers and event
// types, which of them are simulated, and the grammar of scenarios and
// faults. Command lines, pages and tests use it. The shipped scenarios,
// fixtures and personas are listed by package simulator, and Vital's
// resources are [vital.Resources].
package catalog

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Providers returns all of Vital's providers, simulated or not.
func Providers() []vital.Provider {
	var out []vital.Provider
	for _, p := range provider.All() {
		out = append(out, p.Wire())
	}
	return out
}

// SimulatesProvider reports whether the simulator generates data of the
// provider. Other providers can be connected with a fixture only.
func SimulatesProvider(slug string) bool { return view.SimulatesProvider(slug) }

// SuppliedResources returns the simulated resources of a provider, by event
// name.
func SuppliedResources(slug string) []string {
	p, ok := provider.Find(slug)
	if !ok {
		return nil
	}
	return wire.ResourceNames(func(r vital.ResourceID) bool { return view.Supplies(p, r) })
}

// ProviderResources returns the resources that a provider has at Vital,
// simulated or not, by event name.
func ProviderResources(slug string) []string {
	p, ok := provider.Find(slug)
	if !ok {
		return nil
	}
	return wire.ResourceNames(p.Supplies)
}

// SimulatesResource reports whether the simulator has data of the resource,
// named as in events.
func SimulatesResource(name string) bool {
	r, _ := vital.ResourceNamed(name)
	return view.Simulates(r.ID)
}

// EventTypes returns the event types that endpoints can filter by: Vital's
// events and the operational event of Svix.
func EventTypes() []string {
	return slices.Concat(vital.EventTypes(), vital.OtherEventTypes(), []string{webhook.EventExhausted})
}

// MatchEventTypes returns Vital's event types that match a pattern, in which *
// matches any run of characters, as in filters and expectations.
func MatchEventTypes(pattern string) (matching []string) {
	for _, t := range slices.Concat(vital.EventTypes(), vital.OtherEventTypes()) {
		if glob.Match(pattern, t) {
			matching = append(matching, t)
		}
	}
	return matching
}

// CheckEventType returns an error, with the nearest event type, if no event type
// matches a pattern, in which * matches any run of characters.
func CheckEventType(pattern string) error { return event.CheckPattern(pattern, EventTypes()) }

// SimulatesEvent reports whether the simulator sends events of the type
// without being told to.
func SimulatesEvent(eventType string) bool {
	if r, ok := vital.EventResource(eventType); ok {
		return view.Simulates(r.ID)
	}
	switch eventType {
	case vital.EventConnectionCreated, vital.EventConnectionError, vital.EventDeviceCreated, vital.EventDeviceUpdated, webhook.EventExhausted:
		return true
	}
	return false
}

// A Verb is the word at the start of a step of a scenario.
type Verb struct {
	About   string   // what it does, one line
	Usage   string   // its keys, one line; those in brackets may be left out
	Example string   // a step, one line of YAML
	More    []string // further examples
}

// Verbs returns the verbs of scenarios by name.
func Verbs() map[string]Verb {
	out := map[string]Verb{}
	for name, v := range scenario.Verbs() {
		out[name] = Verb{v.About, v.Usage, v.Example, v.More}
	}
	return out
}

// A FaultKey is a key in the definition of a fault.
type FaultKey struct {
	Side    string // api, delivery, or "" for both
	Name    string
	Role    string // label, match, effect, or detail, which says more of an effect
	Value   string // what may stand there
	About   string // one line
	Example string // a whole fault with the key, one line
}

// FaultKeys returns all keys of faults, of both sides.
func FaultKeys() []FaultKey {
	var out []FaultKey
	for _, k := range fault.Keys() {
		out = append(out, FaultKey{string(k.Side), k.Name, string(k.Role), k.Value, k.About, k.Example})
	}
	return out
}

// DidYouMean returns a clause for the end of an error about an unknown word,
// which suggests the nearest known word, or "".
func DidYouMean(word string, known []string) string { return near.Hint(word, known) }
