package vital_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestEventDecodesItsPayload(t *testing.T) {
	t.Parallel()
	r := source(4)
	for eventType, data := range map[string]vital.Payload{
		"daily.data.activity.created":               random[vital.Activity](r),
		"daily.data.sleep.updated":                  random[vital.Sleep](r),
		"daily.data.sleep_cycle.created":            random[vital.SleepCycle](r),
		"daily.data.workouts.created":               random[vital.Workout](r),
		"daily.data.workout_stream.updated":         random[vital.WorkoutStreamShallow](r),
		"daily.data.body.created":                   random[vital.Body](r),
		"daily.data.profile.updated":                random[vital.Profile](r),
		"daily.data.steps.created":                  random[vital.SamplesPayload](r),
		"daily.data.weight.updated":                 random[vital.SamplesPayload](r),
		"historical.data.sleep.created":             random[vital.HistoricalPull](r),
		"historical.data.note.created":              random[vital.HistoricalPull](r),
		"daily.data.meal.created":                   random[vital.Meal](r),
		"daily.data.menstrual_cycle.updated":        random[vital.MenstrualCycle](r),
		"daily.data.electrocardiogram.created":      random[vital.Electrocardiogram](r),
		"daily.data.blood_pressure.created":         random[vital.SamplesOf[vital.BloodPressure]](r),
		"daily.data.body_temperature.created":       random[vital.SamplesOf[vital.BodyTemperature]](r),
		"daily.data.body_temperature_delta.updated": random[vital.SamplesOf[vital.BodyTemperature]](r),
		"daily.data.insulin_injection.created":      random[vital.SamplesOf[vital.InsulinInjection]](r),
		"daily.data.note.created":                   random[vital.SamplesOf[vital.Note]](r),
		"daily.data.workout_duration.created":       random[vital.SamplesOf[vital.WorkoutDuration]](r),
		"labtest.order.created":                     vital.Raw(`[1,2]`),
		vital.EventConnectionCreated:                random[vital.ConnectionCreated](r),
		vital.EventConnectionError:                  random[vital.ConnectionError](r),
		vital.EventDeviceCreated:                    random[vital.Device](r),
		vital.EventDeviceUpdated:                    random[vital.Device](r),
	} {
		e := vital.Event{EventType: eventType, ClientUserID: "Ada <1>", Data: data}
		fill(r, &e.UserID)
		fill(r, &e.TeamID)
		body := e.AppendJSON(nil)
		if diff := cmp.Diff([]string{"event_type", "user_id", "client_user_id", "team_id", "data"}, keysOf(t, body)); diff != "" {
			t.Error(diff)
		}
		var got vital.Event
		if err := json.Unmarshal(body, &got); err != nil {
			t.Errorf("%s: %v", eventType, err)
			continue
		}
		if want := fmt.Sprintf("%T", data); fmt.Sprintf("%T", got.Data) != want {
			t.Errorf("%s: data is a %T, want a %s", eventType, got.Data, want)
		}
		if diff := cmp.Diff(string(body), string(got.AppendJSON(nil))); diff != "" {
			t.Errorf("%s: %s", eventType, diff)
		}
	}
}

