package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// LoggedDrinks are those of the date's Drinks that the persona enters into an
// app, in order: as large a share of them as of the meals.
func (p *Persona) LoggedDrinks(d vital.Date) (list []Drink) {
	p = p.On(d)
	for i, drink := range p.Drinks(d) {
		r := p.seed("drink log").At(int64(d)).At(int64(i)).Stream()
		if r.Chance(p.trait().mealsLogged) {
			list = append(list, drink)
		}
	}
	return list
}
