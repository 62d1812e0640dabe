package scenario_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// TestSendPassesData verifies that the team receives the data as JSON, or
// none for an example.
func TestSendPassesData(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	sc := parse(t, `
- send: {user: ada, event: provider.connection.error}
- send: {user: bob, event: daily.data.sleep.created, data: {total: 27000, date: 2026-01-05, source: {type: ring, name: null}, stages: [1, 2.5]}}
`)
	if _, err := (scenario.PlayOptions{}).Play(t.Context(), sc, r, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"create ada", "create bob", "send provider.connection.error about ada: ",
		`send daily.data.sleep.created about bob: {"date":"2026-01-05","source":{"name":null,"type":"ring"},"stages":[1,2.5],"total":27000}`,
	}
	if !slices.Equal(r.calls, want) {
		t.Errorf("got %q", r.calls)
	}
	if text := sc.Steps[0].Text + " | " + sc.Steps[1].Text; text != "send provider.connection.error about ada, an example | send daily.data.sleep.created about bob, with data" {
		t.Errorf("text %s", text)
	}
}
