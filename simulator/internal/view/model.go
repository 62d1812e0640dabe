package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// SimulatesProvider reports whether users can connect to the provider.
func SimulatesProvider(slug string) bool {
	p, ok := provider.Find(slug)
	return ok && slices.ContainsFunc(vital.Resources, func(r vital.Resource) bool { return Supplies(p, r.ID) })
}

// Supplies reports whether connections to the provider bring the resource.
func Supplies(p *provider.Profile, resource vital.ResourceID) bool {
	return p.Measures(resource) && Simulates(resource)
}

// Simulates reports whether the resource has a generator.
func Simulates(resource vital.ResourceID) bool {
	_, summary := Summaries[resource]
	_, series := Timeseries[resource]
	return summary || series || resource == vital.ResourceWorkoutStream
}
