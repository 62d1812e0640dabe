package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestPredictedRecordsOfFiles: what a file predicts is there before its day, with
// an event, and can be edited; nothing appears unheard when the day comes.
func TestPredictedRecordsOfFiles(t *testing.T) {
	t.Parallel()
	const zone = "America/New_York"
	m := newTeam(t, world.Config{Key: "sk_us_cycles"}, monday)
	id := m.user(world.NewUser{ClientUserID: "ada", Zone: zone, Persona: "cycle-tracker"})
	menstrual := world.ConnectOptions{Resources: []string{"menstrual_cycle"}}
	if _, err := m.Connect(m.now, id, "apple_health_kit", menstrual); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		if records := m.records(id, "menstrual_cycle"); len(records) > 1 && strings.Contains(records[0], `"is_predicted":true`) {
			break
		}
		m.after(24 * time.Hour)
	}
	folder := recordingOf(t, m.World, id, "provider: apple_health_kit\ntime_zone: "+zone+"\ndates: absolute\n", menstrual.Resources)

	there := newTeam(t, world.Config{Key: "sk_us_cycles"}, m.now)
	moved := there.user(world.NewUser{ClientUserID: "eve", Zone: zone, Fixture: folder})
	mirror := newMirror(there.World, moved)
	mirror.recorded = true
	hear := func(changes []world.Change) {
		for _, c := range changes {
			if err := mirror.apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := mirror.compare(firstDate.UTC()); err != nil {
			t.Fatalf("%s: %v", there.now, err)
		}
	}
	changes, err := there.Connect(there.now, moved, "apple_health_kit", menstrual)
	if err != nil {
		t.Fatal(err)
	}
	hear(changes)
	there.advance(there.now.Add(30*time.Hour), hear)
	if all := strings.Join(there.records(moved, "menstrual_cycle"), ""); !strings.Contains(all, `"is_predicted":true`) {
		t.Fatalf("nothing is predicted: %s", all)
	}
	end := vital.DateOf(there.now) + 90
	if err := there.Update(there.now, moved, world.Edit{Resource: vital.ResourceMenstrualCycle, Set: map[string]any{"cycle_end": end.String()}}); err != nil {
		t.Error(err)
	}
	there.advance(there.now.AddDate(0, 0, 40), hear)
	if all := there.records(moved, "menstrual_cycle"); !strings.Contains(all[0], end.String()) {
		t.Errorf("the newest was not edited: %s", all[0])
	}
}
