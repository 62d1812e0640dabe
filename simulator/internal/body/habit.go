package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

// seed returns the seed for a purpose. A new purpose changes no value of the others.
func (p *Persona) seed(purpose ...string) seed.Seed { return p.streams.root.Child(purpose...) }

// habit returns this person's value within a range. It is the same for all dates.
func (p *Persona) habit(name string, e extent) float64 {
	if e[0] == e[1] {
		return e[0]
	}
	r := p.streams.root.Child("habit", name).Stream()
	return e.draw(&r)
}
