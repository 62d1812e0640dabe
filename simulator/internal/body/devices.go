package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Worn returns the name of the device that the person wears on d and the date on which
// they began to wear it, which is the zero date if they always have.
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

// PhoneCarried returns the share of the waking day during which the person carries a
// phone on d, 0 to 1. It is 0 for wheelchair users, whose phone counts no steps.
func (p *Persona) PhoneCarried(d vital.Date) float64 {
	p = p.On(d)
	if p.Wheelchair() {
		return 0
	}
	return p.habit("phone carried", p.trait().phoneCarried)
}

// HasPhone reports whether the person carries a phone in any phase.
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
