package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Worn is what the person calls the device that they wear on d, and the date
// from which they have worn it; the zero date where they always have.
func (p *Persona) Worn(d vital.Date) (name string, since vital.Date) {
	p = p.On(d)
	name = p.trait().worn
	if len(p.life) == 0 {
		return name, 0
	}
	for i := p.phaseOn(d); i > 0; i-- {
		if p.life[i-1].trait().worn != name {
			return name, p.life[i].from
		}
	}
	return name, 0
}

// PhoneCarried is the share of the waking day on which the person has a phone
// with them on d, 0 to 1. Whoever sits in a wheelchair has it where it counts
// nothing.
func (p *Persona) PhoneCarried(d vital.Date) float64 {
	p = p.On(d)
	if p.Wheelchair() {
		return 0
	}
	return p.habit("phone carried", p.trait().phoneCarried)
}

// HasPhone is whether there is a time in which the person carries a phone.
func (p *Persona) HasPhone() bool {
	if len(p.life) == 0 {
		return p.trait().phoneCarried[1] > 0
	}
	for _, phase := range p.life {
		if phase.trait().phoneCarried[1] > 0 {
			return true
		}
	}
	return false
}
