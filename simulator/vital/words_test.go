package vital_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The tables of words are the schema's, whatever their order.
func TestWordsAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	var retriable, final []string
	for _, e := range pullErrors {
		if e.Retriable() {
			retriable = append(retriable, string(e))
		} else {
			final = append(final, string(e))
		}
	}
	for name, got := range map[string][]string{
		"Gender":                                 words["Gender"],
		"Sex":                                    words["Sex"],
		"Race":                                   wire.Races(),
		"Ethnicity":                              wire.Ethnicities(),
		"SexualOrientation":                      wire.SexualOrientations(),
		"GenderIdentity":                         wire.GenderIdentities(),
		"SourceAuthType":                         authTypes,
		"AttemptStatus":                          {string(vital.AttemptSuccess), string(vital.AttemptFailure)},
		"HistoricalPullStatus":                   texts(pullStatuses),
		"HistoricalPullRetriableErrorDetails":    retriable,
		"HistoricalPullNonRetriableErrorDetails": final,
		"Minerals":                               wire.Minerals(),
		"TraceElements":                          wire.TraceElements(),
		"Vitamins":                               wire.Vitamins(),

		"MenstrualFlowEntry flow":                          words["MenstrualFlow"],
		"CervicalMucusEntry quality":                       words["CervicalMucus"],
		"ContraceptiveEntry type":                          words["Contraceptive"],
		"DetectedDeviationEntry deviation":                 words["CycleDeviation"],
		"OvulationTestEntry test_result":                   words["OvulationResult"],
		"HomePregnancyTestEntry test_result":               words["HomeTestResult"],
		"HomeProgesteroneTestEntry test_result":            words["HomeTestResult"],
		"ClientFacingElectrocardiogram classification":     words["ECGClassification"],
		"ClientFacingElectrocardiogram inconclusive_cause": words["InconclusiveCause"],

		"ClientFacingBodyTemperatureSample sensor_location":      words["SensorLocation"],
		"ClientFacingBodyTemperatureDeltaSample sensor_location": words["SensorLocation"],
		"ClientFacingInsulinInjectionSample delivery_mode":       words["DeliveryMode"],
		"ClientFacingInsulinInjectionSample delivery_form":       words["DeliveryForm"],
		"ClientFacingInsulinInjectionSample bolus_purpose":       words["BolusPurpose"],
		"ClientFacingNoteSample tags":                            words["NoteTag"],
		"ClientFacingWorkoutDurationSample intensity":            words["Intensity"],
	} {
		var want []string
		schema, key, inside := strings.Cut(name, " ")
		x := s.Components.Schemas[schema]
		if inside {
			x = x.property(t, key)
		}
		for _, word := range x.words() {
			want = append(want, word.(string))
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))); diff != "" {
			t.Errorf("%s: the specification is -, the table +\n%s", name, diff)
		}
	}
	var stages []any
	for _, stage := range sleepStages {
		stages = append(stages, float64(stage))
	}
	if diff := cmp.Diff(s.Components.Schemas["VitalSleepStage"].Enum, stages); diff != "" {
		t.Errorf("VitalSleepStage: the specification is -, the table +\n%s", diff)
	}
}

// What SetField takes for a word is what the tests above take from the schema.
func TestFieldsTakeTheirWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		record    any
		key, word string
		of        func(word string) any
	}{
		{&vital.Electrocardiogram{}, "classification", "ECGClassification", plainWord},
		{&vital.Electrocardiogram{}, "inconclusive_cause", "InconclusiveCause", plainWord},
		{&vital.MenstrualCycle{}, "menstrual_flow", "MenstrualFlow", entryWord("flow")},
		{&vital.MenstrualCycle{}, "cervical_mucus", "CervicalMucus", entryWord("quality")},
		{&vital.MenstrualCycle{}, "contraceptive", "Contraceptive", entryWord("type")},
		{&vital.MenstrualCycle{}, "detected_deviations", "CycleDeviation", entryWord("deviation")},
		{&vital.MenstrualCycle{}, "ovulation_test", "OvulationResult", entryWord("test_result")},
		{&vital.MenstrualCycle{}, "home_pregnancy_test", "HomeTestResult", entryWord("test_result")},
		{&vital.MenstrualCycle{}, "home_progesterone_test", "HomeTestResult", entryWord("test_result")},
		{&vital.BodyTemperature{}, "sensor_location", "SensorLocation", plainWord},
		{&vital.InsulinInjection{}, "delivery_mode", "DeliveryMode", plainWord},
		{&vital.InsulinInjection{}, "delivery_form", "DeliveryForm", plainWord},
		{&vital.InsulinInjection{}, "bolus_purpose", "BolusPurpose", plainWord},
		{&vital.Note{}, "tags", "NoteTag", func(word string) any { return []any{word} }},
		{&vital.WorkoutDuration{}, "intensity", "Intensity", plainWord},
	} {
		for _, word := range words[tt.word] {
			if err := wire.SetField(tt.record, tt.key, tt.of(word)); err != nil {
				t.Errorf("%s: %v", tt.key, err)
			}
		}
		if wire.SetField(tt.record, tt.key, tt.of("vitalsim")) == nil {
			t.Errorf("%s takes any word", tt.key)
		}
	}
}

func plainWord(word string) any { return word }

// entryWord is a list of one entry with a word under a key.
func entryWord(key string) func(word string) any {
	return func(word string) any { return []any{map[string]any{"date": "2026-01-05", key: word}} }
}

// One type serves a request and its answer where the keys are the same.
func TestRequestsAgreeWithAnswers(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	for request, answer := range map[string]string{"UserInfoCreateRequest": "UserInfo", "Address": "UserAddress"} {
		a, b := s.Components.Schemas[request], s.Components.Schemas[answer]
		if !slices.Equal(a.keys(t), b.keys(t)) || !slices.Equal(a.Required, b.Required) {
			t.Errorf("%s has keys %v (%v), %s %v (%v)", request, a.keys(t), a.Required, answer, b.keys(t), b.Required)
		}
	}
	r := source(6)
	for range 50 {
		s.validate(t, "UserInfoCreateRequest", random[vital.UserInfo](r).AppendJSON(nil))
	}
}
