package view

import (
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An exampleFood is what its label says of a helping.
type exampleFood struct {
	name                               string
	carbs, protein, fat, saturated     float64 // grams
	sugar, fibre, water                float64
	sodium, potassium, calcium, iron   float64 // milligrams
	selenium, vitaminC, vitaminD, vitB float64 // micrograms, but for vitamin C in milligrams
}

var exampleBreakfast = []exampleFood{
	{name: "Porridge with milk", carbs: 41.2, protein: 11.5, fat: 7.1, saturated: 2.3, sugar: 9.8, fibre: 4.6, water: 210,
		sodium: 98, potassium: 372, calcium: 231, iron: 2.1, selenium: 12.5, vitaminC: 0.2, vitaminD: 0.05, vitB: 0.95},
	{name: "Blueberries, fresh", carbs: 14.5, protein: 0.7, fat: 0.3, saturated: 0.028, sugar: 10, fibre: 2.4, water: 84,
		sodium: 1, potassium: 77, calcium: 6, iron: 0.28, selenium: 0.1, vitaminC: 9.7},
}

// mealExample returns a breakfast. Its second food is recorded later, and its energy is
// that of its macronutrients.
func mealExample(e Example) vital.Payload {
	eaten := exampleBreakfast[:1]
	if e.Updated {
		eaten = exampleBreakfast
	}
	m := vital.Meal{
		ID: e.ID("meal"), UserID: e.UserID, Timestamp: e.At(8, 0), CalendarDate: e.Day, Name: "Breakfast", Source: e.Source, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
	var all exampleFood
	for _, f := range eaten {
		all = all.plus(f)
		energy, macros, micros := f.fields()
		m.Data = append(m.Data, vital.Member[vital.Food]{Name: f.name, Value: vital.Food{Energy: energy, Macros: macros, Micros: micros}})
	}
	m.Energy, m.Macros, m.Micros = all.fields()
	return m
}

func (f exampleFood) plus(o exampleFood) exampleFood {
	return exampleFood{
		carbs: f.carbs + o.carbs, protein: f.protein + o.protein, fat: f.fat + o.fat, saturated: f.saturated + o.saturated,
		sugar: f.sugar + o.sugar, fibre: f.fibre + o.fibre, water: f.water + o.water,
		sodium: f.sodium + o.sodium, potassium: f.potassium + o.potassium, calcium: f.calcium + o.calcium, iron: f.iron + o.iron,
		selenium: f.selenium + o.selenium, vitaminC: f.vitaminC + o.vitaminC, vitaminD: f.vitaminD + o.vitaminD, vitB: f.vitB + o.vitB,
	}
}

// fields returns the fields of the food: four kcal to a gram of carbohydrates or
// protein, nine to one of fat.
func (f exampleFood) fields() (vital.Null[vital.Energy], vital.Null[vital.Macros], vital.Null[vital.Micros]) {
	energy := vital.Energy{Unit: vital.Kilocalories, Value: vital.DecimalOf(4*(f.carbs+f.protein) + 9*f.fat)}
	macros := vital.Macros{
		Carbs: fine(f.carbs), Protein: fine(f.protein), Fats: vital.Fats{Saturated: fine(f.saturated), Total: fine(f.fat)},
		Alcohol: fine(0), Water: fine(f.water), Fibre: fine(f.fibre), Sugar: fine(f.sugar),
	}
	micros := vital.Micros{
		Minerals:      amounts("sodium", f.sodium, "potassium", f.potassium, "calcium", f.calcium, "iron", f.iron),
		TraceElements: amounts("selenium", f.selenium),
		Vitamins:      amounts("vitamin_c", f.vitaminC, "vitamin_d", f.vitaminD, "vitamin_b12", f.vitB),
	}
	return vital.Val(energy), vital.Val(macros), vital.Val(micros)
}

// amounts returns pairs of a name and an amount.
func amounts(pairs ...any) vital.Null[vital.Object[vital.Fine]] {
	var o vital.Object[vital.Fine]
	for i := 0; i < len(pairs); i += 2 {
		o = append(o, vital.Member[vital.Fine]{Name: pairs[i].(string), Value: vital.FineOf(pairs[i+1].(float64))})
	}
	return vital.Val(o)
}

func fine(f float64) vital.Null[vital.Fine] { return vital.Val(vital.FineOf(f)) }
