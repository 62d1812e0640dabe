package body

import (
	"fmt"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A phase is the same person as the archetype has them from a date on. Each is
// a Persona of its own, drawn from the same seeds, and they know each other:
// whatever asks one of them about a date gets the answer of the one who lives
// then, so days before a phase never change.
type phase struct {
	from vital.Date
	*Persona
}

// On is the persona of the date's phase; p itself where the archetype has none.
func (p *Persona) On(d vital.Date) *Persona {
	if len(p.life) == 0 {
		return p
	}
	return p.life[p.phaseOn(d)].Persona
}

// phaseOn is the index of the date's phase in p.life, which is not empty.
func (p *Persona) phaseOn(d vital.Date) int {
	i := len(p.life) - 1
	for i > 0 && d < p.life[i].from {
		i--
	}
	return i
}

// Draw makes the persona at a seed; zone "" means one of a dozen real ones.
// The zone changes nothing but the zone.
func (a *Archetype) Draw(s seed.Seed, zone string) (*Persona, error) {
	s = s.Child("persona")
	if zone == "" {
		r := s.Child("zone").Stream()
		zone = zones[r.Int(len(zones))]
	}
	loc, err := loadZone(zone)
	if err != nil {
		return nil, fmt.Errorf("draw persona: %w", err)
	}
	p := a.traits.draw(s)
	p.Zone, p.Location = zone, loc
	if len(a.phases) == 0 {
		return p, nil
	}
	life := make([]phase, 1, 1+len(a.phases))
	life[0].Persona = p
	for i := range a.phases {
		later := a.phases[i].traits.draw(s)
		later.Zone, later.Location = zone, loc
		later.WeightKg = p.WeightKg // a date changes no body at once
		life = append(life, phase{a.phases[i].from, later})
	}
	for _, l := range life {
		l.life = life
	}
	return p, nil
}

// fadeDays is how long it takes until a body has become what a phase says.
const fadeDays = 56

// fade is a property of the body on a date: in the first weeks of a phase it is
// on its way from what it was before.
func (p *Persona) fade(d vital.Date, of func(*Persona) float64) float64 {
	p = p.On(d)
	now := of(p)
	if len(p.life) == 0 {
		return now
	}
	i := p.phaseOn(d)
	if i == 0 || d >= p.life[i].from+fadeDays {
		return now
	}
	before := p.fade(p.life[i].from-1, of)
	return before + float64((now-before)*smooth(float64(d-p.life[i].from)/fadeDays))
}
