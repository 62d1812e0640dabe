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

// Micros are the micronutrients of what was eaten, each by its name: minerals in
// milligrams; trace elements in micrograms, but copper and manganese in
// milligrams; vitamins A, B12, D, K, biotin and folic acid in micrograms, the
// others in milligrams.
type Micros struct {
	Minerals      Null[Object[Fine]] `json:"minerals"`
	TraceElements Null[Object[Fine]] `json:"trace_elements"`
	Vitamins      Null[Object[Fine]] `json:"vitamins"`
}
