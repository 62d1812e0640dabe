package example_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestExamplesAreAboutTheirUser, read back as they were written, and as many as
// there are types for records and samples.
func TestExamplesAreAboutTheirUser(t *testing.T) {
	t.Parallel()
	ids := example.IDs{User: uuid.MustParse("11111111-1111-4111-8111-111111111111"), Team: uuid.MustParse("22222222-2222-4222-8222-222222222222"), ClientUserID: "ada"}
	var with, without []string
	for _, eventType := range vital.EventTypes() {
		e, ok := example.Event(eventType, ids)
		if !ok {
			without = append(without, eventType)
			continue
		}
		with = append(with, eventType)
		body := e.AppendJSON(nil)
		var back vital.Event
		if err := json.Unmarshal(body, &back); err != nil || string(back.AppendJSON(nil)) != string(body) {
			t.Errorf("%s is not what it says: %v\n%s\n%s", eventType, err, body, back.AppendJSON(nil))
		}
		if _, raw := back.Data.(vital.Raw); raw {
			t.Errorf("%s has no type", eventType)
		}
		if n := strings.Count(string(body), ids.User.String()); n != 2 || back.ClientUserID != "ada" || back.TeamID != ids.Team {
			t.Errorf("%s names its user %d times: %s", eventType, n, body)
		}
	}
	for _, want := range []string{"daily.data.sleep.updated", "daily.data.heartrate.created", "historical.data.meal.created", "provider.connection.error", "provider.device.updated"} {
		if !slices.Contains(with, want) {
			t.Errorf("there is no %s", want)
		}
	}
	for _, eventType := range without {
		r, ok := vital.EventResource(eventType)
		if !ok || r.Plain() {
			t.Errorf("%s has no example", eventType)
		}
	}
	if _, ok := example.Event("daily.data.dreams.created", ids); ok {
		t.Error("of what Vital does not have there is an example")
	}
}

// TestUpdatesCorrectTheSameRecord.
func TestUpdatesCorrectTheSameRecord(t *testing.T) {
	t.Parallel()
	created, _ := example.Event("daily.data.sleep.created", example.IDs{})
	updated, _ := example.Event("daily.data.sleep.updated", example.IDs{})
	a, b := created.Data.(vital.Sleep), updated.Data.(vital.Sleep)
	if a.ID != b.ID || !b.UpdatedAt.After(a.UpdatedAt) || a.Total != a.Light+a.REM+a.Deep {
		t.Errorf("%+v\n%+v", a, b)
	}
}
