package view

import (
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// noted returns when the last food of a meal was logged: with the meal, or for
// about one meal of seven up to two hours later, such as a second helping.
func (l *Lens) noted(plate *body.Plate) int64 {
	r := l.seed.Child("second helping").At(plate.At).Stream()
	if len(plate.Foods) < 2 || !r.Chance(0.14) {
		return plate.At
	}
	return plate.At + int64(60*(20+r.Int(100)))
}

// mealRevs returns the revisions of a logged meal: it exists with the first upload
// after it and is revised with the upload after an addition.
func mealRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	for i, plate := range l.Persona.Plates(d) {
		if !plate.Logged {
			continue
		}
		first := l.NextUpload(plate.At)
		if first > asOf {
			continue
		}
		rev := Rev{Date: d, Ordinal: i, First: first, Last: first}
		if again := l.NextUpload(l.noted(&plate)); again > first && again <= asOf {
			rev.Last = again
		}
		out = append(out, rev)
	}
	return out
}

// mealRecord returns a meal with the foods logged by r.Last. Its sums are those of
// the foods.
func mealRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	plate := l.Persona.Plates(r.Date)[r.Ordinal]
	foods := plate.Foods
	if l.noted(&plate) > r.Last {
		foods = foods[:len(foods)-1]
	}
	m := &vital.Meal{
		ID: s.ID, UserID: s.UserID, Timestamp: time.Unix(plate.At, 0).UTC(), CalendarDate: r.Date, Name: plate.Name,
		Source: l.appSource(), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	var all body.Nutrition
	for i := range foods {
		all.Add(&foods[i].Nutrition)
		if l.model.Reports.Foods {
			energy, macros, micros := l.nutrition(&foods[i].Nutrition)
			m.Data = append(m.Data, vital.Member[vital.Food]{Name: foods[i].Name, Value: vital.Food{Energy: energy, Macros: macros, Micros: micros}})
		}
	}
	m.Energy, m.Macros, m.Micros = l.nutrition(&all)
	return m
}

// appSource returns the source of manual entries: the provider's app, if the
// provider reports it.
func (l *Lens) appSource() vital.Source {
	if slices.Contains(l.Profile.SourceTypes, "app") {
		return l.byApp(l.Profile.Source("app"))
	}
	return l.byApp(l.Profile.Source(""))
}

// nutrition returns the nutrients that the provider reports. The energy is that of
// the macronutrients.
func (l *Lens) nutrition(n *body.Nutrition) (vital.Null[vital.Energy], vital.Null[vital.Macros], vital.Null[vital.Micros]) {
	grams := func(d vital.Decimal) vital.Null[vital.Fine] { return vital.Val(d.Fine()) }
	macros := vital.Macros{Carbs: grams(n.Carbs), Protein: grams(n.Protein), Alcohol: grams(n.Alcohol), Fibre: grams(n.Fibre)}
	macros.Fats.Total = grams(n.Fat)
	if l.model.Reports.Fats {
		macros.Sugar, macros.Water, macros.Cholesterol = grams(n.Sugar), grams(n.Water), grams(n.Cholesterol)
		macros.Fats.Saturated, macros.Fats.Monounsaturated = grams(n.Saturated), grams(n.Monounsaturated)
		macros.Fats.Polyunsaturated = grams(n.Polyunsaturated)
		macros.Fats.Omega3, macros.Fats.Omega6 = grams(n.Omega3), grams(n.Omega6)
	}
	energy := vital.Energy{Unit: vital.Kilocalories, Value: n.Kcal}
	return vital.Val(energy), vital.Val(macros), l.micros(&n.Micros)
}

// micros returns the micronutrients that the provider reports, by group; null if
// there are none. An empty group is null.
func (l *Lens) micros(amounts *body.Micros) (out vital.Null[vital.Micros]) {
	for i, nutrient := range body.Nutrients {
		if !slices.Contains(l.model.Nutrients, nutrient.Name) {
			continue
		}
		group := &out.V.Minerals
		switch nutrient.Kind {
		case body.TraceElement:
			group = &out.V.TraceElements
		case body.Vitamin:
			group = &out.V.Vitamins
		}
		group.V = append(group.V, vital.Member[vital.Fine]{Name: nutrient.Name, Value: amounts[i].Fine()})
		group.Valid, out.Valid = true, true
	}
	return out
}
