package control

import (
	"cmp"
	"errors"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
)

// A named is a request about the fault of a name.
type named struct {
	Name string `json:"name,omitempty" jsonschema:"of the fault (default: all)"`
}

// Faults are the active faults and their progress.
type Faults struct {
	Faults []fault.State `json:"faults"`
}

func showFaults(c *call, _ nothing) (Faults, error) {
	return Faults{append([]fault.State{}, c.team.Faults.Active()...)}, nil
}

// addFault adds a fault, which is written in the grammar of faults, as JSON or YAML.
func addFault(c *call, in text) (fault.State, error) {
	parsed, err := c.Fault(string(in))
	if err != nil {
		return fault.State{}, refuse("body: %v", cmp.Or(errors.Unwrap(err), err)) // without the text, which the client knows
	}
	name, err := c.team.Faults.Add(parsed)
	if err != nil {
		return fault.State{}, refuse("%v", err)
	}
	for _, f := range c.team.Faults.Active() {
		if f.Name == name {
			return f, nil
		}
	}
	return fault.State{Name: name}, nil // it was cleared meanwhile
}

func clearFaults(c *call, in named) (Faults, error) {
	if err := c.team.Faults.Clear(cmp.Or(in.Name, "all")); err != nil {
		return Faults{}, refuse("%v", err)
	}
	return showFaults(c, nothing{})
}

// Injected is the ledger of faults.
type Injected struct {
	Injected []fault.Injection `json:"injected"`
	Total    int               `json:"total"`
}

func showLedger(c *call, in named) (Injected, error) {
	found := []fault.Injection{}
	ledger := c.team.Faults.Ledger()
	if known := faultNames(c.team.Faults.Active(), ledger); in.Name != "" && !slices.Contains(known, in.Name) {
		return Injected{}, refuse("name: no fault called %q is active or has acted%s", in.Name, near.Hint(in.Name, known))
	}
	for _, i := range ledger {
		if in.Name == "" || in.Name == i.Fault {
			found = append(found, i)
		}
	}
	return Injected{found, len(found)}, nil
}

// faultNames returns the names of the faults that are active or in the ledger.
func faultNames(active []fault.State, ledger []fault.Injection) (names []string) {
	for _, f := range active {
		names = append(names, f.Name)
	}
	for _, i := range ledger {
		names = append(names, i.Fault)
	}
	return names
}
