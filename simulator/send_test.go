package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestTrigger sends examples and data of one's own; each is a message of its own.
func TestTrigger(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	ada, err := sim.CreateUser(simulator.NewUser{ClientUserID: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	sent := map[string]bool{}
	for _, c := range []struct {
		eventType string
		data      vital.Payload
		body      string
	}{
		{"daily.data.sleep.created", nil, `"calendar_date"`},
		{"daily.data.sleep.created", nil, `"calendar_date"`},
		{"provider.connection.error", vital.ConnectionError{UserID: ada.UserID, Provider: "oura"}, `"provider":"oura"`},
		{"provider.connection.error", &vital.ConnectionError{UserID: ada.UserID, Provider: "fitbit"}, `"provider":"fitbit"`},
		{"daily.data.meal.created", vital.Raw(`{"mine": 1}`), `"data":{"mine":1}`},
		{"daily.data.sleep.updated", vital.Raw(`{"mine": 2}`), `"data":{"mine":2}`},
		{"labtest.order.updated", vital.Raw(`{"mine": 3}`), `"data":{"mine":3}`},
		{"continuous_query.result_table.changed", vital.Raw(`[{"mine": 4}]`), `"data":[{"mine":4}]`},
	} {
		id, err := sim.Trigger(t.Context(), ada.UserID, c.eventType, c.data)
		if err != nil {
			t.Fatalf("%s: %v", c.eventType, err)
		}
		timeline := sim.Timeline()
		last := timeline[len(timeline)-1]
		if last.SvixID != id || sent[id] || last.EventType != c.eventType || !last.Accepted() || !strings.Contains(string(last.Body), c.body) {
			t.Errorf("%s: %s %s", c.eventType, last.Status, last.Body)
		}
		sent[id] = true
		var event vital.Event
		if c.data == nil && (json.Unmarshal(last.Body, &event) != nil || event.UserID != ada.UserID || event.Data.(vital.Sleep).UserID != ada.UserID) {
			t.Errorf("%s is about %s", c.eventType, last.Body)
		}
	}
	for _, c := range []struct {
		eventType string
		data      vital.Payload
		says      string
	}{
		{simulator.EventExhausted, nil, "sent by itself"},
		{"labtest.order.created", nil, "there is no example of it"},
		{"lab_report.parsing_job.created", vital.Raw(`[{}]`), "data: want an object"},
		{"continuous_query.result_table.changed", vital.Raw(`{}`), "data: want an array of objects"},
		{"daily.data.slep.created", nil, `did you mean "daily.data.sleep.created"?`},
		{"daily.data.sleep.created", vital.Activity{}, "want vital.Sleep, have vital.Activity"},
		{"daily.data.sleep.created", vital.Raw(`[1]`), "data: want an object"},
		{"daily.data.sleep.created", vital.Raw(`{`), "data: want an object"},
	} {
		if _, err := sim.Trigger(t.Context(), ada.UserID, c.eventType, c.data); err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "trigger "+c.eventType) {
			t.Errorf("%s: %v, want %q", c.eventType, err, c.says)
		}
	}
	if _, err := sim.Trigger(t.Context(), vital.ID{}, "daily.data.sleep.created", nil); err == nil {
		t.Error("an event about nobody is sent")
	}
}
