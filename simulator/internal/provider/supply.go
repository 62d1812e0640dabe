package provider

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A supply is what the file says of a resource that a provider has.
type supply struct {
	days       int // how far back the first pull reaches; 0 if as for the others
	historical bool
	measured   bool // by the device
	twice      bool // measured by the companion, too
}

// resolve looks up the names of resources in the file.
func (p *Profile) resolve() {
	p.supplies = map[vital.ResourceID]supply{}
	for _, r := range vital.Resources {
		if p.Device != nil {
			p.Device.resolve(r)
		}
		if slices.Contains(p.Resources, r.Name) {
			p.supplies[r.ID] = supply{
				days:       p.Backfill[r.Name],
				historical: p.History == Pull || p.History == Trickle || slices.Contains(p.HistoryOnly, r.Name),
				measured:   p.Device != nil && !slices.Contains(p.Device.Without, r.Name),
				twice:      p.Companion != nil && slices.Contains(p.Companion.Measured, r.Name),
			}
		}
	}
}

// BackfillDays returns how many days back the first pull of a resource
// reaches: the resource's own range, else the provider's, else
// DefaultBackfillDays.
func (p *Profile) BackfillDays(resource vital.ResourceID) int {
	return cmp.Or(p.supplies[resource].days, p.Days, DefaultBackfillDays)
}

// Supplies reports whether the provider has data of a resource.
func (p *Profile) Supplies(resource vital.ResourceID) bool {
	_, ok := p.supplies[resource]
	return ok
}

// Measures reports whether generated data includes the resource: the provider
// supplies it and its device measures it.
func (p *Profile) Measures(resource vital.ResourceID) bool { return p.supplies[resource].measured }

// MeasuresTwice reports whether the companion measures the resource, too.
func (p *Profile) MeasuresTwice(resource vital.ResourceID) bool { return p.supplies[resource].twice }

// Historical reports whether a new connection announces the history of a
// resource with a historical event, even an empty one (Trickle).
func (p *Profile) Historical(resource vital.ResourceID) bool { return p.supplies[resource].historical }
