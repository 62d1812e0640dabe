package body

// Metabolism is the kind of glucose metabolism of a body.
type Metabolism uint8

// The kinds of metabolism. Both types of diabetes are under treatment.
const (
	Healthy Metabolism = iota
	Prediabetes
	Type1
	Type2
)

// metabolisms maps the names in persona files to kinds.
var metabolisms = map[string]Metabolism{"healthy": Healthy, "prediabetes": Prediabetes, "type-1": Type1, "type-2": Type2}

// sugar has the parameters of a metabolism, in mmol/L and seconds.
type sugar struct {
	base, spread float64 // level between meals, and its deviation between persons
	lo, hi, soft float64 // bounds, and the distance from them at which limiting begins
	slow, quick  float64 // amplitudes of the drift over hours
	long, short  int64   // periods of the drift
	dawn         float64 // rise before waking, gone two and a half hours after
	meal         float64 // limit of the peak for large meals; a usual meal causes half of it
	rise, fall   int64
	luck         float64 // smallest share of the peak that a meal may cause
	sport        float64 // largest decrease by sport
}

// sugars by metabolism.
//
// Healthy: Shah 2019, mean 5.5 mmol/L, 96 % of the time within 3.9 to 7.8.
// Prediabetes: the American Diabetes Association's, 5.6 to 6.9 fasting and 7.8
// to 11 after a glucose load. Type 1: Foster 2019, mean about 9 with a third
// above 10 and a few percent below 3.9; sport lowers it by some mmol/L (Riddell
// 2017). Type 2: a mean of 8.6 is an HbA1c of 7 % (Nathan 2008).
//
// The change in five minutes is at most 0.6, even if the responses to the largest
// dinner (213 g of carbohydrates) and to a snack before it, both drifts and the
// recovery from sport rise at once: 0.55 + 0.04 + 0.01 for healthy people, 0.39 + 0.15
// + 0.05 for type 1, plus rounding.
var sugars = [...]sugar{
	Healthy:     {5.0, 0.3, 3.3, 11, 0.9, 0.35, 0.25, 8 * 3600, 9000, 0.25, 4.4, 45 * 60, 125 * 60, 0.6, 0.2},
	Prediabetes: {5.7, 0.3, 3.3, 14, 0.9, 0.45, 0.3, 8 * 3600, 9000, 0.5, 5.4, 65 * 60, 150 * 60, 0.6, 0.6},
	Type1:       {7.4, 0.9, 2.2, 22.2, 1, 4.4, 0.8, 14 * 3600, 3 * 3600, 1.2, 8, 130 * 60, 220 * 60, 0.25, 2},
	Type2:       {7.6, 0.8, 2.8, 20, 1, 1.4, 0.6, 10 * 3600, 3 * 3600, 1.3, 6, 90 * 60, 180 * 60, 0.5, 1.5},
}
