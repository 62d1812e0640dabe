package world_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestAnEventCarriesWhatAReadReturns lets three weeks pass: the data of every
// daily event must equal the record or samples that a read returns as of that
// sync, byte for byte, and reads are in Vital's order.
func TestAnEventCarriesWhatAReadReturns(t *testing.T) {
	t.Parallel()
	for i, place := range places {
		m := newTeam(t, world.Config{Seed: uint64(i), Key: "sk_us_a"}, (place.days[0] - 9).UTC())
		id := m.user(world.NewUser{ClientUserID: "ada", Zone: place.zone, Persona: "new-parent"})
		m.connect(id, world.ConnectOptions{Days: 2})
		compared := map[string]int{}
		m.advance(m.now.Add(21*24*time.Hour), func(changes []world.Change) {
			for _, c := range changes {
				if !strings.HasPrefix(c.EventType, "daily.") {
					continue
				}
				if err := carriesTheRead(m, c); err != nil {
					t.Fatalf("%s, %s %s: %v", place.zone, c.At, c.EventType, err)
				}
				compared[c.EventType]++
			}
		})
		if compared["daily.data.sleep.created"] < 15 || compared["daily.data.activity.updated"] < 60 || compared["daily.data.heartrate.created"] < 60 {
			t.Errorf("%s: only %v were compared", place.zone, compared)
		}
		for resource := range view.Summaries {
			checkNewestFirst(t, m.records(id, resource.String()))
		}
	}
}

func carriesTheRead(m *team, c world.Change) error {
	m.t.Helper()
	data, err := eventData(c, m.Team())
	if err != nil {
		return err
	}
	resource, _ := vital.EventResource(c.EventType)
	if resource.Kind == vital.Stream {
		return nil // it carries nothing that a GET returns
	}
	if !resource.Kind.Timeseries() {
		day := *c.Carries.CalendarDate
		read := m.recordsBetween(c.UserID, resource.Name, c.Carries.Provider, day, day)
		if !slices.Contains(read, string(data)) || recordID(string(data)) != c.Carries.RecordID {
			m.t.Errorf("event\n%s\na GET answers\n%s", data, strings.Join(read, "\n"))
		}
		return nil
	}
	_, points, err := eventSamples(data, &resource, c.UserID)
	if err != nil {
		return err
	}
	groups, err := m.Samples(c.UserID, resource.ID, c.Carries.Provider)
	if err != nil {
		return err
	}
	var read []view.Point
	groups[0].Each(c.Carries.Start.Unix(), c.Carries.End.Unix(), func(p view.Point) bool {
		read = append(read, p)
		return true
	})
	if !slices.EqualFunc(read, points, view.Point.Equal) {
		m.t.Errorf("event of %d samples, a GET of %s to %s answers %d", len(points), c.Carries.Start, c.Carries.End, len(read))
	}
	return nil
}

func checkNewestFirst(t *testing.T, records []string) {
	t.Helper()
	last := lastDate
	seen := map[string]bool{}
	for _, text := range records {
		h, err := headOf([]byte(text))
		if err != nil || h.CalendarDate > last || seen[recordID(text)] {
			t.Errorf("%s after %s (%v): not newest first, or twice", text, last, err)
		}
		last, seen[recordID(text)] = h.CalendarDate, true
	}
}

// Without a task no read changes, however late it is.
func TestReadsDoNotDependOnTheClock(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 3})
	m.after(26 * time.Hour)
	before := m.readable(id)
	due, ok := m.Due()
	if !ok || !due.After(m.now) {
		t.Fatalf("due at %s, the clock shows %s", due, m.now)
	}
	m.now = due.Add(-time.Second)
	if changes := m.Run(m.now); len(changes) > 0 {
		t.Errorf("%d events before anything was due", len(changes))
	}
	if !slices.Equal(before, m.readable(id)) {
		t.Error("what is readable changed without a sync")
	}
}

// TestAnEditKeepsEndsAfterStarts checks that an edit is refused with which a record
// would end before it starts, and that both ends can be moved.
func TestAnEditKeepsEndsAfterStarts(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 3})
	m.after(26 * time.Hour)
	for field, value := range map[string]string{"bedtime_stop": "2020-01-05T06:00:00Z", "bedtime_start": "2030-01-05T22:00:00Z"} {
		err := m.Update(m.now, id, world.Edit{Resource: vital.ResourceSleep, Set: map[string]any{field: value}})
		if err == nil || err.Error() != "update sleep: set bedtime_stop: is before the start" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if changes := m.after(15 * time.Minute); len(ofType(changes, "daily.data.sleep.updated")) > 0 {
		t.Error("a refused edit is announced")
	}
	both := map[string]any{"bedtime_start": "2020-01-04T22:00:00Z", "bedtime_stop": "2020-01-05T06:00:00Z"}
	if err := m.Update(m.now, id, world.Edit{Resource: vital.ResourceSleep, Set: both}); err != nil {
		t.Error(err)
	}
}

// An edit is silent until the next sync, and changes nothing until then.
func TestAnEditShowsWithItsSync(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 3})
	m.after(26 * time.Hour)
	before := m.readable(id)
	if err := m.Update(m.now, id, world.Edit{Resource: vital.ResourceSleep, Set: map[string]any{"efficiency": 12.5}}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before, m.readable(id)) {
		t.Error("an edit is readable before it was announced")
	}
	changes := m.after(15 * time.Minute)
	if n := len(ofType(changes, "daily.data.sleep.updated")); n != 1 {
		t.Errorf("%d updates of sleep within a poll, want 1", n)
	}
	if slices.Equal(before, m.readable(id)) {
		t.Error("an announced edit is not readable")
	}
}
