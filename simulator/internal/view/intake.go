package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// water returns the logged water in millilitres.
func water(l *Lens, d vital.Date) (points []Point) {
	for _, drink := range l.Persona.LoggedDrinks(d) {
		if drink.CaffeineMg == 0 {
			points = append(points, Point{Unix: drink.At, Value: vital.Whole(int64(drink.WaterMl))})
		}
	}
	return points
}

// caffeine returns the caffeine of logged coffee and tea in grams.
func caffeine(l *Lens, d vital.Date) (points []Point) {
	for _, drink := range l.Persona.LoggedDrinks(d) {
		if drink.CaffeineMg > 0 {
			points = append(points, Point{Unix: drink.At, Value: vital.Decimal(vital.Fine(1000 * drink.CaffeineMg))})
		}
	}
	return points
}

// carbohydrates returns carbohydrates in grams: those of logged meals if the
// provider has meals, else those that people log for their diabetes.
func carbohydrates(l *Lens, d vital.Date) (points []Point) {
	if !l.Profile.Supplies(vital.ResourceMeal) {
		for _, entry := range l.Persona.CarbEntries(d) {
			points = append(points, Point{Unix: entry.At, Value: entry.Grams})
		}
		return points
	}
	for _, plate := range l.Persona.Plates(d) {
		if plate.Logged {
			points = append(points, Point{Unix: plate.At, Value: plate.Carbs})
		}
	}
	return points
}
