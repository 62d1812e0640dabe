package scenario_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestParseFirstConnection(t *testing.T) {
	t.Parallel()
	const file = "first-connection.yaml"
	data, err := fs.ReadFile(scenarios.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := scenario.Parse(file, data, catalog())
	if err != nil {
		t.Fatal(err)
	}
	at := func(line, col int) scenario.Pos { return scenario.Pos{File: file, Line: line, Col: col} }
	want := &scenario.Scenario{
		File:    file,
		Name:    "first-connection",
		About:   "Ada connects Fitbit; her history arrives in three chunks, then two days of daily data and a correction.",
		Seed:    42,
		HasSeed: true,
		Start:   time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC),
		Users: []scenario.User{{
			Pos: at(6, 3), Name: "ada", ClientUserID: "app-user-1", TimeZone: "Europe/London", Persona: "endurance-runner",
		}},
		Steps: []scenario.Step{
			{Pos: at(8, 5), Verb: "connect", Text: "connect ada fitbit in 3 chunks", Action: scenario.Connect{
				User: "ada", Provider: "fitbit", Backfill: scenario.Backfill{Chunks: 3},
			}},
			{Pos: at(9, 5), Verb: "advance", Text: "advance 1d", Action: day(1)},
			{Pos: at(10, 5), Verb: "update", Text: "update ada fitbit sleep latest: efficiency=93", Action: scenario.Update{
				User: "ada", Provider: "fitbit", Resource: vital.ResourceSleep, Set: map[string]any{"efficiency": 93},
			}},
			{Pos: at(11, 5), Verb: "advance", Text: "advance 1d", Action: day(1)},
			{
				Pos: at(12, 5), Verb: "expect", Text: "expect at least 1 daily.data.sleep.updated for ada, answered 2xx",
				Action: scenario.Expect{
					Event: "daily.data.sleep.updated", User: "ada",
					Limits: scenario.Limits{AtLeast: 1, AtMost: scenario.Unbounded}, Answered: scenario.AnsweredOK,
				},
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestStartTakesWhatTheFlagTakes parses a start in each form of --start.
func TestStartTakesWhatTheFlagTakes(t *testing.T) {
	t.Parallel()
	now := catalog().Now
	for _, text := range []string{"2026-01-05T08:00:00+02:00", "2026-03-01", "now", "now-10d", "now+1d12h"} {
		want, err := clock.ParseStart(text, now)
		if err != nil {
			t.Fatal(err)
		}
		sc, err := scenario.Parse("start.yaml", []byte("name: start\nstart: "+text+"\nusers: {ada: {}}\nsteps: [{advance: 1d}]\n"), catalog())
		if err != nil || !sc.Start.Equal(want) || sc.Start.Location() != time.UTC {
			t.Errorf("%s: %v, %v, want %v", text, sc, err, want)
		}
	}
}

func day(n int) scenario.Advance {
	return scenario.Advance{By: clock.Duration(time.Duration(n) * 24 * time.Hour)}
}

// TestShippedNamesMatchFiles verifies that each shipped scenario has the name
// of its file.
func TestShippedNamesMatchFiles(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(scenarios.FS, "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(scenarios.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		if name := strings.TrimSuffix(file, ".yaml"); !strings.Contains("\n"+string(data), "\nname: "+name+"\n") {
			t.Errorf("%s is not called %s", file, name)
		}
	}
}

// parse parses a scenario of ada and bob with the given steps.
func parse(t *testing.T, steps string) *scenario.Scenario {
	t.Helper()
	sc, err := scenario.Parse("test.yaml", []byte(scenarioOf(steps)), catalog())
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func scenarioOf(steps string) string {
	return "name: test\nusers: {ada: {}, bob: }\nsteps:\n" + steps
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	sc := parse(t, "- advance: {by: 90s}\n")
	if sc.HasSeed || sc.Seed != 0 || !sc.Start.Equal(scenario.DefaultStart) {
		t.Errorf("got seed %d (%t), start %v", sc.Seed, sc.HasSeed, sc.Start)
	}
	for i, name := range []string{"ada", "bob"} {
		if u := sc.Users[i]; u.Name != name || u.ClientUserID != name || u.TimeZone != "" || u.Persona != "" {
			t.Errorf("got %+v", u)
		}
	}
}

func TestStepText(t *testing.T) {
	t.Parallel()
	sc := parse(t, `
- connect: {user: ada, provider: fitbit}
- connect: {user: bob, provider: oura, backfill: {chunks: 1}, resources: [sleep, activity, heartrate]}
- sync: {user: ada}
- sync: {user: ada, provider: fitbit, upload: false}
- update: {user: ada, resource: sleep, record: 2026-01-04, set: {efficiency: 9}}
- update: {user: bob, provider: oura, resource: heartrate, record: 2026-01-04T09:30:00+02:00, set: {efficiency: 9}}
- delete_record: {user: bob, resource: heartrate, record: 2026-01-04T09:30:00+02:00}
- delete_record: {user: ada, resource: sleep}
- advance: 90s
- disconnect: {user: ada, provider: fitbit}
- connect: {user: ada, provider: fitbit, backfill: {days: 7}}
- expect: {event: "*.sleep.*"}
- expect: {event: "*", user: bob, at_most: 3, answered: any}
- expect: {event: "*", at_least: 2, at_most: 3, answered: failed}
- expect: {event: provider.connection.error, exactly: 0}
- expect: {event: provider.connection.created, exactly: 2}
`)
	want := []string{
		"connect ada fitbit",
		"connect bob oura in 1 chunk, only sleep, activity and heartrate",
		"sync ada",
		"sync ada fitbit without an upload",
		"update ada fitbit sleep 2026-01-04: efficiency=9",
		"update bob oura heartrate 2026-01-04T07:30:00Z: efficiency=9",
		"delete_record bob oura heartrate 2026-01-04T07:30:00Z",
		"delete_record ada fitbit sleep latest",
		"advance 1m30s",
		"disconnect ada fitbit",
		"connect ada fitbit 7d",
		"expect at least 1 *.sleep.*",
		"expect at most 3 * for bob",
		"expect 2 to 3 *, answered failed",
		"expect no provider.connection.error",
		"expect exactly 2 provider.connection.created",
	}
	var got []string
	for _, s := range sc.Steps {
		got = append(got, s.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	record := sc.Steps[4].Action.(scenario.Update).Record
	if want := (scenario.Record{By: scenario.ByDate, Date: vital.DateFrom(2026, 1, 4)}); record != want {
		t.Errorf("got %+v", record)
	}
}

// TestConnectAgainAddsResources verifies that connecting again keeps the
// resources of the connection.
func TestConnectAgainAddsResources(t *testing.T) {
	t.Parallel()
	parse(t, `
- connect: {user: ada, provider: fitbit, resources: [sleep]}
- connect: {user: ada, provider: fitbit, resources: [activity]}
- update: {user: ada, resource: sleep, set: {efficiency: 9}}
- update: {user: ada, resource: activity, set: {efficiency: 9}}
- connect: {user: ada, provider: fitbit}
- connect: {user: ada, provider: fitbit, resources: [sleep]}
- update: {user: ada, resource: workouts, set: {efficiency: 9}}
`)
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	sc := parse(t, `
- expect: {event: "*", at_least: 0}
- connect: {user: ada, provider: fitbit, backfill: {days: 120}, resources: [sleep, heartrate]}
- connect: {user: ada, provider: fitbit, backfill: {days: 14}}
`)
	var got []string
	for _, w := range sc.Warnings {
		got = append(got, w.String())
	}
	want := []string{
		"test.yaml:5:34: warning: at_least: 0 is always met; write exactly: 0 to expect none",
		"test.yaml:6:59: warning: fitbit usually sends 14 days of heartrate; this scenario asks for 120",
		"test.yaml:6:59: warning: fitbit usually sends 90 days of sleep; this scenario asks for 120",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUpdateValues verifies that the catalog and the team receive values in
// their JSON form.
func TestUpdateValues(t *testing.T) {
	t.Parallel()
	c := catalog()
	c.CheckField = nil
	sc, err := scenario.Parse("test.yaml", []byte(scenarioOf(`
- connect: {user: ada, provider: fitbit}
- update:
    user: ada
    resource: sleep
    set: {a: 1, b: 1.5, c: x, d: null, e: true, f: 2026-01-04, g: [1, {h: "2"}], i: 18446744073709551615}
`)), c)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"a": 1, "b": 1.5, "c": "x", "d": nil, "e": true, "f": "2026-01-04",
		"g": []any{1, map[string]any{"h": "2"}}, "i": float64(1 << 63 * 2),
	}
	if diff := cmp.Diff(want, sc.Steps[1].Action.(scenario.Update).Set); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestZeroCatalog verifies that Parse does not panic without a catalog.
func TestZeroCatalog(t *testing.T) {
	t.Parallel()
	_, err := scenario.Parse("test.yaml", []byte(scenarioOf("- connect: {user: ada, provider: fitbit, resources: [sleep]}\n")),
		scenario.Catalog{})
	if err == nil || !strings.Contains(err.Error(), `unknown provider "fitbit"`) {
		t.Errorf("got %v", err)
	}
}
