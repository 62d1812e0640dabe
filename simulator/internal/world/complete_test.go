package world_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A world that never announces anything would also keep the law. These tests
// check that everything that the device has uploaded becomes readable.

func TestEverythingBecomesReadable(t *testing.T) {
	t.Parallel()
	for i, slug := range slugs {
		place := places[i%len(places)]
		zone, err := time.LoadLocation(place.zone)
		if err != nil {
			t.Fatal(err)
		}
		// An hour after local midnight: the evening before is not uploaded yet.
		start := place.days[0].UTC()
		m := newTeam(t, world.Config{Seed: uint64(i), Key: "sk_us_a"}, time.Date(start.Year(), start.Month(), start.Day(), 1, 0, 0, 0, zone).UTC())
		id := m.user(world.NewUser{ClientUserID: "ada", Zone: place.zone, Persona: "endurance-runner"})
		link := func() {
			if _, err := m.Connect(m.now, id, slug, world.ConnectOptions{Days: 5, Chunks: 2}); err != nil {
				t.Fatal(err)
			}
		}
		link()
		m.after(4*24*time.Hour + 7*time.Hour)
		if err := m.Disconnect(m.now, id, slug); err != nil {
			t.Fatal(err)
		}
		m.after(2 * 24 * time.Hour)
		link()
		m.after(36 * time.Hour)
		m.now = m.now.Add(time.Second)
		if _, err := m.Sync(m.now, id, slug, false); err != nil {
			t.Fatal(err)
		}
		checkComplete(m, id, slug, place.days[0])
	}
}

// rare are resources of which a runner may have nothing in a week.
var rare = []string{
	"blood_pressure", "body_temperature", "basal_body_temperature", "waist_circumference", "note", "insulin_injection",
	"cholesterol", "ige", "igg",
	"electrocardiogram_voltage", "heart_rate_alert", "afib_burden", "fall", "sleep_apnea_alert", "wheelchair_push",
	"inhaler_usage", "peak_expiratory_flow_rate", "forced_expiratory_volume_1", "forced_vital_capacity",
	"workout_duration", "workout_swimming_stroke", "mindfulness_minutes",
}

// ownStamps are what the world and not the view says of a record.
var ownStamps = regexp.MustCompile(`"(created_at|updated_at)":"[^"]*"`)

func bare(record string) string {
	return ownStamps.ReplaceAllString(anyID.ReplaceAllString(record, "id"), "")
}

// checkComplete compares what is readable with what the device has uploaded by
// now, of the live days and of the five days of history before.
func checkComplete(m *team, id vital.ID, slug string, live vital.Date) {
	m.t.Helper()
	profile, _ := provider.Find(slug)
	lens := m.Lens(id, slug)
	now := m.now.Unix()
	for _, name := range resourcesOf(slug) {
		resource := world.ResourceNamed(name)
		first := live
		if profile.Historical(resource) {
			first = live - 5
		}
		if summary, ok := lens.Summary(resource); ok && resource != vital.ResourceProfile {
			var want, got []string
			for d := first; d <= lens.Persona.DateAt(now); d++ {
				for _, r := range summary.Revs(&lens, d, now, nil) {
					stamp := view.Stamp{ID: id, UserID: id, Sibling: func(vital.ResourceID) vital.ID { return id }}
					want = append(want, bare(string(summary.Record(&lens, r, stamp).AppendJSON(nil))))
				}
			}
			for _, text := range m.records(id, name) {
				got = append(got, bare(text))
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				m.t.Errorf("%s %s: a GET answers %d records\n%s\nuploaded are %d\n%s", slug, name, len(got), strings.Join(got, "\n"), len(want), strings.Join(want, "\n"))
			}
		}
		series, ok := lens.Series(resource)
		if !ok {
			continue
		}
		groups, err := m.Samples(id, resource, slug)
		if err != nil || len(groups) != series.Count() {
			m.t.Fatalf("%s %s: %d groups, %v", slug, name, len(groups), err)
		}
		for source, g := range groups {
			var want []view.Point
			for d := first; d <= lens.Persona.DateAt(now); d++ {
				series.Each(&lens, source, d, 0, lens.Cutoff(resource, source, now), func(p view.Point) { want = append(want, p) })
			}
			if err := compareSamples(g, firstDate.UTC(), want); err != nil || len(want) == 0 && !slices.Contains(rare, name) && !slices.Contains(profile.Device.SourceTypes(resource), provider.OtherApp) {
				m.t.Errorf("%s %s, source %d, %d samples uploaded: %v", slug, name, source, len(want), err)
			}
		}
	}
}

// TestAnEditOfHistoryIsAnnounced edits records that came with a pull of history.
func TestAnEditOfHistoryIsAnnounced(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 10, Chunks: 3})
	m.after(26 * time.Hour)
	for _, resource := range []string{"activity", "sleep"} {
		oldest := m.records(id, resource)
		h, err := headOf([]byte(oldest[len(oldest)-1]))
		if err != nil {
			t.Fatal(err)
		}
		field := map[string]string{"activity": "steps", "sleep": "total"}[resource]
		edit := world.Edit{Resource: world.ResourceNamed(resource), Record: world.RecordRef{Date: vital.Val(h.CalendarDate)}, Set: map[string]any{field: 12345}}
		if err := m.Update(m.now, id, edit); err != nil {
			t.Fatal(err)
		}
		updates := ofType(m.after(15*time.Minute), vital.DailyEvent(resource, true))
		if len(updates) == 0 || !strings.Contains(string(updates[0].Body), `"`+field+`":12345`) || updates[0].Carries.RecordID != h.ID.String() {
			t.Errorf("%s of %s was edited, %d updates", resource, h.CalendarDate, len(updates))
		}
	}
}

// TestAnUploadBringsEverythingUpToNow, be it asked for or by the refresh of a
// demo connection; a refresh alone brings only what was uploaded before.
func TestAnUploadBringsEverythingUpToNow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		demo bool
		sync func(m *team, id vital.ID) []world.Change
		new  bool
	}{
		"sync with upload":    {false, func(m *team, id vital.ID) []world.Change { return m.sync(id, true) }, true},
		"sync":                {false, func(m *team, id vital.ID) []world.Change { return m.sync(id, false) }, false},
		"refresh":             {false, refreshed, false},
		"refresh of a demo":   {true, refreshed, true},
		"demo without an ask": {true, func(*team, vital.ID) []world.Change { return nil }, false},
	} {
		m, id := london(t, world.ConnectOptions{Demo: c.demo})
		m.untilType("daily.data.heartrate.created", 1)
		m.after(45 * time.Minute) // what the device uploads by itself is told by now
		last := len(m.heartrate(id))
		changes := c.sync(m, id)
		samples := m.heartrate(id)
		age := m.now.Unix() - samples[len(samples)-1].Unix - 60
		if brought := len(samples) > last && age < 60; brought != c.new || c.new != (len(ofType(changes, "daily.data.heartrate.created")) > 0) {
			t.Errorf("%s: %d samples more, the last %d s old, %d events", name, len(samples)-last, age, len(changes))
		}
		if again := c.sync(m, id); len(again) > 0 {
			t.Errorf("%s: a second one in the same second brings %d events", name, len(again))
		}
	}
}

func refreshed(m *team, id vital.ID) []world.Change {
	_, changes, err := m.Refresh(m.now, id)
	if err != nil {
		m.t.Fatal(err)
	}
	return changes
}
