package view

import "github.com/vitalsim/vitalsim/simulator/vital"

// water is what people log of the water they drink, in millilitres.
func water(l *Lens, d vital.Date) (points []Point) {
	for _, drink := range l.Persona.LoggedDrinks(d) {
		if drink.CaffeineMg == 0 {
			points = append(points, Point{Unix: drink.At, Value: vital.Whole(int64(drink.WaterMl))})
		}
	}
	return points
}

// caffeine is what people log of coffee and tea, in grams.
func caffeine(l *Lens, d vital.Date) (points []Point) {
	for _, drink := range l.Persona.LoggedDrinks(d) {
		if drink.CaffeineMg > 0 {
			points = append(points, Point{Unix: drink.At, Value: vital.Decimal(vital.Fine(1000 * drink.CaffeineMg))})
		}
	}
	return points
}

// carbohydrates are in grams: those of the meals that people log, where the
// provider has meals, else what people write down for their diabetes.
func carbohydrates(l *Lens, d vital.Date) (points []Point) {
	if !l.Profile.Supplies("meal") {
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
