package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestDevicesAreReplaced checks that in some years a new device with a new id appears and
// the old one stays listed unchanged.
func TestDevicesAreReplaced(t *testing.T) {
	t.Parallel()
	replaced, updated, years := 0, 0, 0
	for n := range 40 {
		slug := wearables[n%len(wearables)]
		l := lookAt(t, view.NewCache(), slug, n, "", "Europe/London")
		from := l.Persona.DayStart(date(2026, 1, 1))
		before := map[string][]view.Gadget{} // by type of source
		for d := date(2026, 1, 1); d < date(2030, 1, 1); d += 9 {
			now := map[string][]view.Gadget{}
			for _, g := range l.Devices(from, l.Persona.DayStart(d)) {
				now[g.SourceType] = append(now[g.SourceType], g)
			}
			if len(now) == 0 || len(before) > 0 && len(now) != len(before) {
				t.Fatalf("person %d of %s: %d kinds of devices on %s, %d before", n, slug, len(now), d, len(before))
			}
			for kind, list := range now {
				known := before[kind]
				if len(list) < len(known) {
					t.Fatalf("person %d of %s: %d devices on %s, %d before", n, slug, len(list), d, len(known))
				}
				for i, old := range known {
					if list[i].Rev != old.Rev || list[i].DeviceID != old.DeviceID || list[i].DeviceModel != old.DeviceModel {
						t.Errorf("person %d of %s on %s: %+v, before %+v", n, slug, d, list[i], old)
					}
					if list[i].DeviceVersion != old.DeviceVersion {
						updated++
						if i < len(list)-1 && d > list[len(list)-1].Rev.Date+9 {
							t.Errorf("person %d of %s on %s: new software for a device that is replaced: %+v", n, slug, d, list)
						}
					}
				}
				replaced += len(list) - max(len(known), 1)
			}
			before = now
		}
		years += 4 * len(before)
		numbers, devices := map[string]bool{}, 0
		for _, list := range before {
			devices += len(list)
			for _, g := range list {
				numbers[g.DeviceID.V] = true
			}
		}
		if len(numbers) != devices {
			t.Errorf("person %d of %s: %d numbers of %d devices", n, slug, len(numbers), devices)
		}
	}
	if replaced < years/5 || replaced > years*3/5 || updated < years || updated > 2*years {
		t.Errorf("%d devices were replaced in %d years, %d times there was new software", replaced, years, updated)
	}
}

// TestSourcesNameDevices where vital.md 7.8 says so: all of a watch of Withings,
// but not what its scale tells, and workouts and nights of Polar.
func TestSourcesNameDevices(t *testing.T) {
	t.Parallel()
	device := vital.ID{7}
	for slug, naming := range map[string][]string{"withings": {"activity", "sleep", "workouts", "electrocardiogram"}, "polar": {"sleep", "workouts"}, "fitbit": nil} {
		seen := map[string]bool{}
		plain := lookAt(t, view.NewCache(), slug, 4, "cardiac-patient", "Europe/London")
		l := &look{plain.Naming(func(resource vital.ResourceID, r view.Rev) vital.ID {
			if resource == vital.ResourceDevice && r == (view.Rev{}) {
				return device
			}
			return vital.ID{8}
		}), 4}
		summaries, _ := supplied(l.Profile)
		for _, name := range summaries {
			for d := date(2026, 1, 5); d < date(2026, 3, 5); d++ {
				for _, r := range view.Summaries[named(name)].Revs(&l.Lens, d, l.late(d), nil) {
					s := stamp
					s.Sibling = func(vital.ResourceID) vital.ID { return vital.ID{3} }
					if id, ok := deviceIDOf(view.Summaries[named(name)].Record(&l.Lens, r, s)); ok && id == device {
						seen[name] = true
					} else if ok {
						t.Errorf("%s %s names the device %s", slug, name, id)
					}
				}
			}
		}
		if len(seen) != len(naming) {
			t.Errorf("%s names its device in %v, want %v", slug, seen, naming)
		}
		for _, name := range naming {
			if !seen[name] {
				t.Errorf("%s does not name its device in %s", slug, name)
			}
		}
	}
}

func deviceIDOf(record vital.Payload) (vital.ID, bool) {
	var s vital.Source
	switch r := record.(type) {
	case *vital.Activity:
		s = r.Source
	case *vital.Sleep:
		s = r.Source
	case *vital.Workout:
		s = r.Source
	case *vital.Body:
		s = r.Source
	case *vital.Electrocardiogram:
		s = r.Source
	}
	return s.DeviceID.V, s.DeviceID.Valid
}
