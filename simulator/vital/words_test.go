package vital_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The tables of words are the schema's, whatever their order.
func TestWordsAgreeWithSpec(t *testing.T) {
	t.Parallel()
	s := loadSpec(t)
	var retriable, final []string
	for _, e := range vital.PullErrors() {
		if e.Retriable() {
			retriable = append(retriable, string(e))
		} else {
			final = append(final, string(e))
		}
	}
	for name, got := range map[string][]string{
		"Gender":                                 words["Gender"],
		"Sex":                                    words["Sex"],
		"Race":                                   vital.Races(),
		"Ethnicity":                              vital.Ethnicities(),
		"SexualOrientation":                      vital.SexualOrientations(),
		"GenderIdentity":                         vital.GenderIdentities(),
		"SourceAuthType":                         vital.AuthTypes(),
		"AttemptStatus":                          {string(vital.AttemptSuccess), string(vital.AttemptFailure)},
		"HistoricalPullStatus":                   texts(vital.PullStatuses()),
		"HistoricalPullRetriableErrorDetails":    retriable,
		"HistoricalPullNonRetriableErrorDetails": final,
	} {
		var want []string
		for _, word := range s.Components.Schemas[name].Enum {
			want = append(want, word.(string))
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))); diff != "" {
			t.Errorf("%s: the specification is -, the table +\n%s", name, diff)
		}
	}
	var stages []any
	for _, stage := range vital.SleepStages() {
		stages = append(stages, float64(stage))
	}
	if diff := cmp.Diff(s.Components.Schemas["VitalSleepStage"].Enum, stages); diff != "" {
		t.Errorf("VitalSleepStage: the specification is -, the table +\n%s", diff)
	}
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
