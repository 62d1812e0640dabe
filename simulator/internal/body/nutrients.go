package body

import "github.com/vitalsim/vitalsim/simulator/vital"

// Macros has the amounts of the main constituents of food, in grams.
type Macros struct {
	Carbs, Protein, Fat vital.Decimal
	Alcohol             vital.Decimal
	Fibre, Sugar        vital.Decimal // disjoint parts of Carbs
	Water               vital.Decimal
	Cholesterol         vital.Decimal
	// Disjoint parts of Fat.
	Saturated, Monounsaturated, Polyunsaturated vital.Decimal
	// Disjoint parts of Polyunsaturated.
	Omega3, Omega6 vital.Decimal
}

// NutrientKind is a group of nutrients.
type NutrientKind uint8

// The groups of Vital's meals.
const (
	Mineral NutrientKind = iota
	TraceElement
	Vitamin
)

// A Nutrient describes an element of Micros: its name in Vital's API, its group and its
// unit.
type Nutrient struct {
	Name string
	Kind NutrientKind
	Unit string // mg or µg
}

// Nutrients describes the elements of Micros, in the same order.
var Nutrients = [nutrients]Nutrient{
	{"sodium", Mineral, "mg"}, {"potassium", Mineral, "mg"}, {"calcium", Mineral, "mg"}, {"phosphorus", Mineral, "mg"},
	{"magnesium", Mineral, "mg"}, {"iron", Mineral, "mg"}, {"zinc", Mineral, "mg"}, {"fluoride", Mineral, "mg"}, {"chloride", Mineral, "mg"},
	{"chromium", TraceElement, "µg"}, {"copper", TraceElement, "mg"}, {"iodine", TraceElement, "µg"}, {"manganese", TraceElement, "mg"},
	{"molybdenum", TraceElement, "µg"}, {"selenium", TraceElement, "µg"},
	{"vitamin_a", Vitamin, "µg"}, {"vitamin_b1", Vitamin, "mg"}, {"riboflavin", Vitamin, "mg"}, {"niacin", Vitamin, "mg"},
	{"pantothenic_acid", Vitamin, "mg"}, {"vitamin_b6", Vitamin, "mg"}, {"biotin", Vitamin, "µg"}, {"folic_acid", Vitamin, "µg"},
	{"vitamin_b12", Vitamin, "µg"}, {"vitamin_c", Vitamin, "mg"}, {"vitamin_d", Vitamin, "µg"}, {"vitamin_e", Vitamin, "mg"}, {"vitamin_k", Vitamin, "µg"},
}

// nutrients is the number of elements of Micros.
const nutrients = 28

// Micros has the amounts of the Nutrients with the same indices.
type Micros [nutrients]vital.Decimal

// constituents describes the foods of one kind beyond carbohydrates, protein and fat:
// shares of the fat, and amounts in 100 kcal. The values are rounded from food
// composition tables (USDA FoodData Central) for usual foods of the kind.
type constituents struct {
	saturated, mono, poly, omega3 float64 // of the fat; omega3 of the polyunsaturated
	cholesterol                   float64 // mg in 100 kcal
	water                         float64 // g in 100 kcal
	micros                        [nutrients]float64
}

