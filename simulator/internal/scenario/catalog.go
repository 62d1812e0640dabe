package scenario

import (
	"encoding/json"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Catalog lists the names that a scenario may use. A nil function checks
// nothing.
type Catalog struct {
	Now time.Time // for a start such as now-10d

	Providers      []string // the simulated slugs
	KnownProviders []string // all of Vital's slugs; those not in Providers are "not simulated yet"

	// Resources are the simulated resources that a provider supplies.
	Resources      func(provider string) []string
	KnownResources []string // all resource names in events

	Personas []string
	// PersonaFile reads a persona by its path, for a user who lives in the zone,
	// or "" for any. An error of several lines is a problem a line. Nil means that
	// there are none.
	PersonaFile func(path, zone string) (any, error)

	EventTypes []string // all known event types
	ErrorTypes []string // of connections

	// Faults is what faults, and expectations of requests, are checked against.
	Faults fault.Catalog

	// CheckField says whether an update may set a resource's field to a value,
	// which is nil, a bool, int, float64, string, []any or map[string]any. The
	// error is the cause that the scenario's author reads.
	CheckField func(resource vital.ResourceID, field string, value any) error

	// CheckSend says why an event of a known type cannot be sent by a step: with
	// data of the author's own, or as an example if that is nil.
	CheckSend func(eventType string, data json.RawMessage) error

	// CheckSecret says what is wrong with a signing secret.
	CheckSecret func(secret string) error

	// Fixture reads a folder of recorded data by its name or path. An error of
	// several lines is a problem a line. Nil means that there are none.
	Fixture func(ref string) (*Fixture, error)

	// BackfillDays is how many days of a resource the real provider usually
	// sends on connection. Asking for more is a warning; 0 never warns.
	BackfillDays func(provider, resource string) int
}

func (c Catalog) resources(provider string) []string {
	if c.Resources == nil {
		return nil
	}
	return c.Resources(provider)
}

func (c Catalog) backfillDays(provider, resource string) int {
	if c.BackfillDays == nil {
		return 0
	}
	return c.BackfillDays(provider, resource)
}

func (c Catalog) checkField(resource vital.ResourceID, field string, value any) error {
	if c.CheckField == nil {
		return nil
	}
	return c.CheckField(resource, field, value)
}
