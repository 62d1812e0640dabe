package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// HasAFib is whether the persona has atrial fibrillation on the date, whether or
// not there is an episode.
func (p *Persona) HasAFib(d vital.Date) bool { return p.On(d).trait().afib[1] > 0 }