// kinds maps the kinds of food to their constituents.
var kinds = map[string]*constituents{
	"grain":     {0.18, 0.3, 0.42, 0.06, 0, 45, [nutrients]float64{150, 85, 20, 75, 28, 1.1, 0.65, 0.01, 230, 3, 0.09, 4, 0.6, 12, 11, 0, 0.14, 0.08, 1.5, 0.25, 0.07, 2, 17, 0, 0, 0, 0.2, 1}},
	"starch":    {0.27, 0.3, 0.35, 0.08, 0, 75, [nutrients]float64{4, 250, 8, 45, 18, 0.4, 0.4, 0.02, 50, 1.5, 0.1, 3, 0.2, 6, 3, 0, 0.08, 0.03, 1.2, 0.45, 0.22, 0.5, 15, 0, 8, 0, 0.02, 1.5}},
	"dairy":     {0.64, 0.27, 0.04, 0.15, 15, 120, [nutrients]float64{70, 230, 185, 150, 17, 0.05, 0.65, 0.005, 160, 1.5, 0.03, 35, 0.005, 7, 5.5, 70, 0.07, 0.28, 0.15, 0.6, 0.06, 3.5, 8, 0.75, 1, 1.2, 0.1, 0.4}},
	"fruit":     {0.2, 0.15, 0.3, 0.3, 0, 145, [nutrients]float64{2, 330, 15, 25, 22, 0.4, 0.15, 0.01, 5, 1.5, 0.1, 2, 0.3, 4, 0.8, 8, 0.05, 0.06, 0.6, 0.3, 0.25, 2, 25, 0, 25, 0, 0.4, 5}},
	"vegetable": {0.2, 0.1, 0.5, 0.4, 0, 330, [nutrients]float64{80, 950, 120, 140, 65, 2.5, 1.2, 0.02, 120, 5, 0.3, 8, 0.9, 20, 2.5, 600, 0.25, 0.3, 2.5, 1.2, 0.6, 6, 170, 0, 120, 0, 2.5, 250}},
	"meat":      {0.38, 0.44, 0.1, 0.07, 45, 35, [nutrients]float64{45, 170, 6, 120, 14, 0.8, 1.6, 0.02, 45, 1, 0.04, 2, 0.01, 3, 14, 6, 0.06, 0.1, 4.2, 0.6, 0.27, 1.5, 4, 0.6, 0, 0.1, 0.15, 1}},
	"fish":      {0.2, 0.35, 0.35, 0.7, 32, 33, [nutrients]float64{35, 220, 8, 140, 17, 0.3, 0.3, 0.05, 60, 0.5, 0.05, 20, 0.01, 2, 21, 15, 0.12, 0.1, 4, 0.7, 0.35, 2.5, 13, 2, 1, 6, 1.2, 0.2}},
	"egg":       {0.33, 0.4, 0.2, 0.05, 260, 53, [nutrients]float64{97, 95, 38, 135, 8, 1.2, 0.9, 0.001, 120, 0.5, 0.05, 33, 0.02, 8, 21, 110, 0.03, 0.32, 0.05, 1.1, 0.12, 14, 33, 0.65, 0, 1.4, 0.75, 0.2}},
	"legume":    {0.16, 0.24, 0.5, 0.1, 0, 60, [nutrients]float64{100, 320, 25, 140, 34, 2.3, 1, 0.01, 120, 2.5, 0.22, 2, 0.45, 60, 2.5, 1, 0.14, 0.06, 0.8, 0.45, 0.14, 3, 140, 0, 1.3, 0, 0.3, 2}},
	"nuts":      {0.11, 0.45, 0.39, 0.08, 0, 1, [nutrients]float64{1, 110, 22, 75, 38, 0.6, 0.55, 0.003, 2, 0.5, 0.2, 0.3, 0.35, 5, 1.5, 0, 0.06, 0.09, 0.6, 0.1, 0.06, 5, 10, 0, 0.2, 0, 2.5, 0.5}},
	"oil":       {0.15, 0.68, 0.12, 0.08, 0, 0, [nutrients]float64{0: 5, 1: 1, 26: 1.7, 27: 5}},
	"butter":    {0.63, 0.26, 0.04, 0.1, 30, 2, [nutrients]float64{0: 60, 1: 3, 2: 3, 3: 3, 8: 95, 11: 2, 15: 95, 25: 0.1, 26: 0.3, 27: 1}},
	"sweets":    {0.5, 0.32, 0.08, 0.05, 3, 4, [nutrients]float64{50, 70, 18, 35, 13, 0.6, 0.25, 0.003, 80, 1.5, 0.08, 2, 0.1, 3, 1.5, 8, 0.03, 0.04, 0.2, 0.1, 0.02, 0.7, 4, 0.05, 0.1, 0.03, 0.3, 1}},
	"alcoholic": {water: 700, micros: [nutrients]float64{0: 25, 1: 300, 2: 30, 3: 75, 4: 40, 5: 0.6, 7: 0.05, 8: 40, 9: 5, 12: 0.2, 17: 0.1, 18: 1.5, 20: 0.15, 22: 20}},
}
