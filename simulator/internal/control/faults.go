package control

import (
	"cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// Misbehaviour is the faults of a team.
type Misbehaviour interface {
	// Faults are the active ones; AddFault adds one in its grammar and returns
	// its name, ClearFaults ends the one of a name, or "all".
	Faults() []fault.State
	AddFault(text string) (name string, err error)
	ClearFaults(name string) error
	Injected() []fault.Injection
	// Acted is closed with the next act of a fault.
	Acted() <-chan struct{}
}

// A named is a fault by its name.
type named struct {
	Name string `json:"name,omitempty" jsonschema:"of the fault; all where it is left out"`
}

// Faults are the active ones and how far each got.
type Faults struct {
	Faults []fault.State `json:"faults"`
}

func showFaults(c *call, _ nothing) (Faults, error) {
	return Faults{append([]fault.State{}, c.team.Faults()...)}, nil
}

// addFault takes a fault in its own grammar, as JSON or YAML.
func addFault(c *call, in text) (fault.State, error) {
	name, err := c.team.AddFault(string(in))
	if err != nil {
		return fault.State{}, refuse("%v", err)
	}
	for _, f := range c.team.Faults() {
		if f.Name == name {
			return f, nil
		}
	}
	return fault.State{Name: name}, nil // cleared meanwhile
}

func clearFaults(c *call, in named) (Faults, error) {
	if err := c.team.ClearFaults(cmp.Or(in.Name, "all")); err != nil {
		return Faults{}, refuse("%v", err)
	}
	return showFaults(c, nothing{})
}

// Injected is exactly what was injected.
type Injected struct {
	Injected []fault.Injection `json:"injected"`
	Total    int               `json:"total"`
}

func showLedger(c *call, in named) (Injected, error) {
	found := []fault.Injection{}
	for _, i := range c.team.Injected() {
		if in.Name == "" || in.Name == i.Fault {
			found = append(found, i)
		}
	}
	return Injected{found, len(found)}, nil
}
