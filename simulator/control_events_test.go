package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEveryExampleCanBeSent checks that each example arrives verified, with the ids
// of the user it is sent for, and with another svix-id each time.
func TestEveryExampleCanBeSent(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	_, v := ask(t, sim, "", "GET", "/_sim/v1/events", "")
	events := v["events"].([]any)
	ids := map[string]bool{}
	for range 2 {
		for _, e := range events {
			eventType := e.(map[string]any)["event_type"].(string)
			if about := e.(map[string]any)["about"]; about == nil {
				t.Errorf("nothing is said of %s", eventType)
			}
			status, v := ask(t, sim, "", "POST", "/_sim/v1/events", fmt.Sprintf(`{"event_type":%q,"user":"ada"}`, eventType))
			if status != http.StatusOK {
				t.Fatalf("%s: %d %v", eventType, status, v)
			}
			ids[v["svix_id"].(string)] = true
		}
	}
	if len(ids) != 2*len(events) || len(events) < 100 || len(sim.Inbox()) != len(ids) {
		t.Errorf("%d examples, %d svix-ids, %d received", len(events), len(ids), len(sim.Inbox()))
	}
	_, user := ask(t, sim, simulator.ExampleKey, "GET", "/v2/user/resolve/ada", "")
	for _, body := range sim.Inbox() {
		var e vital.Event
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		if e.ClientUserID != "ada" || e.UserID.String() != user["user_id"] || e.TeamID != sim.TeamID() || !strings.Contains(string(e.Data.AppendJSON(nil)), e.UserID.String()) {
			t.Errorf("about somebody else: %s", body)
		}
	}
	for _, d := range sim.Timeline() {
		if !d.Accepted() || !d.Attempts[0].Verified {
			t.Errorf("%s: %+v", d.EventType, d.Attempts)
		}
	}
}

// TestSendUsesGivenData checks events with data of the caller and examples for
// another provider.
func TestSendUsesGivenData(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	last := func(body string) string {
		t.Helper()
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/events", body); status != http.StatusOK {
			t.Fatalf("%s: %d %v", body, status, v)
		}
		all := sim.Inbox()
		return string(all[len(all)-1])
	}
	if got := last(`{"event_type":"daily.data.meal.created","user":"ada","data":{"name": "soup", "kcal": 1.50}}`); !strings.HasSuffix(got, `"data":{"name":"soup","kcal":1.50}}`) || !strings.Contains(got, `"client_user_id":"ada"`) {
		t.Errorf("own data: %s", got)
	}
	for eventType, want := range map[string]string{
		"daily.data.sleep.created":      `"source":{"provider":"oura","type":"ring"`,
		"daily.data.heartrate.created":  `"source":{"provider":"oura","type":"ring"`,
		"provider.connection.created":   `"provider":{"name":"Oura","slug":"oura"`,
		"provider.connection.error":     `"provider":"oura"`,
		"historical.data.sleep.created": `"provider":"oura"`,
	} {
		if got := last(fmt.Sprintf(`{"event_type":%q,"user":"ada","provider":"oura"}`, eventType)); !strings.Contains(got, want) || strings.Contains(got, "fitbit") {
			t.Errorf("%s of Oura: %s", eventType, got)
		}
	}
	_, user := ask(t, sim, simulator.ExampleKey, "GET", "/v2/user/resolve/ada", "")
	if got := last(fmt.Sprintf(`{"event_type":"daily.data.sleep.created","user":%q}`, user["user_id"])); !strings.Contains(got, `"client_user_id":"ada"`) {
		t.Errorf("by the user id: %s", got)
	}
	if _, v := ask(t, sim, simulator.ExampleKey, "GET", "/v2/user", ""); v["total"] != 1.0 {
		t.Errorf("%v users", v["total"])
	}
	if _, v := ask(t, sim, "", "GET", "/_sim/v1/events/daily.data.sleep.created", ""); v["event_type"] != "daily.data.sleep.created" || v["team_id"] != sim.TeamID().String() {
		t.Errorf("the example is %v", v)
	}
}

func TestSendRefusesWithReasons(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	for body, reason := range map[string]string{
		`{"event_type":"daily.data.slep.created","user":"ada"}`:   `did you mean \"daily.data.sleep.created\"`,
		`{"event_type":"message.attempt.exhausted","user":"ada"}`: "by itself",
		`{"event_type":"daily.data.sleep.created"}`:               "user: missing",
		`{"user":"ada"}`: "event_type: missing",
		`{"event_type":"daily.data.sleep.created","user":"ada","provider":"our"}`:                     `did you mean \"oura\"`,
		`{"event_type":"daily.data.sleep.created","user":"ada","provider":"oura","data":{"total":1}}`: "is for examples only",
		`{"event_type":"daily.data.sleep.created","user":"ada","data":[1]}`:                           "want an object",
		`{"event_typ":"daily.data.sleep.created","user":"ada"}`:                                       `did you mean \"event_type\"`,
	} {
		status, v := ask(t, sim, "", "POST", "/_sim/v1/events", body)
		text, _ := json.Marshal(v["error"])
		if status != http.StatusUnprocessableEntity || !strings.Contains(string(text), reason) {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
	if _, v := ask(t, sim, simulator.ExampleKey, "GET", "/v2/user", ""); v["total"] != 0.0 {
		t.Errorf("refusals have created %v users", v["total"])
	}
	if status, v := ask(t, sim, "", "GET", "/_sim/v1/events/daily.data.slep.created", ""); status != http.StatusNotFound || !strings.Contains(fmt.Sprint(v["error"]), "did you mean") {
		t.Errorf("%d %v", status, v)
	}
}
