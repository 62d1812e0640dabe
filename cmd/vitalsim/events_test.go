package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEventsShowsExamples checks that each listed event type has an example, which trigger sends.
func TestEventsShowsExamples(t *testing.T) {
	t.Parallel()
	listed := strings.Fields(vitalsim(t, nil, "events").stdout)
	var again []string
	if err := json.Unmarshal([]byte(vitalsim(t, nil, "events", "--json").stdout), &again); err != nil || !slices.Equal(listed, again) || len(listed) < 40 {
		t.Fatalf("%v: %v, %v", err, listed, again)
	}
	for _, eventType := range listed {
		r := vitalsim(t, nil, "events", eventType)
		var e vital.Event
		if err := json.Unmarshal([]byte(r.stdout), &e); err != nil || e.EventType != eventType || e.ClientUserID == "" || r.code != exitOK {
			t.Errorf("%s: %v: %+v", eventType, err, r)
		}
	}
	const sleep = "daily.data.sleep.created"
	whole, data := vitalsim(t, nil, "events", sleep, "--json").stdout, vitalsim(t, map[string]string{"VITALSIM_DATA": "true", "VITALSIM_JSON": "true"}, "events", sleep).stdout
	if strings.Count(whole, "\n") != 1 || !strings.Contains(whole, `"data":`+strings.TrimSpace(data)) || !strings.HasPrefix(data, "{") {
		t.Errorf("%s%s", whole, data)
	}
	if some := vitalsim(t, nil, "events", "daily.data.sleep.*"); some.stdout != sleep+"\ndaily.data.sleep.updated\n" {
		t.Errorf("%+v", some)
	}
	for want, args := range map[string][]string{
		`did you mean "daily.data.sleep.created"?`: {"daily.data.slep.created"}, `there is no example of "daily.[data"`: {"daily.[data"}, "--data needs one event type": {"daily.*", "--data"},
		`there is no example of "labtest.order.created"; trigger and the verb send accept it with data of your own`: {"labtest.order.created"},
		`there is no example of "labtest.*"`: {"labtest.*"}, `did you mean "labtest.order.created"?`: {"labtest.ordr.created"},
	} {
		if r := vitalsim(t, nil, append([]string{"events"}, args...)...); r.code != exitInput || !strings.Contains(r.stderr, want) || r.stdout != "" {
			t.Errorf("%v: %+v", args, r)
		}
	}
}
