package wire

import (
	"reflect"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

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

// namesOf returns the names that an object under a key of a record may have; nil
// for any.
func namesOf(record reflect.Value, key string) []string {
	if record.Type() != reflect.TypeFor[vital.Micros]() {
		return nil
	}
	switch key {
	case "minerals":
		return Minerals()
	case "trace_elements":
		return TraceElements()
	}
	return Vitamins()
}
