package wire_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestSetField(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	salt := vital.Object[vital.Fine]{{Name: "sodium", Value: 1}}
	for _, tt := range []struct {
		record any
		key    string
		value  any
		want   string // what stands under the key afterwards
	}{
		{&vital.Sleep{}, "efficiency", 93, `93`},
		{&vital.Sleep{}, "efficiency", 93.257, `93.26`},
		{&vital.Sleep{}, "efficiency", json.Number("93.5"), `93.5`},
		{&vital.Sleep{}, "efficiency", vital.Decimal(9350), `93.5`},
		{&vital.Sleep{Efficiency: vital.Val(vital.Whole(80))}, "efficiency", nil, `null`},
		{&vital.Sleep{}, "duration", uint8(30), `30`},
		{&vital.Sleep{}, "duration", 28800.0, `28800`},
		{&vital.Sleep{}, "score", int64(77), `77`},
		{&vital.Sleep{}, "type", "short_sleep", `"short_sleep"`},
		{&vital.Sleep{}, "state", "tentative", `"tentative"`},
		{&vital.Sleep{}, "bedtime_stop", "2026-01-05T08:00:00+01:00", `"2026-01-05T07:00:00+00:00"`},
		{&vital.Sleep{}, "bedtime_stop", day, `"2026-01-05T00:00:00+00:00"`},
		{&vital.Sleep{}, "calendar_date", "2026-01-05", `"2026-01-05"`},
		{&vital.Sleep{}, "calendar_date", day, `"2026-01-05"`},
		{&vital.Sleep{}, "calendar_date", vital.DateOf(day), `"2026-01-05"`},
		{&vital.Activity{}, "time_zone", "Europe/London", `"Europe/London"`},
		{&vital.Activity{}, "wheelchair_use", true, `true`},
		{&vital.Activity{WheelchairUse: vital.Val(true)}, "wheelchair_use", nil, `null`},
		{&vital.Activity{}, "heart_rate", map[string]any{"avg_bpm": 61},
			`{"avg_bpm":61,"min_bpm":null,"max_bpm":null,"resting_bpm":null,"avg_walking_bpm":null}`},
		{&vital.Activity{HeartRate: vital.Val(vital.HeartRate{MaxBPM: vital.Val(vital.Whole(180))})},
			"heart_rate", map[string]any{"avg_bpm": 61},
			`{"avg_bpm":61,"min_bpm":null,"max_bpm":180,"resting_bpm":null,"avg_walking_bpm":null}`},
		{&vital.Activity{HeartRate: vital.Null[vital.HeartRate]{V: vital.HeartRate{MaxBPM: vital.Val(vital.Whole(180))}}}, // null
			"heart_rate", map[string]any{"avg_bpm": 61},
			`{"avg_bpm":61,"min_bpm":null,"max_bpm":null,"resting_bpm":null,"avg_walking_bpm":null}`},
		{&vital.Activity{HeartRate: vital.Val(vital.HeartRate{})}, "heart_rate", nil, `null`},
		{&vital.Workout{}, "sport", "yoga", `{"id":7,"name":"Yoga","slug":"yoga"}`},
		{&vital.Workout{}, "sport", vital.Sports[0], `{"id":2,"name":"Cycling","slug":"cycling"}`},
		{&vital.Workout{Sport: vital.Val(vital.Sports[0])}, "sport", map[string]any{"id": 9, "slug": "bmx"}, `{"id":9,"name":"Cycling","slug":"bmx"}`},
		{&vital.Workout{Sport: vital.Val(vital.Sports[0])}, "sport", nil, `null`},
		{&vital.Workout{}, "hr_zones", []any{0, 60, 120.0, json.Number("180"), 0, 0}, `[0,60,120,180,0,0]`},
		{&vital.Workout{}, "hr_zones", vital.HRZones{1, 2, 3, 4, 5, 6}, `[1,2,3,4,5,6]`},
		{&vital.Workout{HRZones: vital.Val(vital.HRZones{1})}, "hr_zones", nil, `null`},
		{&vital.Workout{}, "map", map[string]any{"summary_polyline": "_p~iF"}, `{"polyline":null,"summary_polyline":"_p~iF"}`},
		{&vital.Workout{}, "average_speed", 2.777, `2.78`},
		{&vital.SleepCycle{}, "stage_type", []any{4, -1, 1}, `[4,-1,1]`},
		{&vital.SleepCycle{}, "stage_type", []vital.SleepStage{vital.StageREM}, `[3]`},
		{&vital.SleepCycle{}, "stage_end_offset_second", []any{}, `[]`},
		{&vital.SleepCycle{}, "stage_start_offset_second", []int{0, 300}, `[0,300]`},
		{&vital.Body{}, "weight", 71.25, `71.25`},
		{&vital.Meal{}, "name", "Lunch", `"Lunch"`},
		{&vital.Meal{}, "energy", map[string]any{"value": 512.5}, `{"unit":"kcal","value":512.5}`},
		{&vital.Meal{}, "energy", map[string]any{"unit": "kcal", "value": 7}, `{"unit":"kcal","value":7}`},
		{&vital.Meal{Macros: vital.Val(vital.Macros{Protein: vital.Val[vital.Fine](1)})}, "macros", map[string]any{"carbs": 0.0855, "fats": map[string]any{"total": 3}},
			`{"carbs":0.0855,"protein":0.000001,"fats":{"saturated":null,"monounsaturated":null,"polyunsaturated":null,"omega3":null,"omega6":null,"total":3},` +
				`"alcohol":null,"water":null,"fibre":null,"sugar":null,"cholesterol":null}`},
		{&vital.Meal{Micros: vital.Val(vital.Micros{Minerals: vital.Val(salt)})}, "micros", map[string]any{"minerals": map[string]any{"iron": 2, "sodium": 3}, "vitamins": map[string]any{}},
			`{"minerals":{"sodium":3,"iron":2},"trace_elements":null,"vitamins":{}}`},
		{&vital.Meal{Data: vital.Object[vital.Food]{{Name: "Egg"}}}, "data", map[string]any{"Apple": map[string]any{"energy": map[string]any{"value": 52}}, "Egg": map[string]any{}},
			`{"Egg":{"energy":null,"macros":null,"micros":null},"Apple":{"energy":{"unit":"kcal","value":52},"macros":null,"micros":null}}`},
		{&vital.MenstrualCycle{PeriodEnd: vital.Val[vital.Date](1)}, "period_end", nil, `null`},
		{&vital.MenstrualCycle{}, "is_predicted", true, `true`},
		{&vital.MenstrualCycle{MenstrualFlow: []vital.MenstrualFlowEntry{{}}}, "menstrual_flow",
			[]any{map[string]any{"date": "2026-01-05", "flow": "heavy"}, map[string]any{"date": day, "flow": "none"}},
			`[{"date":"2026-01-05","flow":"heavy"},{"date":"2026-01-05","flow":"none"}]`},
		{&vital.MenstrualCycle{}, "sexual_activity", []any{map[string]any{"date": "2026-01-05"}}, `[{"date":"2026-01-05","protection_used":null}]`},
		{&vital.MenstrualCycle{}, "basal_body_temperature", []any{map[string]any{"date": "2026-01-05", "value": 36.55}}, `[{"date":"2026-01-05","value":36.55}]`},
		{&vital.MenstrualCycle{MenstrualFlow: []vital.MenstrualFlowEntry{{}}}, "menstrual_flow", []any{}, `[]`},
		{&vital.Electrocardiogram{}, "classification", "inconclusive", `"inconclusive"`},
		{&vital.Electrocardiogram{}, "inconclusive_cause", "poor_reading", `"poor_reading"`},
		{&vital.Electrocardiogram{}, "sampling_frequency_hz", 511.93, `511.93`},
		{&vital.Electrocardiogram{}, "source_device_model", "Watch7,5", `"Watch7,5"`},
		{&vital.Sample{}, "value", 0.0954, `0.0954`},
		{&vital.Sample{}, "value", vital.FineOf(-0.5), `-0.5`},
		{&vital.BloodPressure{}, "systolic", 121, `121`},
		{&vital.BodyTemperature{}, "value", 36.6, `36.6`},
		{&vital.BodyTemperature{}, "sensor_location", "toe", `"toe"`},
		{&vital.InsulinInjection{}, "bolus_purpose", "meal", `"meal"`},
		{&vital.Note{}, "value", "tea", `"tea"`},
		{&vital.Note{}, "tags", []any{"food", "exercise"}, `["food","exercise"]`},
		{&vital.Note{Tags: []vital.NoteTag{}}, "tags", nil, `null`},
		{&vital.WorkoutDuration{}, "intensity", "high", `"high"`},
		{&vital.Profile{}, "height", 181, `181`},
		{&vital.Profile{}, "birth_date", "1990-02-28", `"1990-02-28"`},
		{&vital.Profile{}, "wheelchair_use", true, `true`},
		{&vital.Profile{}, "gender", "unknown", `"unknown"`},
		{&vital.Profile{Sex: vital.Val(vital.SexMale)}, "sex", nil, `null`},
	} {
		if err := wire.SetField(tt.record, tt.key, tt.value); err != nil {
			t.Errorf("SetField(%s, %v): %v", tt.key, tt.value, err)
			continue
		}
		if got := string(value(t, tt.record, tt.key)); got != tt.want {
			t.Errorf("SetField(%s, %v) = %s, want %s", tt.key, tt.value, got, tt.want)
		}
	}
	if salt[0].Value != 1 || len(salt) != 1 {
		t.Errorf("an edit has changed what other records share: %v", salt)
	}
}

