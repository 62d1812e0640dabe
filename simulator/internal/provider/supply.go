package provider

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A supply is what a provider has of a resource.
type supply struct {
	days       int  // how far back the first pull reaches
	historical bool // whether its history has an event
	measured   bool // whether the device measures it
}

// resolve fills in what the names of resources in the file stand for.
func (p *Profile) resolve() {
	p.supplies = map[vital.ResourceID]supply{}
	for _, r := range vital.Resources {
		for _, d := range []*Device{p.Device, p.Companion} {
			if d != nil {
				d.resolve(r)
			}
		}
		if slices.Contains(p.Resources, r.Name) {
			p.supplies[r.ID] = supply{
				days:       or(p.Backfill[r.Name], p.defaultDays()),
				historical: p.History == Pull || p.History == Trickle || slices.Contains(p.HistoryOnly, r.Name),
				measured:   p.Device != nil && !slices.Contains(p.Device.Without, r.Name),
			}
		}
	}
}

// BackfillDays returns how many days back the first pull of a resource
// reaches: the resource's own range, else the provider's, else
// DefaultBackfillDays.
func (p *Profile) BackfillDays(resource vital.ResourceID) int {
	return or(p.supplies[resource].days, p.defaultDays())
}

func (p *Profile) defaultDays() int { return or(p.Days, DefaultBackfillDays) }

// Supplies reports whether the provider has data of a resource.
func (p *Profile) Supplies(resource vital.ResourceID) bool {
	_, ok := p.supplies[resource]
	return ok
}

// Measures reports whether generated data includes the resource: the provider
// supplies it and its device measures it.
func (p *Profile) Measures(resource vital.ResourceID) bool { return p.supplies[resource].measured }

// Historical reports whether a new connection announces the history of a
// resource with a historical event, even an empty one (Trickle).
func (p *Profile) Historical(resource vital.ResourceID) bool { return p.supplies[resource].historical }

func (d *Device) resolve(r vital.Resource) {
	if d.sources == nil {
		d.sources, d.measures = map[vital.ResourceID][]string{}, map[vital.ResourceID]bool{}
	}
	d.measures[r.ID] = slices.Contains(d.Measured, r.Name)
	switch types := d.Sources[r.Name]; {
	case types != nil:
		d.sources[r.ID] = types
	case slices.Contains(weighed, r.Name):
		d.sources[r.ID] = []string{d.Weighing}
	default:
		d.sources[r.ID] = []string{d.Type}
	}
}

// weighed are the resources that have the source type of the weight.
var weighed = []string{"body", "weight", "fat", "body_mass_index", "lean_body_mass", "waist_circumference"}

// SourceTypes returns the source types of a resource, at least one; "" is the
// provider's usual one.
func (d *Device) SourceTypes(resource vital.ResourceID) []string { return d.sources[resource] }

// Measures reports whether the device, a companion, measures the resource.
func (d *Device) Measures(resource vital.ResourceID) bool { return d.measures[resource] }
