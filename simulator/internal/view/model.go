package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
)

// SimulatesProvider reports whether users can connect to the provider.
func SimulatesProvider(slug string) bool {
	p, ok := provider.Find(slug)
	return ok && slices.ContainsFunc(p.Resources, func(resource string) bool { return Supplies(p, resource) })
}

// Supplies reports whether connections to the provider bring the resource.
func Supplies(p *provider.Profile, resource string) bool {
	return p.Measures(resource) && Simulates(resource)
}

// Simulates reports whether the resource has a generator.
func Simulates(resource string) bool {
	_, summary := Summaries[resource]
	_, series := Timeseries[resource]
	return summary || series || resource == "workout_stream"
}
