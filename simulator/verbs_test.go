package simulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// since are the event types of what was sent after the first n messages.
func since(sim *simulator.Simulator, n int) (types []string) {
	for _, d := range sim.Timeline()[n:] {
		types = append(types, d.EventType)
	}
	return types
}

func TestVerbs(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app-user-1", user.UserID.String()} {
		if found, err := sim.User(name); err != nil || found.UserID != user.UserID {
			t.Errorf("user %s: %+v, %v", name, found, err)
		}
	}
	did := func(err error) int {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return len(sim.Timeline())
	}
	ctx, id := t.Context(), user.UserID
	did(sim.Connect(ctx, id, "oura", simulator.ConnectOptions{Days: 3, Resources: []string{"sleep", "heartrate"}}))
	n := did(sim.Advance(ctx, 2*days))
	if n < 5 {
		t.Fatalf("%d messages in two days", n)
	}

	did(sim.Update(ctx, id, simulator.Edit{Resource: "sleep", Set: map[string]any{"efficiency": 12.0}}))
	did(sim.Update(ctx, id, simulator.Edit{Provider: "oura", Resource: "sleep", Record: "2026-01-06", Set: map[string]any{"efficiency": 13}}))
	did(sim.Advance(ctx, 15*time.Minute))
	efficiency := map[string]vital.Decimal{}
	for _, d := range sim.Timeline()[n:] {
		var e vital.Event
		if err := json.Unmarshal(d.Body, &e); err != nil {
			t.Fatal(err)
		}
		if night, ok := e.Data.(vital.Sleep); ok && d.EventType == vital.DailyEvent("sleep", true) {
			efficiency[night.CalendarDate.String()] = night.Efficiency.V
		}
	}
	if efficiency["2026-01-07"] != vital.Whole(12) || efficiency["2026-01-06"] != vital.Whole(13) {
		t.Errorf("updated nights %v", efficiency)
	}

	n = did(sim.Advance(ctx, time.Minute))
	if m := did(sim.Sync(ctx, id, "oura")); m == n {
		t.Error("a sync with an upload brings nothing")
	}

	n = did(sim.Revoke(ctx, id, "oura", ""))
	if got := sim.Timeline()[n-1]; got.EventType != vital.EventConnectionError || !got.Accepted() {
		t.Errorf("a revoked access sends %s, %s", got.EventType, got.Status)
	}
	if m := did(sim.Advance(ctx, 2*days)); m != n {
		t.Errorf("without access there comes %v", since(sim, n))
	}
	did(sim.Connect(ctx, id, "oura", simulator.ConnectOptions{}))
	did(sim.Advance(ctx, days))
	n = did(sim.Disconnect(ctx, id, "oura"))
	if m := did(sim.Advance(ctx, 2*days)); m != n {
		t.Errorf("after the disconnection there comes %v", since(sim, n))
	}
}

