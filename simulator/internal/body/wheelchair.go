package body

// Wheelchair reports whether the persona uses a manual wheelchair.
func (p *Persona) Wheelchair() bool { return p.trait().wheelchair }

// roll replaces steps by pushes of a wheelchair: one push for two steps, 40 to 60 a
// minute under way and 60 to 115 cm each (Boninger 2005 found about one a second at
// walking speed). The energy stays the same: pushing at 3 to 4 km/h takes as much as
// walking (Conger & Bassett 2011).
func (d *Day) roll() {
	d.Pushes = make([]uint8, len(d.Steps))
	for i, steps := range d.Steps {
		if steps == 0 {
			continue
		}
		pushes := (int(steps) + 1) / 2
		d.Pushes[i], d.Distance[i] = uint8(pushes), uint16(pushes*(60+pushes*9/10))
		d.Steps[i], d.Floors[i] = 0, 0
	}
	for i := range d.Walks {
		d.Walks[i].Cadence /= 2
	}
}