func TestEventOdds(t *testing.T) {
	t.Parallel()
	if got := string(vital.Event{EventType: "x"}.AppendJSON(nil)); got[len(got)-12:] != `"data":null}` {
		t.Errorf("an event without data is %s", got)
	}
	if got := string(vital.Raw(" { \"a\" : [ 1 ] }\n").AppendJSON([]byte("x"))); got != `x{"a":[1]}` {
		t.Errorf("raw JSON becomes %s", got)
	}
	for _, raw := range []string{"", "{", "no"} {
		if got := string(vital.Raw(raw).AppendJSON([]byte("x"))); got != `xnull` {
			t.Errorf("raw %q becomes %s", raw, got)
		}
	}
	for resource, data := range map[string]string{
		"activity": `{"steps":"x"}`, "sleep": `{"total":"x"}`, "sleep_cycle": `{"stage_type":"x"}`, "workouts": `{"steps":"x"}`,
		"workout_stream": `{"workout_id":"x"}`, "body": `{"fat":"x"}`, "profile": `{"height":1.5}`, "steps": `{"data":1}`,
		"meal": `{"energy":1}`, "menstrual_cycle": `{"is_predicted":1}`, "electrocardiogram": `{"voltage_sample_count":1.5}`,
		"blood_pressure": `{"data":[{"systolic":"x"}]}`, "body_temperature": `{"data":[{"value":"x"}]}`,
		"insulin_injection": `{"data":[{"delivery_mode":1}]}`, "note": `{"data":[{"value":1}]}`, "workout_duration": `{"data":[1]}`,
	} {
		var e vital.Event
		if err := json.Unmarshal([]byte(`{"event_type":"daily.data.`+resource+`.created","data":`+data+`}`), &e); err == nil {
			t.Errorf("%s was read from %s", resource, data)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	user := vital.ID{15: 1}
	at := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		err        *vital.Error
		code       vital.Code
		body, text string
	}{
		{apierror.NotFound("Not found"), vital.CodeNotFound, `{"detail":"Not found"}`, "Not found"},
		{apierror.Unauthorized("invalid token"), vital.CodeUnauthorized, `{"detail":"invalid token"}`, "invalid token"},
		{apierror.Invalid("field required", "value_error.missing", "query", "start_date"), vital.CodeInvalid,
			`{"detail":[{"loc":["query","start_date"],"msg":"field required","type":"value_error.missing"}]}`,
			"start_date: field required"},
		{apierror.Invalid("bad <x>", "value_error", "body", "list", 2), vital.CodeInvalid,
			`{"detail":[{"loc":["body","list",2],"msg":"bad <x>","type":"value_error"}]}`,
			"list.2: bad <x>"},
		{apierror.ClientUserIDConflict(user, at), vital.CodeBadRequest,
			`{"detail":{"error_type":"INVALID_REQUEST","error_message":"Client user id already exists.",` +
				`"user_id":"00000000-0000-0000-0000-000000000001","created_on":"2026-01-05T08:00:00+00:00"}}`,
			"Client user id already exists. It belongs to user 00000000-0000-0000-0000-000000000001."},
		{apierror.NoConnectedSources(user), vital.CodeBadRequest,
			`{"success":false,"user_id":"00000000-0000-0000-0000-000000000001","error":"user has no connected sources","failed_sources":[]}`,
			"user has no connected sources"},
		{apierror.Internal(errDisk), vital.CodeInternal, `{"detail":"Internal Server Error"}`, "Internal Server Error: disk full"},
		{&vital.Error{Code: vital.CodeConflict, Detail: map[string]int{"a<b": 1}}, vital.CodeConflict, `{"detail":{"a<b":1}}`, `{"a<b":1}`},
		{&vital.Error{Code: vital.CodeConflict, Detail: func() {}}, vital.CodeConflict, `{"detail":null}`, "null"},
		{&vital.Error{Code: vital.CodeConflict}, vital.CodeConflict, `{"detail":null}`, "conflict"},
	} {
		if got := string(tt.err.AppendJSON(nil)); tt.err.Code != tt.code || got != tt.body {
			t.Errorf("%s %s, want %s %s", tt.err.Code, got, tt.code, tt.body)
		}
		if got := tt.err.Error(); got != tt.text {
			t.Errorf("Error() = %s, want %s", got, tt.text)
		}
	}
	hinted := apierror.NotFound("Not Found").WithHint("no route %s", "/x")
	if hinted.Hint != "no route /x" || string(hinted.AppendJSON(nil)) != `{"detail":"Not Found"}` {
		t.Errorf("hint %q, body %s", hinted.Hint, hinted.AppendJSON(nil))
	}
}

var errDisk = fmt.Errorf("disk full")
