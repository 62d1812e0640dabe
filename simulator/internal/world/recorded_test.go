package world_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// recordingOf is a fixture of all that clients can read of a user.
func recordingOf(t testing.TB, w *world.World, id vital.ID, settings string, resources []string) *fixture.Folder {
	t.Helper()
	folder, err := fixture.Load("recording", filesOf(t, w, id, settings, resources))
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// filesOf are the files of such a fixture, in the shapes of the API.
func filesOf(t testing.TB, w *world.World, id vital.ID, settings string, resources []string) fstest.MapFS {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	files := fstest.MapFS{}
	write := func(name string, text []byte) { files[name] = &fstest.MapFile{Data: text} }
	write("fixture.yaml", []byte(settings))
	devices, err := w.Devices(id)
	must(err)
	write("devices.json", list(devices))
	for _, name := range resources {
		if _, ok := view.Summaries[world.ResourceNamed(name)]; !ok {
			continue
		}
		records, err := w.Records(id, world.ResourceNamed(name), "", firstDate, lastDate)
		must(err)
		if name == "profile" {
			write("profile.json", list(records))
			continue
		}
		r, _ := vital.ResourceNamed(name)
		write("summary/"+r.Path+".json", append(append([]byte(`{"`+r.Envelope+`":`), list(records)...), '}'))
		for _, record := range records {
			if name != "workouts" && name != "sleep" {
				break
			}
			h, err := headOf(record.AppendJSON(nil))
			must(err)
			if stream, err := w.Stream(h.ID, world.ResourceNamed(name)); err == nil {
				write(name+"/"+h.ID.String()+"/stream.json", stream.AppendJSON(nil))
			}
		}
	}
	for _, name := range resources {
		if !isSeries(name) {
			continue
		}
		groups, err := w.Samples(id, world.ResourceNamed(name), "")
		must(err)
		r, _ := vital.ResourceNamed(name)
		bySlug := map[string][]byte{}
		for _, g := range groups {
			text := []byte(",")
			if bySlug[g.Source.Provider] == nil {
				text = nil
			}
			text = append(g.Source.AppendJSON(append(text, `{"source":`...)), `,"data":[`...)
			encoder := wire.NewSampleEncoder(&r)
			encoder.Source = &g.Source
			var last *wire.Detail
			first := true
			g.Each(firstDate.UTC().Unix(), lastDate.UTC().Unix(), func(p view.Point) bool {
				switch {
				case !first && !p.Detail.SameSource(last):
					text = append(p.Detail.Source(g.Source).AppendJSON(append(text, `]},{"source":`...)), `,"data":[`...)
				case !first:
					text = append(text, ',')
				}
				first, last = false, p.Detail
				text = p.AppendTo(text, &encoder)
				return true
			})
			bySlug[g.Source.Provider] = append(bySlug[g.Source.Provider], append(text, "]}"...)...)
		}
		text := []byte(`{"groups":{`)
		for slug, groups := range bySlug {
			if len(text) > len(`{"groups":{`) {
				text = append(text, ',')
			}
			text = append(append(text, fmt.Sprintf("%q:[", slug)...), groups...)
			text = append(text, ']')
		}
		write("timeseries/"+r.Path+".json", append(text, `},"next":null,"next_cursor":null}`...))
	}
	return files
}

// list is a JSON list of payloads.
func list[T vital.Payload](items []T) []byte {
	text := []byte{'['}
	for i, item := range items {
		if i > 0 {
			text = append(text, ',')
		}
		text = item.AppendJSON(text)
	}
	return append(text, ']')
}

// recordLife is a fixture of a person who lived from ten days before start to
// twelve days after it.
func recordLife(t testing.TB, seed uint64, slug, archetype, zone string, start time.Time) *fixture.Folder {
	t.Helper()
	m := newTeam(t, world.Config{Seed: seed, Key: "sk_us_recorded"}, start.AddDate(0, 0, -3))
	id := m.user(world.NewUser{ClientUserID: "recorded", Persona: archetype, Zone: zone})
	if _, err := m.Connect(m.now, id, slug, world.ConnectOptions{Days: 7, Chunks: 2}); err != nil {
		t.Fatal(err)
	}
	m.advance(start.AddDate(0, 0, 4), func([]world.Change) {})
	for _, field := range []struct {
		resource, name string
		value          any
	}{{"sleep", "efficiency", 71.5}, {"activity", "steps", 4321}, {"workouts", "title", "Edited"}, {"heartrate", "value", 99}} {
		_ = m.Update(m.now, id, world.Edit{Resource: world.ResourceNamed(field.resource), Set: map[string]any{field.name: field.value}}) // where there is one
	}
	m.advance(start.AddDate(0, 0, 12), func([]world.Change) {})
	settings, resources := "provider: "+slug+"\ntime_zone: "+zone+"\ndates: absolute\n", resourcesOf(slug)
	if seed%3 == 0 { // some from files, the rest generated
		settings += "others: generated\n"
		resources = resources[:1+len(resources)/2]
	}
	return recordingOf(t, m.World, id, settings, resources)
}

// TestAnyProviderAndResourceFromFiles: what has no generator is served all the
// same where a file tells of it, and is empty where none does.
func TestAnyProviderAndResourceFromFiles(t *testing.T) {
	t.Parallel()
	const source = `{"provider":"withings","type":"scale","app_id":null,"device_id":null,"sport":null,"workout_id":null,"name":"Withings","slug":"withings","logo":""}`
	files := fstest.MapFS{"timeseries/body_weight.json": {Data: []byte(`{"groups":{"withings":[{"source":` + source + `,"data":[
		{"id":null,"timezone_offset":0,"type":null,"unit":"kg","timestamp":"2026-01-04T07:00:00+00:00","value":80.5},
		{"id":null,"timezone_offset":0,"type":null,"unit":"kg","timestamp":"2026-01-06T07:00:00+00:00","value":80.25}]}]}}`)}}
	folder, err := fixture.Load("scale", files)
	if err != nil {
		t.Fatal(err)
	}
	m := newTeam(t, world.Config{Key: "sk_us_scale"}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
	if groups, err := m.Samples(id, world.ResourceNamed("weight"), ""); err != nil || len(groups) != 0 {
		t.Errorf("weight without a fixture: %v, %v", groups, err)
	}
	if _, err := m.Connect(m.now, id, "withings", world.ConnectOptions{Fixture: folder}); err != nil {
		t.Fatal(err)
	}
	var events []string
	m.advance(m.now.AddDate(0, 0, 5), func(changes []world.Change) {
		for _, c := range changes {
			events = append(events, c.EventType)
		}
	})
	if want := []string{"historical.data.weight.created", "daily.data.weight.created"}; !slices.Equal(events, want) {
		t.Errorf("events %v, want %v", events, want)
	}
	groups, err := m.Samples(id, world.ResourceNamed("weight"), "")
	if err != nil || len(groups) != 1 {
		t.Fatalf("%v, %v", groups, err)
	}
	n := 0
	groups[0].Each(0, 1<<40, func(view.Point) bool { n++; return true })
	if n != 2 {
		t.Errorf("%d weights", n)
	}
	if err := m.Update(m.now, id, world.Edit{Resource: world.ResourceNamed("weight"), Set: map[string]any{"value": 79}}); err != nil {
		t.Error(err)
	}
	if _, err := m.Connect(m.now, id, "fitbit", world.ConnectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Connect(m.now, id, "fitbit", world.ConnectOptions{Fixture: folder}); err == nil || !strings.Contains(err.Error(), "has no data of fitbit") && !strings.Contains(err.Error(), "other data") {
		t.Errorf("other data on the second link: %v", err)
	}
}