func TestSetFieldErrors(t *testing.T) {
	t.Parallel()
	rate := vital.Val(vital.HeartRate{MaxBPM: vital.Val(vital.Whole(180))})
	for _, tt := range []struct {
		record any
		key    string
		value  any
		want   string
	}{
		{&vital.Sleep{}, "id", "x", "set id: cannot be edited"},
		{&vital.Sleep{}, "user_id", "x", "set user_id: cannot be edited"},
		{&vital.Sleep{}, "source", map[string]any{}, "set source: cannot be edited"},
		{&vital.Sleep{}, "created_at", nil, "set created_at: cannot be edited"},
		{&vital.Sleep{}, "updated_at", nil, "set updated_at: cannot be edited"},
		{&vital.Sleep{}, "eficiency", 93, "set eficiency: unknown field"},
		{&vital.Sleep{}, "efficiency", "high", `set efficiency: want a number, not "high"`},
		{&vital.Sleep{}, "efficiency", 1e300, "set efficiency: want a number, not 1e+300"},
		{&vital.Sleep{}, "efficiency", true, "set efficiency: want a number, not true"},
		{&vital.Sleep{}, "score", 7.5, "set score: want a whole number, not 7.5"},
		{&vital.Sleep{}, "duration", nil, "set duration: want a whole number, not null"},
		{&vital.Sleep{}, "duration", -1, "set duration: want 0 or more, not -1"},
		{&vital.Workout{}, "distance", -0.5, "set distance: want 0 or more, not -0.5"},
		{&vital.SleepCycle{}, "stage_end_offset_second", []any{60, -60}, "set stage_end_offset_second: item 2: want 0 or more, not -60"},
		{&vital.Sleep{}, "type", "nap", `set type: want one of long_sleep, short_sleep, acknowledged_nap, unknown, not "nap"`},
		{&vital.Sleep{}, "type", nil, "set type: want one of long_sleep, short_sleep, acknowledged_nap, unknown, not null"},
		{&vital.Sleep{}, "state", "certain", `set state: want one of tentative, confirmed, not "certain"`},
		{&vital.Sleep{}, "bedtime_stop", "8:00", `set bedtime_stop: want a time such as 2026-01-05T08:00:00Z, not "8:00"`},
		{&vital.Sleep{}, "calendar_date", time.Unix(1, 0).UTC(), "set calendar_date: want a date, YYYY-MM-DD"},
		{&vital.Activity{}, "time_zone", 1, "set time_zone: want a string, not 1"},
		{&vital.Activity{}, "wheelchair_use", false, "set wheelchair_use: want true or null"},
		{&vital.Activity{}, "wheelchair_use", "yes", `set wheelchair_use: want true or false, not "yes"`},
		{&vital.Activity{}, "steps", map[string]any{}, "set steps: want a whole number, not an object"},
		{&vital.Activity{HeartRate: rate}, "heart_rate", 61, "set heart_rate: want an object, not 61"},
		{&vital.Activity{HeartRate: rate}, "heart_rate", map[string]any{"avg_bpm": 1, "min": 2}, "set heart_rate.min: unknown field"},
		{&vital.Activity{HeartRate: rate}, "heart_rate", map[string]any{"avg_bpm": 1, "min_bpm": "x"}, `set heart_rate.min_bpm: want a number, not "x"`},
		{&vital.Workout{}, "provider_id", "x", "set provider_id: cannot be edited"},
		{&vital.Workout{}, "sport", "chess", "set sport: want an object or one of cycling, "},
		{&vital.Workout{}, "sport", 57, "set sport: want the slug of a sport or an object, not 57"},
		{&vital.Workout{}, "sport", map[string]any{"ids": 1}, "set sport.ids: unknown field"},
		{&vital.Workout{}, "hr_zones", []any{1, 2, 3, 4, 5}, "set hr_zones: want 6 whole numbers, not 5"},
		{&vital.Workout{}, "hr_zones", []any{1, 2, 3, 4, 5, nil}, "set hr_zones: item 6: want a whole number, not null"},
		{&vital.Workout{}, "hr_zones", 1, "set hr_zones: want a list of whole numbers, not 1"},
		{&vital.Workout{}, "map", "x", `set map: want an object, not "x"`},
		{&vital.SleepCycle{}, "sleep_id", "x", "set sleep_id: cannot be edited"},
		{&vital.SleepCycle{}, "source_type", "ring", "set source_type: unknown field"},
		{&vital.SleepCycle{}, "stage_type", []any{1, 6}, "set stage_type: item 2: want a stage of sleep (-1, 1, 2, 3, 4, 5), not 6"},
		{&vital.SleepCycle{}, "stage_type", []any{257}, "set stage_type: item 1: want a stage"},
		{&vital.SleepCycle{}, "stage_type", "rem", "set stage_type: want a list"},
		{&vital.SleepCycle{}, "stage_type", nil, "set stage_type: want a list of whole numbers, not null"},
		{&vital.SleepCycle{}, "stage_start_offset_second", []any{1.5}, "set stage_start_offset_second: item 1: want a whole number, not 1.5"},
		{&vital.Meal{}, "provider_id", "x", "set provider_id: cannot be edited"},
		{&vital.Meal{}, "energy", map[string]any{"unit": "kJ"}, `set energy.unit: want one of kcal, not "kJ"`},
		{&vital.Meal{}, "macros", map[string]any{"fats": nil}, "set macros.fats: want an object, not null"},
		{&vital.Meal{}, "micros", map[string]any{"minerals": map[string]any{"salt": 1}}, "set micros.minerals.salt: unknown field"},
		{&vital.Meal{}, "micros", map[string]any{"vitamins": map[string]any{"niacin": nil}}, "set micros.vitamins.niacin: want a number, not null"},
		{&vital.Meal{}, "data", []any{}, "set data: want an object, not a list"},
		{&vital.Meal{}, "data", map[string]any{"Egg": 1}, "set data.Egg: want an object, not 1"},
		{&vital.Meal{}, "data", map[string]any{"Egg": map[string]any{"kcal": 1}}, "set data.Egg.kcal: unknown field"},
		{&vital.MenstrualCycle{}, "period_start", nil, "set period_start: want a date, YYYY-MM-DD, not null"},
		{&vital.MenstrualCycle{}, "menstrual_flow", nil, "set menstrual_flow: want a list of objects, not null"},
		{&vital.MenstrualCycle{}, "menstrual_flow", []any{1}, "set menstrual_flow[0]: want an object, not 1"},
		{&vital.MenstrualCycle{}, "menstrual_flow", []any{map[string]any{"date": "2026-01-05"}}, "set menstrual_flow[0].flow: missing"},
		{&vital.MenstrualCycle{}, "menstrual_flow", []any{map[string]any{"date": "2026-01-05", "flow": "lots"}},
			`set menstrual_flow[0].flow: want one of unspecified, none, light, medium, heavy, not "lots"`},
		{&vital.MenstrualCycle{}, "ovulation_test", []any{map[string]any{"day": 1}}, "set ovulation_test[0].day: unknown field"},
		{&vital.Electrocardiogram{}, "voltage_sample_count", 1.5, "set voltage_sample_count: want a whole number, not 1.5"},
		{&vital.Electrocardiogram{}, "source_type", "ring", "set source_type: unknown field"},
		{&vital.Sample{}, "value", 1e12, "set value: want a number, not 1e+12"},
		{&vital.Note{}, "value", 1, "set value: want a string, not 1"},
		{&vital.Note{}, "tags", []any{"drink"}, `set tags: want one of food, exercise, insulin_injection, unspecified, not "drink"`},
		{&vital.Note{}, "tags", "food", `set tags: want a list of words or null, not "food"`},
		{&vital.BloodPressure{}, "value", 1, "set value: unknown field"},
		{&vital.Profile{}, "sex", "unknown", `set sex: want one of female, male, other, not "unknown"`},
		{&vital.Profile{}, "gender", "f", `set gender: want one of female, male, other, unknown, not "f"`},
		{&vital.Profile{}, "wheelchair_use", false, "set wheelchair_use: want true or null"},
		{vital.Activity{}, "steps", 1, "set steps: vital.Activity is not a pointer to a record"},
		{nil, "steps", 1, "set steps: <nil> is not a pointer to a record"},
	} {
		before := encode(t, tt.record)
		err := wire.SetField(tt.record, tt.key, tt.value)
		var field *wire.FieldError
		if !errors.As(err, &field) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("SetField(%s, %v) = %v, want %s", tt.key, tt.value, err, tt.want)
			continue
		}
		if unknown := strings.Contains(tt.want, "unknown field"); unknown != (field.Known != nil) {
			t.Errorf("SetField(%s): known fields %v", tt.key, field.Known)
		}
		if after := encode(t, tt.record); after != before {
			t.Errorf("SetField(%s, %v) failed and still changed\n%s to\n%s", tt.key, tt.value, before, after)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	want := []string{
		"date", "calendar_date", "calories_total", "calories_active", "steps", "daily_movement", "distance", "low", "medium",
		"high", "floors_climbed", "time_zone", "timezone_offset", "heart_rate", "wheelchair_use", "wheelchair_push",
	}
	if diff := cmp.Diff(want, wire.Fields(&vital.Activity{})); diff != "" {
		t.Error(diff)
	}
	var field *wire.FieldError
	if err := wire.SetField(&vital.Workout{}, "sport", map[string]any{"x": 1}); !errors.As(err, &field) || !slices.Equal(field.Known, []string{"id", "name", "slug"}) {
		t.Errorf("the fields of a sport are unknown: %v", err)
	}
	if !slices.Equal(wire.Fields(vital.Sleep{}), wire.Fields(&vital.Sleep{})) {
		t.Error("a pointer has other fields than a value")
	}
}

// value returns the JSON under a key of a record.
func value(t *testing.T, record any, key string) json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal([]byte(encode(t, record)), &m); err != nil {
		t.Fatal(err)
	}
	return m[key]
}

func encode(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
