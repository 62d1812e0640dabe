package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// SimulatesProvider is whether connections to the provider can be made.
func SimulatesProvider(slug string) bool {
	p, ok := provider.Find(slug)
	return ok && slices.ContainsFunc(p.Resources, func(resource string) bool { return Supplies(p, resource) })
}

// Supplies is whether connections to the provider bring the resource.
func Supplies(p *provider.Profile, resource string) bool {
	return p.Measures(resource) && Simulates(resource)
}

// Simulates is whether the resource has a generator.
func Simulates(resource string) bool {
	_, summary := Summaries[resource]
	_, series := Serieses[resource]
	return summary || series || resource == "workout_stream"
}

// source is the provider's device as a source of data (contract 4.1).
func (l *Lens) source() vital.Source { return l.Profile.Source(l.model.Type) }

// device is what the provider tells of the device; false where it tells
// nothing, as Strava does.
func (l *Lens) device() (vital.Device, bool) {
	m := l.model
	if m.Maker == "" {
		return vital.Device{}, false
	}
	version := l.seed.Child("device version").Stream()
	number := l.seed.Child("device").Faker()
	return vital.Device{
		Provider: l.Profile.Slug, SourceType: l.source().Type,
		DeviceManufacturer: vital.Val(m.Maker), DeviceModel: vital.Val(m.Model),
		DeviceVersion: vital.Val(string([]byte{byte('1' + version.Int(9)), '.', byte('0' + version.Int(10))})),
		DeviceID:      vital.Val(number.Regex("[0-9A-F]{12}")),
	}, true
}
