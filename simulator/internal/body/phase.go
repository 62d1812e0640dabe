package body

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A phase is a person as described by the archetype from a date on. Each phase has a
// Persona of its own, drawn from the same seeds, and each of them has the list of all.
// A method called on any of them answers for the phase of the given date, so days
// before a phase never change.
type phase struct {
	from vital.Date
	*Persona
}

// On returns the persona of the date's phase, which is p if the archetype has no phases.
func (p *Persona) On(d vital.Date) *Persona {
	if len(p.life) == 0 {
		return p
	}
	return p.life[p.phaseOn(d)].Persona
}

// phaseOn returns the index of the date's phase in p.life, which is not empty.
func (p *Persona) phaseOn(d vital.Date) int {
	i := len(p.life) - 1
	for i > 0 && d < p.life[i].from {
		i--
	}
	return i
}

// Draw returns the persona that the seed determines, living in the given zone. If zone
// is "", it is taken from the file or, if the file names none, drawn from a dozen. The
// zone influences no other property of the persona.
func (a *Archetype) Draw(s seed.Seed, zone string) (*Persona, error) {
	s = s.Child("persona")
	homes, err := a.homes(s, zone)
	if err != nil {
		return nil, err
	}
	p := a.traits.draw(s)
	p.Zone, p.Location = homes[0].zone, homes[0].loc
	p.moving = p.tripChance > 0
	if len(a.phases) == 0 {
		return p, nil
	}
	life := make([]phase, 1, 1+len(a.phases))
	life[0].Persona = p
	for i := range a.phases {
		later := a.phases[i].traits.draw(s)
		later.Zone, later.Location = homes[i+1].zone, homes[i+1].loc
		later.WeightKg = p.WeightKg // the weight follows the trend instead
		p.moving = p.moving || later.tripChance > 0 || homes[i+1].loc != homes[i].loc
		life = append(life, phase{a.phases[i].from, later})
	}
	joinCycles(life)
	for _, l := range life {
		l.life, l.moving = life, p.moving
	}
	return p, nil
}

// LivesIn returns an error if people of the archetype cannot live in the zone or, if it
// is "", in any zone: a later phase may be in a zone that is too far away to move to.
func (a *Archetype) LivesIn(zone string) error {
	_, err := a.homes(seed.New(0), zone)
	return err
}

// homes returns the place where the person lives in each phase. If neither the argument
// nor the file gives a zone, it draws one from which all later places can be reached.
func (a *Archetype) homes(s seed.Seed, zone string) ([]place, error) {
	choice := []string{cmp.Or(zone, a.traits.timeZone)}
	if choice[0] == "" {
		r := s.Child("zone").Stream()
		n := r.Int(len(zones))
		choice = slices.Concat(zones[n:], zones[:n])
	}
	var err error
	for _, zone := range choice {
		var homes []place
		if homes, err = a.homesFrom(zone); err == nil {
			return homes, nil
		}
	}
	return nil, err
}

func (a *Archetype) homesFrom(zone string) ([]place, error) {
	loc, err := loadZone(zone)
	if err != nil {
		return nil, err
	}
	here := place{zone, loc}
	homes := append(make([]place, 0, 1+len(a.phases)), here)
	for _, phase := range a.phases {
		if name := phase.traits.timeZone; name != "" {
			if loc, err = loadZone(name); err != nil {
				return nil, err
			}
			next := place{name, loc}
			if !reachable(here, next, phase.from) {
				return nil, fmt.Errorf("phase from %s: %s is %.4g hours from %s, want less than %.4g; put a phase of a day in a zone between them before it",
					phase.from, name, float64(abs(int(turnBetween(here, next, phase.from).leap)))/3600, here.zone, maxLeap/3600.0)
			}
			here = next
		}
		homes = append(homes, here)
	}
	return homes, nil
}

// fadeDays is the number of days in which a body adapts to the values of a new phase.
const fadeDays = 56

// fade returns a property of the body on a date. In the first weeks of a phase it moves
// gradually from the value of the phase before.
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
