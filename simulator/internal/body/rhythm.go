package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// HasAFib reports whether the persona has the condition atrial fibrillation on the date.
// There need not be an episode on it.
func (p *Persona) HasAFib(d vital.Date) bool { return p.On(d).trait().afib[1] > 0 }
