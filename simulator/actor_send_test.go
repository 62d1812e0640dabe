package simulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const sends = `name: sends
users: {ada: {client_user_id: app-user-1}}
steps:
  - send: {user: ada, event: provider.connection.error}
  - send: {user: ada, event: daily.data.sleep.created}
  - send: {user: ada, event: daily.data.sleep.created}
  - send: {user: ada, event: daily.data.meal.created, data: {id: 0a5f0d0e-6f0e-4c55-9d1c-3a8f5a2b7c01, name: soup}}
  - expect: {event: daily.data.sleep.created, user: ada, exactly: 2, answered: 2xx}
`

// TestScenariosSendEvents checks that the verb send sends events about an existing
// user, from examples and from given data, each as a message of its own, and that a
// plan contains them.
func TestScenariosSendEvents(t *testing.T) {
	t.Parallel()
	sc, err := simulator.ParseScenario("sends.yaml", []byte(sends))
	if err != nil {
		t.Fatal(err)
	}
	sim, err := simulator.New(simulator.Config{}.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	report, err := sim.Play(t.Context(), sc, nil)
	if err != nil || !report.OK() || len(report.Timeline) != 4 {
		t.Fatalf("%v: %+v", err, report)
	}
	user, ids := report.Timeline[0].UserID, map[string]bool{}
	for i, d := range report.Timeline {
		var e vital.Event
		if err := json.Unmarshal(d.Body, &e); err != nil || e.UserID.String() != user || e.ClientUserID != "app-user-1" || !d.Attempts[0].Verified {
			t.Errorf("message %d: %v: %s", i, err, d.Body)
		}
		ids[d.SvixID] = true
	}
	if body := string(report.Timeline[1].Body); !strings.Contains(body, `"user_id":"`+user+`","calendar_date"`) && strings.Count(body, user) < 2 {
		t.Errorf("the example is about somebody else: %s", body)
	}
	if body := string(report.Timeline[3].Body); len(ids) != 4 || !strings.Contains(body, `"data":{"id":"0a5f0d0e-6f0e-4c55-9d1c-3a8f5a2b7c01","name":"soup"}`) {
		t.Errorf("%d ids, %s", len(ids), body)
	}
	plan, err := simulator.PlanScenario(t.Context(), sc, simulator.Config{})
	if err != nil || len(plan.Timeline) != 4 || plan.Timeline[2].SvixID != report.Timeline[2].SvixID || plan.Timeline[2].BodySHA256 != report.Timeline[2].BodySHA256 {
		t.Errorf("%v: the plan is another: %+v", err, plan)
	}
}

// TestInvalidSendsAreRejected checks that a scenario with an invalid send is
// rejected before its first step.
func TestInvalidSendsAreRejected(t *testing.T) {
	t.Parallel()
	for event, want := range map[string]string{
		simulator.EventExhausted:  "sent by itself",
		"daily.data.slep.created": `did you mean "daily.data.sleep.created"?`,
	} {
		text := strings.ReplaceAll(sends, "provider.connection.error", event)
		if _, err := simulator.ParseScenario("sends.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", event, err)
		}
	}
	for _, eventType := range vital.EventTypes() {
		_, err := simulator.ParseScenario("sends.yaml", []byte(strings.ReplaceAll(sends, "provider.connection.error", eventType)))
		if _, ok := simulator.ExampleEvent(eventType); ok != (err == nil) {
			t.Errorf("%s: there is an example: %t, and a scenario says %v", eventType, ok, err)
		}
	}
}
