package world_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// forget removes from the mirror what a deletion has removed from the world, which
// is one record or one sample of the named day or instant.
func (m *mirror) forget(d world.Deletion) error {
	if d.Resource.Row().Kind.Timeseries() {
		return m.forgetSample(d)
	}
	records, err := m.world.Records(m.user, d.Resource, d.Provider, firstDate, lastDate)
	if err != nil {
		return err
	}
	read := map[string]bool{}
	for _, r := range records {
		read[recordID(string(r.AppendJSON(nil)))] = true
	}
	var gone []string
	for _, id := range m.ids(d.Resource.String(), d.Provider) {
		if !read[id] {
			gone = append(gone, id)
		}
	}
	if len(gone) != 1 {
		return fmt.Errorf("%d records are gone: %v", len(gone), gone)
	}
	h, err := headOf([]byte(m.records[d.Resource.String()][gone[0]]))
	if err != nil || d.Record.Date.Valid && h.CalendarDate != d.Record.Date.V {
		return fmt.Errorf("the record of %s is gone (%v)", h.CalendarDate, err)
	}
	delete(m.records[d.Resource.String()], gone[0])
	m.deleted[gone[0]] = true
	if d.Resource == vital.ResourceWorkouts {
		if _, err := m.world.Stream(h.ID, vital.ResourceWorkouts); err == nil {
			return fmt.Errorf("the stream of the deleted workout %s is readable", h.ID)
		}
	}
	return nil
}

func (m *mirror) forgetSample(d world.Deletion) error {
	groups, err := m.world.Samples(m.user, d.Resource, d.Provider)
	if err != nil {
		return err
	}
	var gone []view.Point
	for _, g := range groups {
		read := map[int64]bool{}
		g.Each(firstDate.UTC().Unix(), lastDate.UTC().Unix(), func(p view.Point) bool {
			read[p.Micros()] = true
			return true
		})
		source := sourceKey(g.Source)
		var left []view.Point
		for _, p := range m.samples[d.Resource.String()][source] {
			if read[p.Micros()] {
				left = append(left, p)
				continue
			}
			gone = append(gone, p)
			m.deleted[sampleKey(d.Resource.String(), source, p.Micros())] = true
		}
		m.samples[d.Resource.String()][source] = left
	}
	if len(gone) != 1 || !d.Record.At.IsZero() && gone[0].Micros() != d.Record.At.UnixMicro() {
		return fmt.Errorf("%d samples are gone: %v", len(gone), gone)
	}
	return nil
}

func sampleKey(resource, source string, micros int64) string {
	return fmt.Sprintf("%s %s %d", resource, source, micros)
}

// TestDeletedRecordsStayDeleted checks that a deleted record does not come back: not
// with a later upload, not with history that is pulled again, and not in a saved
// world.
func TestDeletedRecordsStayDeleted(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 5})
	m.after(30 * time.Hour)
	latest := m.records(id, "activity")[0]
	gone := recordID(latest)
	before := len(m.records(id, "activity"))
	deletion := world.Deletion{Resource: vital.ResourceActivity}
	if err := m.DeleteRecord(id, deletion); err != nil {
		t.Fatal(err)
	}
	if n := len(m.records(id, "activity")); n != before-1 {
		t.Errorf("%d records after the deletion, %d before", n, before)
	}
	check := func(when string, changes []world.Change) {
		t.Helper()
		for _, c := range changes {
			if c.Carries.RecordID == gone {
				t.Errorf("%s: %s of the deleted record", when, c.EventType)
			}
		}
		for _, text := range m.records(id, "activity") {
			if recordID(text) == gone {
				t.Errorf("%s: the record is readable: %s", when, text)
			}
		}
	}
	check("until the evening", m.after(12*time.Hour))
	m.disconnect(id)
	check("after a new link", append(m.connect(id, world.ConnectOptions{Days: 5}), m.after(5*time.Hour)...))
	state, fixtures := m.Save()
	loaded, err := world.Load(world.Config{Seed: 5, Key: "sk_us_a"}, state, fixtures)
	if err != nil {
		t.Fatal(err)
	}
	m.World = loaded
	check("in a loaded world", nil)
	head, err := headOf([]byte(latest))
	if err != nil {
		t.Fatal(err)
	}
	deletion.Record.Date = vital.Val(head.CalendarDate)
	for _, err := range []error{
		m.DeleteRecord(id, deletion),
		m.Update(m.now, id, world.Edit{Resource: vital.ResourceActivity, Record: deletion.Record, Set: map[string]any{"steps": 1}}),
	} {
		if err == nil || !strings.Contains(err.Error(), "that clients can read") {
			t.Errorf("a command about the deleted record: %v", err)
		}
	}
}

// TestDeletionsAreRefused checks the errors of deletions that cannot be done.
func TestDeletionsAreRefused(t *testing.T) {
	t.Parallel()
	m, id := london(t, world.ConnectOptions{Days: 5})
	for want, d := range map[string]world.Deletion{
		"delete sleep: there is no record that clients can read":  {Resource: vital.ResourceSleep},
		"delete heartrate: no such sample is readable":            {Resource: vital.ResourceHeartrate},
		"delete insulin_injection: no connection of the user":     {Resource: world.ResourceNamed("insulin_injection")},
		"delete sleep: no connection of the user supplies it":     {Resource: vital.ResourceSleep, Provider: "oura"},
		"delete workout_stream: it goes with its workout; delete": {Resource: vital.ResourceWorkoutStream},
	} {
		if err := m.DeleteRecord(id, d); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", d, err, want)
		}
	}
}
