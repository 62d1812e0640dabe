package wire

import (
	"fmt"
	"math"
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
// a constant for that of an alert, and no distance, duration or count is negative.
func CheckValue(r vital.Resource, value vital.Fine) error {
	if one := vital.Whole(1).Fine(); r.Name == "heart_rate_alert" && value != one {
		return fmt.Errorf("want 1, not %s", value.AppendJSON(nil))
	}
	if value < 0 && slices.Contains(amountUnits, r.Unit) && r.Name != "heart_rate_recovery_one_minute" {
		return errNegative(value.Float())
	}
	return nil
}

// amountUnits are the units of distances, durations, counts and energies.
var amountUnits = []string{"m", "min", "count", "kcal"}

// amounts are the keys of distances, durations, counts and energies in records.
var amounts = []string{
	"duration", "total", "awake", "light", "rem", "deep", "latency", // of a sleep
	"stage_start_offset_second", "stage_end_offset_second", "voltage_sample_count",
	"calories_total", "calories_active", "steps", "daily_movement", "distance", "low", "medium", "high", "floors_climbed", "wheelchair_push",
	"calories", "moving_time", "total_elevation_gain", "height", "time",
}

// checkAmount returns why a distance, duration, count or energy cannot have a value,
// a number or a list of them. The path ends in its key.
func checkAmount(path string, value any) error {
	if !slices.Contains(amounts, path[strings.LastIndexByte(path, '.')+1:]) {
		return nil
	}
	if f, ok := number(value); ok && f < 0 {
		return errNegative(f)
	}
	switch list := value.(type) {
	case []int:
		return firstNegative(list, math.MinInt)
	case []int64:
		return firstNegative(list, math.MinInt64)
	case []vital.Decimal:
		return firstNegative(list, vital.GapDecimal)
	}
	return nil
}

// firstNegative returns an error for the first negative item of a list that is not
// a gap.
func firstNegative[T int | int64 | vital.Decimal](list []T, gap T) error {
	for i, v := range list {
		if v < 0 && v != gap {
			f, _ := number(v)
			return fmt.Errorf("item %d: %w", i+1, errNegative(f))
		}
	}
	return nil
}

func errNegative(f float64) error { return fmt.Errorf("want 0 or more, not %v", f) }
