package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// LoggedDrinks returns the drinks of the date that the persona enters into an app, in
// order. The share is the same as for meals.
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
