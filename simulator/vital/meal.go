package vital

import "time"

// A Meal is what was eaten at a time, as one source reports it (vital.md 4.8).
// The keys source_app_id and source_device_id are written as copies of what
// Source says; the deprecated priority_id and source_id mean nothing and are
// 0, provider_id is the ID.
type Meal struct {
	ID           ID           `json:"id"`
	UserID       ID           `json:"user_id"`
	_            struct{}     `wire:"priority_id=0"`
	_            struct{}     `wire:"source_id=0"`
	_            struct{}     `wire:"provider_id=ID"`
	Timestamp    time.Time    `json:"timestamp"`
	CalendarDate Date         `json:"calendar_date"` // the user's local day
	Name         string       `json:"name"`          // Dinner
	Energy       Null[Energy] `json:"energy"`
	Macros       Null[Macros] `json:"macros"`
	Micros       Null[Micros] `json:"micros"`
	Data         Object[Food] `json:"data"` // by the name of the food
	Source       Source       `json:"source"`
	CreatedAt    time.Time    `json:"created_at"` // first announcement
	UpdatedAt    time.Time    `json:"updated_at"` // last change
	_            struct{}     `wire:"source_app_id=Source.AppID"`
	_            struct{}     `wire:"source_device_id=Source.DeviceID"`
}

// A Food is one food of a Meal.
type Food struct {
	Energy Null[Energy] `json:"energy"`
	Macros Null[Macros] `json:"macros"`
	Micros Null[Micros] `json:"micros"`
}

// An Energy is the energy of a meal or food.
type Energy struct {
	Unit  EnergyUnit `json:"unit" wire:"default=kcal"` // always written as Kilocalories
	Value Decimal    `json:"value"`
}

// An EnergyUnit is the unit of an Energy, of which there is one.
type EnergyUnit string

// Kilocalories is the constant of the schema.
const Kilocalories EnergyUnit = "kcal"

func (EnergyUnit) words() []string { return []string{string(Kilocalories)} }

// Macros are the macronutrients of a meal or food, in grams.
type Macros struct {
	Carbs       Null[Fine] `json:"carbs"`
	Protein     Null[Fine] `json:"protein"`
	Fats        Fats       `json:"fats"` // the schema has no null for it
	Alcohol     Null[Fine] `json:"alcohol"`
	Water       Null[Fine] `json:"water"`
	Fibre       Null[Fine] `json:"fibre"`
	Sugar       Null[Fine] `json:"sugar"`
	Cholesterol Null[Fine] `json:"cholesterol"`
}

// Fats are the fats of Macros, in grams.
type Fats struct {
	Saturated       Null[Fine] `json:"saturated"`
	Monounsaturated Null[Fine] `json:"monounsaturated"`
	Polyunsaturated Null[Fine] `json:"polyunsaturated"`
	Omega3          Null[Fine] `json:"omega3"`
	Omega6          Null[Fine] `json:"omega6"`
	Total           Null[Fine] `json:"total"`
}

// Micros are the micronutrients of what was eaten, each by a name of
// Minerals, TraceElements or Vitamins, which say in which unit.
type Micros struct {
	Minerals      Null[Object[Fine]] `json:"minerals"`
	TraceElements Null[Object[Fine]] `json:"trace_elements"`
	Vitamins      Null[Object[Fine]] `json:"vitamins"`
}

// Minerals returns the names of minerals, all in milligrams.
func Minerals() []string {
	return []string{"sodium", "potassium", "calcium", "phosphorus", "magnesium", "iron", "zinc", "fluoride", "chloride"}
}

// TraceElements returns the names of trace elements, in micrograms; copper and
// manganese are in milligrams.
func TraceElements() []string {
	return []string{"chromium", "copper", "iodine", "manganese", "molybdenum", "selenium"}
}

// Vitamins returns the names of vitamins. A, B12, D, K, biotin and folic acid are
// in micrograms, the others in milligrams.
func Vitamins() []string {
	return []string{
		"vitamin_a", "vitamin_b1", "riboflavin", "niacin", "pantothenic_acid", "vitamin_b6", "biotin", "vitamin_b12",
		"vitamin_c", "vitamin_d", "vitamin_e", "vitamin_k", "folic_acid",
	}
}

// names returns the keys that the object under a key may have.
func (Micros) names(key string) []string {
	switch key {
	case "minerals":
		return Minerals()
	case "trace_elements":
		return TraceElements()
	}
	return Vitamins()
}
