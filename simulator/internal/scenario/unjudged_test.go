package scenario_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

const blame = "otherwise: the receiver adds instead of replacing"

// TestOtherwiseNeedsEvidence checks that the sentence about the bug is part of a failure
// only if the application returned another value.
func TestOtherwiseNeedsEvidence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		probe  func(string) (int, string, error)
		blamed bool
		says   string
	}{
		{"another value", shows(200, `{"total":2}`), true, "total: want 1, have 2"},
		{"another value, created", shows(201, `{"total":2}`), true, "was answered 201"},
		{"not found", shows(404, `{"total":2}`), false, "your application does not answer GET /nights/ada (404)"},
		{"unauthorized", shows(401, ""), false, "does not answer GET /nights/ada (401)"},
		{"server error", shows(500, ""), false, "does not answer GET /nights/ada (500)"},
		{"refused", func(string) (int, string, error) { return 0, "", errors.New("connection refused") }, false, "does not answer GET /nights/ada (connection refused)"},
		{"web page", shows(200, "<!doctype html><title>x</title>"), false, "does not answer GET /nights/ada (200 with HTML)"},
		{"empty", shows(200, ""), false, "does not answer GET /nights/ada (200 with an empty body)"},
		{"another value, then cut off", onlyFirst(`{"total":2}`), true, "total: want 1, have 2"},
		{"unrelated JSON", shows(200, `{"status":"ok"}`), false, "total: want 1, it is missing"},
	} {
		r := &recorder{target: "http://app.invalid", probe: tt.probe}
		sc := parse(t, "\n- expect: {probe: GET /nights/ada, json: {total: 1}, "+blame+"}\n")
		result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, nil)
		if err != nil || len(result.Failures) != 1 {
			t.Fatalf("%s: %v, %v", tt.name, err, result.Failures)
		}
		cause := result.Failures[0].Cause
		if strings.Contains(cause, "the receiver adds") != tt.blamed || !strings.Contains(cause, tt.says) {
			t.Errorf("%s: %s", tt.name, cause)
		}
	}
}

// onlyFirst returns an application that answers the first probe only.
func onlyFirst(body string) func(string) (int, string, error) {
	answered := false
	return func(string) (int, string, error) {
		if answered {
			return 0, "", context.DeadlineExceeded
		}
		answered = true
		return 200, body, nil
	}
}

// TestUnansweredProbesEndEarly checks that a probe which the application does not
// answer is repeated for a second, those after it are sent once, and one failure names
// the cause.
func TestUnansweredProbesEndEarly(t *testing.T) {
	t.Parallel()
	tries := 0
	r := &recorder{target: "http://app.invalid", probe: func(string) (int, string, error) { tries++; return 404, "", nil }}
	sc := parse(t, `
- expect: {probe: GET /nights/ada, json: {total: 1}}
- expect: {probe: GET /nights/ada, json: {total: 2}}
- expect: {probe: GET /nights/bob, json: {total: 3}}
- expect: {probe: GET /days/bob, json: {total: 3}, within: 3s}
`)
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, r)
	if err != nil || len(result.Failures) != 2 || result.Unjudged != 2 || result.Expectations != 4 {
		t.Errorf("%v, %d not judged of %d: %v", err, result.Unjudged, result.Expectations, result.Failures)
	}
	if took := r.wall.now.Sub(time.Time{}); took != 4*time.Second {
		t.Errorf("it took %v with %d probes", took, tries)
	}
}

// TestRefusalsAreTheCause checks that expectations which fail after the application
// refused messages name that and no consequence of it.
func TestRefusalsAreTheCause(t *testing.T) {
	t.Parallel()
	night := scenario.Message{EventType: "daily.data.sleep.created", User: "ada", Attempts: 3, Status: 401, Refusal: "401"}
	r := &recorder{
		target: "http://app.invalid", probe: shows(200, `{"total":0}`),
		messages: []scenario.Message{night, night, {EventType: "daily.data.activity.created", User: "ada", Attempts: 1, Status: 204, Accepted: true}},
	}
	sc := parse(t, namedFaults+`
- expect: {probe: GET /nights/ada, json: {total: 2}, `+blame+`}
- expect: {event: daily.data.sleep.created, user: ada, at_least: 2, answered: 2xx}
- expect: {order: [daily.data.sleep.created, daily.data.activity.created], user: ada}
- expect: {request: GET /v2/summary/sleep/*}
- expect: {fault: brown-out}
- expect: {event: daily.data.activity.created, user: ada, answered: 2xx}
- expect: {event: daily.data.workouts.created, user: ada, at_least: 1, answered: 2xx}
`)
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, nil)
	if err != nil || len(result.Failures) != 2 || result.Unjudged != 4 {
		t.Fatalf("%v, %d not judged: %v", err, result.Unjudged, result.Failures)
	}
	if cause := result.Failures[0].Cause; cause != "2 of 3 messages were not accepted (401 ×2); what depends on them is not judged" {
		t.Errorf("the first failure is %q", cause)
	}
	if cause := result.Failures[1].Cause; !strings.Contains(cause, "workouts") {
		t.Errorf("an event that was not sent is explained by %q", cause)
	}
	if !r.wall.now.IsZero() {
		t.Errorf("it waited %v for an application that refuses messages", r.wall.now.Sub(time.Time{}))
	}
}