func TestVerbsRejectInvalidInput(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	connectFitbit(t, sim, "app-user-1")
	user, err := sim.User("app-user-1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, id := t.Context(), user.UserID
	set := map[string]any{"efficiency": 93}
	update := func(e simulator.Edit) error { return sim.Update(ctx, id, e) }
	remove := func(d simulator.Deletion) error { return sim.DeleteRecord(ctx, id, d) }
	_, nobody := sim.User("app-user-2")
	for _, c := range []struct {
		err  error
		says string
	}{
		{nobody, `did you mean "app-user-1"?`},
		{sim.Sync(ctx, id, "ora"), "sync ora: User is not connected to ora: only to fitbit"},
		{sim.Connect(ctx, id, "fitbid", simulator.ConnectOptions{}), "fitbit"},
		{sim.Connect(ctx, id, "oura", simulator.ConnectOptions{Resources: []string{"glucose"}}), "connect oura: it does not supply"},
		{sim.Disconnect(ctx, id, "oura"), "disconnect oura: User is not connected to oura"},
		{sim.Revoke(ctx, id, "fitbit", "token_refresh_fialed"), "token_refresh_failed"},
		{update(simulator.Edit{Resource: "slep", Set: set}), `update slep: there is no resource "slep"; did you mean "sleep"?`},
		{update(simulator.Edit{Resource: "sleep"}), "update sleep: nothing to set"},
		{update(simulator.Edit{Resource: "sleep", Record: "yesterday", Set: set}), `record "yesterday": want a date`},
		{update(simulator.Edit{Resource: "sleep", Set: map[string]any{"eficiency": 1}}), "efficiency"},
		{update(simulator.Edit{Resource: "sleep", Set: set}), "update sleep: there is no record that clients can read"},
		{remove(simulator.Deletion{Resource: "slep"}), `delete slep: there is no resource "slep"; did you mean "sleep"?`},
		{remove(simulator.Deletion{Resource: "sleep", Record: "yesterday"}), `record "yesterday": want a date`},
		{remove(simulator.Deletion{Resource: "sleep"}), "delete sleep: there is no record that clients can read"},
		{remove(simulator.Deletion{Resource: "sleep", Provider: "oura"}), "delete sleep: no connection of the user supplies it"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.says) || strings.Count(c.err.Error(), "update sleep") > 1 {
			t.Errorf("%v, want %q", c.err, c.says)
		}
	}
}

// TestDeletedRecordsAreNotServed checks that deleted records and samples are in no
// response, cause no event and stay deleted in a restored team.
func TestDeletedRecordsAreNotServed(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	connectFitbit(t, sim, "app-user-1")
	user, err := sim.User("app-user-1")
	if err != nil {
		t.Fatal(err)
	}
	id := user.UserID
	if err := sim.Advance(t.Context(), 30*time.Hour); err != nil {
		t.Fatal(err)
	}
	sent := len(sim.Timeline())
	for _, tt := range []struct {
		resource, path, record string
		pattern                string // with the id of the newest record, or the instant of the newest sample
	}{
		{"activity", "/v2/summary/activity/", "", `"id":"([^"]+)"`},
		{"sleep", "/v2/summary/sleep/", "2026-01-06", `"id":"([^"]+)"`},
		{"steps", "/v2/timeseries/%s/steps/grouped", "", `.*"timestamp":"([^"]+)"`},
	} {
		path := tt.path + id.String() + "?start_date=2026-01-01&end_date=2026-01-10"
		if strings.Contains(tt.path, "%s") {
			path = fmt.Sprintf(tt.path, id) + "?start_date=2026-01-01&end_date=2026-01-10"
		}
		found := regexp.MustCompile(tt.pattern).FindStringSubmatch(read(sim, path))
		if found == nil {
			t.Fatalf("%s: %s", path, read(sim, path))
		}
		if err := sim.DeleteRecord(t.Context(), id, simulator.Deletion{Resource: tt.resource, Record: tt.record}); err != nil {
			t.Fatal(err)
		}
		after := read(sim, path)
		if strings.Contains(after, found[1]) {
			t.Errorf("%s has the deleted %s", path, found[1])
		}
		var file bytes.Buffer
		if err := sim.Snapshot(&file); err != nil {
			t.Fatal(err)
		}
		if err := sim.Restore(&file); err != nil {
			t.Fatal(err)
		}
		if restored := read(sim, path); restored != after {
			t.Errorf("%s of the restored team\n%s\nbefore\n%s", path, restored, after)
		}
		if err := sim.Advance(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if n := len(sim.Timeline()); n != sent {
			t.Errorf("%d events of a deletion", n-sent)
		}
	}
}

// TestVerbsInsideOfAHandler checks that an application may use verbs during a
// delivery and that the advance that waits for it also waits for their effects.
func TestVerbsInsideOfAHandler(t *testing.T) {
	t.Parallel()
	var sim *simulator.Simulator
	var again atomic.Bool
	sim = start(t, simulator.Config{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if again.Swap(true) {
			return
		}
		user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-2"})
		if err == nil {
			err = sim.Connect(t.Context(), user.UserID, "oura", simulator.ConnectOptions{})
		}
		if err != nil {
			t.Error(err)
		}
	})})
	connectFitbit(t, sim, "app-user-1")
	if got := sim.Timeline(); len(got) != 2 || !got[0].Accepted() || !got[1].Accepted() {
		t.Errorf("%+v", got)
	}
}
