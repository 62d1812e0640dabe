package world_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator/internal/example"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// everything is a fixture that has something of every resource, of Monday.
func everything(t testing.TB, more map[string]string) *fixture.Folder {
	t.Helper()
	files := fstest.MapFS{"fixture.yaml": {Data: []byte("time_zone: Europe/London\n")}}
	for name, text := range example.Files() {
		files[name] = &fstest.MapFile{Data: text}
	}
	for name, text := range more {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	folder, err := fixture.Load("everything", files)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// edits are a correction of each resource, where the examples have none.
func edits(r vital.Resource) map[string]any {
	switch {
	case r.Name == "heart_rate_alert":
		return map[string]any{"type": "low_heart_rate"}
	case r.Shape == vital.ShapePressure:
		return map[string]any{"systolic": 133, "diastolic": 81.5}
	case r.Shape == vital.ShapeNote:
		return map[string]any{"value": "ride } and run", "tags": []any{"exercise", "food"}}
	}
	return map[string]any{"value": 7.25}
}

// TestLawForEveryResource: what is recorded of each comes as
// events, created and updated and as history, and is read as they say.
func TestLawForEveryResource(t *testing.T) {
	t.Parallel()
	folder := everything(t, nil)
	heard := map[string]bool{}
	for _, ahead := range []int{1, -3} { // a link before the day, and after it
		m := newTeam(t, world.Config{Seed: 1, Key: "sk_us_every"}, monday.AddDate(0, 0, -ahead))
		id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
		mirror := newMirror(m.World, id)
		mirror.recorded = true
		check := func(changes []world.Change) {
			for _, c := range changes {
				heard[c.EventType] = true
				if err := mirror.apply(c); err != nil {
					t.Errorf("%s: %v", c.EventType, err)
				}
				if _, data := vital.EventResource(c.EventType); data && c.Carries.Summary == "" {
					t.Errorf("%s is not described", c.EventType)
				}
			}
			if err := mirror.compare(firstDate.UTC()); err != nil {
				t.Fatal(err)
			}
		}
		for _, slug := range folder.Providers() {
			changes, err := m.Connect(m.now, id, slug, world.ConnectOptions{Fixture: folder})
			if err != nil {
				t.Fatal(err)
			}
			check(changes)
		}
		m.advance(m.now.AddDate(0, 0, 10), check) // one of the samples lasts a week
		for _, r := range vital.Resources {
			if !r.Kind.Timeseries() {
				continue
			}
			if err := m.Update(m.now, id, world.Edit{Resource: r.ID, Set: edits(r)}); err != nil {
				t.Errorf("%s: %v", r.Name, err)
			}
		}
		check(nil) // an edit is read when it is announced
		m.advance(m.now.AddDate(0, 0, 30), check)
	}
	var want []string
	for _, r := range vital.Resources {
		if r.Kind != vital.Stream {
			want = append(want, vital.DailyEvent(r.Name, false), vital.DailyEvent(r.Name, true), vital.HistoricalEvent(r.Name))
		}
	}
	missing := slices.DeleteFunc(want, func(eventType string) bool { return heard[eventType] })
	if diff := cmp.Diff([]string{}, missing); diff != "" {
		t.Errorf("never came %s", diff)
	}
}

// TestEditsOfSamplesReachTheirFields: of a sample that has more than a value,
// all that is not its name can be corrected, and nothing else.
func TestEditsOfSamplesReachTheirFields(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		resource, field string
		value           any
		want            string // of the error; "" for none
	}{
		{"blood_pressure", "systolic", 120, ""}, {"blood_pressure", "value", 120, "diastolic"}, {"blood_pressure", "grouping", []any{}, "unknown field"},
		{"note", "value", "tea", ""}, {"note", "tags", []any{"food"}, ""}, {"note", "tags", nil, ""}, {"note", "value", 7, "want a string"},
		{"body_temperature", "sensor_location", "toe", ""}, {"body_temperature", "sensor_location", "nose", "want one of armpit"},
		{"insulin_injection", "type", "long_acting", ""}, {"insulin_injection", "type", "slow", "want one of rapid_acting"},
		{"insulin_injection", "type", nil, "not null"}, {"insulin_injection", "bolus_purpose", nil, ""},
		{"sleep_breathing_disturbance", "type", nil, ""}, {"stand_hour", "type", "idle", ""}, {"ige", "type", "birch", ""},
		{"steps", "value", -1, "want 0 or more"}, {"workout_duration", "value", -0.5, "want 0 or more"},
		{"heart_rate_recovery_one_minute", "value", -1, ""}, {"body_temperature_delta", "value", -1, ""}, {"sleep", "duration", -1, "want 0 or more"},
		{"heart_rate_alert", "value", 2, "want 1"}, {"heart_rate_alert", "value", 1, ""}, {"heart_rate_alert", "type", "irregular_rhythm", ""},
		{"workout_duration", "intensity", "high", ""}, {"steps", "type", "x", "only value can be set"}, {"steps", "timestamp", "x", "unknown field"},
		{"electrocardiogram_voltage", "value", 0.000001, ""}, {"heartrate", "vaule", 1, `did you mean "value"?`},
		{"workout_stream", "message", "x", "cannot be edited"}, {"hypnogram", "value", 1, "cannot be edited"},
		{"meal", "micros", map[string]any{"vitamins": map[string]any{"niacine": 1}}, `did you mean "niacin"?`},
	} {
		err := world.CheckField(world.ResourceNamed(tt.resource), tt.field, tt.value)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s of %s = %v: %v, want %q", tt.field, tt.resource, tt.value, err, tt.want)
		}
	}
}

