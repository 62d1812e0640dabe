package world_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestDevicesMatchTheirEvents: who applies created and updated events has
// the list that a GET answers, with new devices and new software in some years.
func TestDevicesMatchTheirEvents(t *testing.T) {
	t.Parallel()
	created, updated := 0, 0
	m := newTeam(t, world.Config{Key: "sk_us_devices"}, monday)
	told := map[vital.ID]map[vital.ID]vital.Device{}
	for n := range 6 {
		id := m.user(world.NewUser{ClientUserID: fmt.Sprint("user-", n), Zone: "Europe/London"})
		told[id] = map[vital.ID]vital.Device{}
		if _, err := m.Connect(m.now, id, "kardia", world.ConnectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	m.advance(m.now.AddDate(4, 0, 0), func(changes []world.Change) {
		for _, c := range changes {
			if c.EventType != vital.EventDeviceCreated && c.EventType != vital.EventDeviceUpdated {
				continue
			}
			var event struct{ Data vital.Device }
			if err := json.Unmarshal(c.Body, &event); err != nil {
				t.Fatal(err)
			}
			device := event.Data
			known := told[c.UserID]
			old, before := known[device.ID]
			switch {
			case c.EventType == vital.EventDeviceUpdated && before && old != device:
				updated++
			case c.EventType == vital.EventDeviceCreated && !before:
				created++
			default:
				t.Errorf("%s of %+v, before that %v %+v", c.EventType, device, before, old)
			}
			known[device.ID] = device
		}
	})
	for id, known := range told {
		listed, err := m.Devices(id)
		if err != nil || len(listed) != len(known) {
			t.Errorf("%d devices are listed, %d were told: %v", len(listed), len(known), err)
		}
		for _, d := range listed {
			if known[d.ID] != d {
				t.Errorf("listed is %+v, told was %+v", d, known[d.ID])
			}
		}
	}
	if created < 8 || created > 24 || updated < 12 {
		t.Errorf("%d devices were created, %d updated", created, updated)
	}
}

// TestSourcesNameListedDevices checks that every device_id is that of a listed
// device.
func TestSourcesNameListedDevices(t *testing.T) {
	t.Parallel()
	for slug, resource := range map[string]string{"withings": "activity", "polar": "sleep"} {
		m := newTeam(t, world.Config{Key: "sk_us_named"}, monday)
		id := m.user(world.NewUser{ClientUserID: "ada", Zone: "Europe/London", Persona: "cardiac-patient"})
		if _, err := m.Connect(m.now, id, slug, world.ConnectOptions{Days: 3}); err != nil {
			t.Fatal(err)
		}
		m.after(6 * 24 * time.Hour)
		listed, err := m.Devices(id)
		if err != nil || len(listed) != 1 {
			t.Fatalf("%s: %d devices: %v", slug, len(listed), err)
		}
		records, err := m.Records(id, world.ResourceNamed(resource), "", firstDate, lastDate)
		if err != nil || len(records) < 3 {
			t.Fatalf("%s: %d records: %v", slug, len(records), err)
		}
		for _, r := range records {
			var from vital.Source
			switch r := r.(type) {
			case *vital.Activity:
				from = r.Source
			case *vital.Sleep:
				from = r.Source
			}
			if from.DeviceID != vital.Val(listed[0].ID) {
				t.Errorf("%s: a record from %v, listed is %s", slug, from.DeviceID, listed[0].ID)
			}
		}
	}
}
