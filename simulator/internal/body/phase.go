package body

import (
	"cmp"
	"fmt"
	"slices"

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

// Draw makes the persona at a seed, who lives in the zone; "" means that of the
// file or, where it names none, one of a dozen real ones. The zone changes
// nothing but the zone.
func (a *Archetype) Draw(s seed.Seed, zone string) (*Persona, error) {
	s = s.Child("persona")
	homes, err := a.homes(s, zone)
	if err != nil {
		return nil, fmt.Errorf("draw persona: %w", err)
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
		later.WeightKg = p.WeightKg // a date changes no body at once
		p.moving = p.moving || later.tripChance > 0 || homes[i+1].loc != homes[i].loc
		life = append(life, phase{a.phases[i].from, later})
	}
	joinCycles(life)
	for _, l := range life {
		l.life, l.moving = life, p.moving
	}
	return p, nil
}

// LivesIn is whether people of the archetype can live in the zone, or anywhere if
// that is "": a later phase may lie in a zone that is too far away to move to.
func (a *Archetype) LivesIn(zone string) error {
	_, err := a.homes(seed.New(0), zone)
	return err
}

// homes are where the person lives in each phase. Whoever lives anywhere lives
// where all later places can be reached from.
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
