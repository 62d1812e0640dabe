package wire

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// SampleTypes returns the words that the type of a resource's samples may be; nil
// where it is null, or any text.
func SampleTypes(resource string) []string {
	switch resource {
	case "heart_rate_alert":
		return []string{"low_heart_rate", "high_heart_rate", "irregular_rhythm"}
	case "insulin_injection":
		return []string{"rapid_acting", "long_acting"}
	case "sleep_breathing_disturbance":
		return []string{"elevated", "not_elevated"}
	case "stand_hour":
		return []string{"stood", "idle"}
	}
	return nil
}

// CheckType returns why a sample of a resource that is Typed cannot be of a type.
func CheckType(resource string, typ vital.Null[string]) error {
	known := SampleTypes(resource)
	want := "a type"
	if known != nil {
		want = "one of " + strings.Join(known, ", ")
	}
	switch {
	case !typ.Valid && resource == "sleep_breathing_disturbance":
		return nil // the schema allows null here
	case !typ.Valid:
		return fmt.Errorf("want %s, not null", want)
	case known != nil && !slices.Contains(known, typ.V):
		return wanted(want, typ.V)
	}
	return nil
}

// CheckValue returns why a sample of a resource cannot have a value: the schema has
// a constant for that of an alert.
func CheckValue(resource string, value vital.Fine) error {
	if one := vital.Whole(1).Fine(); resource == "heart_rate_alert" && value != one {
		return fmt.Errorf("want 1, not %s", value.AppendJSON(nil))
	}
	return nil
}
