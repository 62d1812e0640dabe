package scenario

import (
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A Fixture is a folder of recorded data that a scenario names: a shipped one
// by its name, or one beside the scenario by its path.
type Fixture struct {
	Ref       string   // as the scenario writes it
	Providers []string // that it has data of

	// Resources are what a connection to one of its providers brings.
	Resources func(provider string) []string
	// Begins is when the first of its data was recorded, where its dates are not
	// moved; zero where they are, or where there is none.
	Begins time.Time
	// Loaded is what the actor connects with.
	Loaded any
}

// fixture reads the name of a fixture, and with it the fixture itself.
func (r *reader) fixture(key string) *Fixture {
	ref := r.Text(key, node.Optional)
	if ref == "" {
		return nil
	}
	if r.p.catalog.Fixture == nil {
		r.Errorf(key, "there are no fixtures here")
		return nil
	}
	f, err := r.p.catalog.Fixture(ref)
	if err != nil {
		r.problems(key, err)
		return nil
	}
	if from := r.p.start.AddDate(0, 0, 1); f.Begins.After(from) {
		r.p.warnf(r.At(key), "fixture %s begins on %s, after the scenario's start; dates: {newest: 1d} in its fixture.yaml moves it there",
			f.Ref, f.Begins.Format(time.DateOnly))
	}
	for _, provider := range f.Providers {
		if !slices.Contains(r.p.state.recorded, provider) {
			r.p.state.recorded = append(r.p.state.recorded, provider)
		}
	}
	return f
}

// recorded is the fixture that a connection looks at: its own or, where that
// has the provider, the user's.
func (r *reader) recorded(c Connect) *Fixture {
	f := c.Fixture
	if f == nil {
		if f = r.p.state.fixtures[c.User]; f == nil || !slices.Contains(f.Providers, c.Provider) {
			return nil
		}
	}
	if c.Provider != "" && !slices.Contains(f.Providers, c.Provider) {
		r.Sayf("provider", "fixture %s has no data of %s; it has %s", f.Ref, c.Provider, node.And(f.Providers))
		return nil
	}
	return f
}
