package scenario

import (
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// A Fixture is a folder of recorded data that a scenario uses: a shipped one
// by name, or another one by its path relative to the scenario.
type Fixture struct {
	Ref       string   // as the scenario writes it
	Providers []string // the providers that it has data of

	// Resources returns the resources that it has of a provider.
	Resources func(provider string) []string
	// Begins is the date of its oldest data. It is zero if dates are shifted or
	// there is no data.
	Begins time.Time
	// Loaded is the fixture in the form that the team uses.
	Loaded any
}

// fixture reads a reference to a fixture and loads it.
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

// recorded returns the fixture of a connection: its own, or the user's if
// that has the provider.
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
