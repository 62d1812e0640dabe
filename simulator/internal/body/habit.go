package body

import "github.com/vitalsim/vitalsim/simulator/internal/seed"

// seed is where a purpose has its draws: a new one changes none of the others.
func (p *Persona) seed(purpose ...string) seed.Seed { return p.streams.root.Child(purpose...) }

// habit is this person's own value of a range, kept for life.
func (p *Persona) habit(name string, e extent) float64 {
	if e[0] == e[1] {
		return e[0]
	}
	r := p.streams.root.Child("habit", name).Stream()
	return e.draw(&r)
}