// TestSamplesOfOneSecond: what is measured many times a second is told apart,
// in pages and by edits, too.
func TestSamplesOfOneSecond(t *testing.T) {
	t.Parallel()
	folder := everything(t, nil)
	m := newTeam(t, world.Config{Key: "sk_us_ecg"}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
	if _, err := m.Connect(m.now, id, "apple_health_kit", world.ConnectOptions{Fixture: folder}); err != nil {
		t.Fatal(err)
	}
	m.after(5 * time.Hour)
	voltages := func() (texts []string) {
		r, _ := vital.ResourceNamed("electrocardiogram_voltage")
		groups, err := m.Samples(id, r.ID, "")
		if err != nil || len(groups) != 1 {
			t.Fatalf("%d groups, %v", len(groups), err)
		}
		encoder := wire.NewSampleEncoder(&r)
		groups[0].Each(0, 1<<40, func(p view.Point) bool {
			texts = append(texts, string(p.AppendTo(nil, &encoder)))
			return true
		})
		return texts
	}
	before := voltages()
	at := monday.Truncate(24 * time.Hour).Add(8*time.Hour + 5*time.Minute)
	second := at.Add(1953 * time.Microsecond)
	edit := world.Edit{Resource: world.ResourceNamed("electrocardiogram_voltage"), Record: world.RecordRef{At: second}, Set: map[string]any{"value": -0.017354}}
	if err := m.Update(m.now, id, edit); err != nil {
		t.Fatal(err)
	}
	changes := ofType(m.after(time.Hour), "daily.data.electrocardiogram_voltage.updated")
	after := voltages()
	if len(before) != 2 || len(after) != 2 || before[0] != after[0] || !strings.Contains(after[1], `05:00.001953+00:00","value":-0.017354}`) {
		t.Errorf("voltages %q, edited %q", before, after)
	}
	if len(changes) != 1 || !strings.Contains(string(changes[0].Body), after[1]) || !strings.Contains(changes[0].Carries.Summary, "-0.017354") {
		t.Errorf("%d updates, %+v", len(changes), changes)
	}
	edit.Record.At = at.Add(time.Microsecond)
	if err := m.Update(m.now, id, edit); err == nil {
		t.Error("a sample that there is not was edited")
	}
}

// TestLongNotesFillEvents checks that events with long notes stay within the limit
// of bytes.
func TestLongNotesFillEvents(t *testing.T) {
	t.Parallel()
	const source = `{"provider":"freestyle_libre","type":"unknown","app_id":null,"device_id":null,"sport":null,"workout_id":null,"name":"","slug":"","logo":""}`
	var notes []string
	for i := range 40 {
		at := time.Date(2026, time.January, 5, 9, i, 0, 0, time.UTC).Format(time.RFC3339)
		notes = append(notes, `{"id":null,"timezone_offset":null,"type":null,"unit":"text","timestamp":"`+at+`","start":"`+at+`","end":"`+at+
			`","value":"`+strings.Repeat(`\u0001`, 100*i)+`","tags":["food"]}`)
	}
	folder, err := fixture.Load("notes", fstest.MapFS{"timeseries/note.json": {Data: []byte(
		`{"groups":{"freestyle_libre":[{"source":` + source + `,"data":[` + strings.Join(notes, ",") + `]}]}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	const bound = 20_000
	m := newTeam(t, world.Config{Key: "sk_us_notes", Limits: world.Limits{BatchBytes: bound}}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "UTC"})
	if _, err := m.Connect(m.now, id, "freestyle_libre", world.ConnectOptions{Fixture: folder}); err != nil {
		t.Fatal(err)
	}
	n, events := 0, ofType(m.after(12*time.Hour), "daily.data.note.created")
	for _, c := range events {
		if n += c.Carries.Samples; len(c.Body) > bound && c.Carries.Samples > 1 {
			t.Errorf("an event of %d bytes with %d notes", len(c.Body), c.Carries.Samples)
		}
	}
	if n != 40 || len(events) < 10 || len(events) > 40 {
		t.Errorf("%d notes in %d events", n, len(events))
	}
}
