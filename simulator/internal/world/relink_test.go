package world_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// london is a team with one linked user, its clock at monday.
func london(t *testing.T, o world.ConnectOptions) (*team, vital.ID) {
	t.Helper()
	m := newTeam(t, world.Config{Seed: 5, Key: "sk_us_a"}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London"})
	m.connect(id, o)
	return m, id
}

// untilType runs what is due until an event of the type has come n times.
func (m *team) untilType(eventType string, n int) {
	m.t.Helper()
	for range 1000 {
		due, ok := m.Due()
		if !ok {
			break
		}
		if n -= len(ofType(m.advance(due, nil), eventType)); n <= 0 {
			return
		}
	}
	m.t.Fatalf("no %s came", eventType)
}

func (m *team) readable(id vital.ID) (all []string) {
	m.t.Helper()
	for resource := range view.Summaries {
		all = append(all, m.records(id, resource.String())...)
	}
	groups, err := m.Samples(id, world.ResourceNamed("heartrate"), "")
	if err != nil {
		m.t.Fatal(err)
	}
	r, _ := vital.ResourceNamed("heartrate")
	encoder := wire.NewSampleEncoder(&r)
	for _, g := range groups {
		g.Each(firstDate.UTC().Unix(), lastDate.UTC().Unix(), func(p view.Point) bool {
			all = append(all, string(p.AppendTo(nil, &encoder)))
			return true
		})
	}
	slices.Sort(all)
	return all
}

func TestDisconnectCancelsPendingPulls(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 20, Chunks: 5})
	m.untilType("historical.data.sleep.created", 2)
	missing := vital.DateOf(monday) - 18
	edit := world.Edit{Resource: vital.ResourceSleep, Record: world.RecordRef{Date: vital.Val(missing)}, Set: map[string]any{"efficiency": 50}}
	if err := m.Update(m.now, id, edit); err == nil {
		t.Errorf("an edit of %s, which was not pulled, is accepted", missing)
	}
	m.disconnect(id)
	before := m.readable(id)
	if changes := m.after(20 * 24 * time.Hour); len(changes) > 0 {
		t.Errorf("%d events after the link ended, first %s", len(changes), changes[0].EventType)
	}
	if changes, err := m.Sync(m.now, id, fitbit, true); err == nil || len(changes) > 0 {
		t.Errorf("a sync after the link ended causes %d events, %v", len(changes), err)
	}
	if !slices.Equal(before, m.readable(id)) {
		t.Error("what is readable changed after the link ended")
	}
	if got := m.recordsBetween(id, "sleep", "", missing, missing); len(got) > 0 {
		t.Errorf("%s is readable: %s", missing, got)
	}
	if err := m.Disconnect(m.now, id, fitbit); err == nil {
		t.Error("a second disconnect succeeds")
	}
}

func TestLinkingAgainKeepsIdsAndTimes(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 20, Chunks: 5})
	m.untilType("historical.data.sleep.created", 3)
	m.after(30 * time.Minute)
	heads := func() map[string]recordHead {
		out := map[string]recordHead{}
		for _, resource := range []string{"activity", "sleep"} {
			for _, text := range m.records(id, resource) {
				h, err := headOf([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				out[h.ID.String()] = h
			}
		}
		return out
	}
	before := heads()
	m.disconnect(id)
	m.after(10 * 24 * time.Hour)
	relinked := m.now
	changes := m.connect(id, world.ConnectOptions{Days: 40, Chunks: 2})
	if changes[0].EventType != vital.EventConnectionCreated {
		t.Errorf("first event %s", changes[0].EventType)
	}
	// The gap arrives as daily events: ten days, some without the device.
	if n := len(ofType(changes, "daily.data.activity.created")); n < 7 {
		t.Errorf("%d days of the gap were announced", n)
	}
	later := m.after(time.Hour)
	for _, resource := range allResources {
		if n := len(m.pulls(later, resource)); n != 2 {
			t.Errorf("%d chunks of %s after linking again, want 2", n, resource)
		}
	}
	after := heads()
	for rec, h := range before {
		if now, ok := after[rec]; !ok || !now.CreatedAt.Equal(h.CreatedAt) || now.CalendarDate != h.CalendarDate {
			t.Errorf("record %s of %s, created %s: after linking again %+v", rec, h.CalendarDate, h.CreatedAt, now)
		}
	}
	fresh := 0
	for rec, h := range after {
		if _, known := before[rec]; !known {
			fresh++
			if h.CreatedAt.Before(relinked) {
				t.Errorf("record of %s created %s, before it was announced", h.CalendarDate, h.CreatedAt)
			}
		}
	}
	if fresh < 20 {
		t.Errorf("%d new records after linking again, want the gap and ten days more", fresh)
	}
}

// A link may add a resource. What happened before it did must not become
// readable without an event.
func TestALinkThatAddsAResourceAnnouncesIt(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func(*team){
		"between polls":           func(m *team) { m.after(10 * 24 * time.Hour) },
		"in the second of a poll": func(m *team) { m.untilType("daily.data.sleep.created", 6) },
	} {
		m, id := london(t, world.ConnectOptions{Days: 5, Resources: []string{"sleep"}})
		wait(m)
		today := m.Lens(id, fitbit).Persona.DateAt(m.now.Unix())
		linked := m.now
		changes := m.connect(id, world.ConnectOptions{Days: 3})
		if n := len(ofType(changes, "daily.data.activity.created")); n != len(m.records(id, "activity")) || n > 1 {
			t.Errorf("%s: %d activities announced, %d readable", name, n, len(m.records(id, "activity")))
		}
		m.after(30 * time.Minute)
		got := m.records(id, "activity")
		if len(got) < 2 || len(got) > 4 {
			t.Errorf("%s: %d activities readable, want today and up to three days before", name, len(got))
		}
		for _, text := range got {
			if h, err := headOf([]byte(text)); err != nil || h.CalendarDate < today-3 || h.CreatedAt.Before(linked) {
				t.Errorf("%s: linked %s, readable is %s (%v)", name, linked, text, err)
			}
		}
	}
}

// A poll that would have come in the very second of the disconnect did not.
func TestAnEditInTheSecondOfDisconnectingWaitsForTheNextLink(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 5})
	m.untilType("daily.data.activity.created", 1)
	if changes := m.after(15 * time.Minute); len(changes) > 0 {
		t.Fatalf("the next poll, which was to find nothing, found %s", changes[0].Carries.Summary)
	}
	m.disconnect(id)
	if err := m.Update(m.now, id, world.Edit{Resource: vital.ResourceActivity, Set: map[string]any{"steps": 1}}); err != nil {
		t.Fatal(err)
	}
	m.after(time.Minute) // before the device uploads
	updates := ofType(m.connect(id, world.ConnectOptions{}), "daily.data.activity.updated")
	stamp := m.now.Format(`"updated_at":"2006-01-02T15:04:05+00:00"`)
	if len(updates) != 1 {
		t.Fatalf("%d updates, want one", len(updates))
	}
	if body := string(updates[0].Body); !strings.Contains(body, stamp) {
		t.Errorf("want %s in %s", stamp, body)
	}
}
