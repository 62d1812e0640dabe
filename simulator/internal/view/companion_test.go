package view_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestPhoneCountsBesideWatch checks that a day has two activities at Apple, each the sum
// of the samples of its source, and that both have counted some of the same steps.
func TestPhoneCountsBesideWatch(t *testing.T) {
	t.Parallel()
	overlaps, alone, days := 0, 0, 0
	for n := range 6 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, "student", "Europe/London")
		activity, _ := l.Summary(vital.ResourceActivity)
		for d := date(2026, 2, 2); d < date(2026, 4, 13); d++ {
			days++
			day := l.Persona.Day(d)
			walked := 0
			for _, steps := range day.Steps {
				walked += int(steps)
			}
			counted := map[string]int{}
			for _, r := range activity.Revs(&l.Lens, d, l.late(d), nil) {
				a := activity.Record(&l.Lens, r, stamp).(*vital.Activity)
				if _, twice := counted[a.Source.Type]; twice {
					t.Errorf("%s: two activities of the %s", d, a.Source.Type)
				}
				counted[a.Source.Type] = a.Steps.V
				if phone := a.Source.Type == "phone"; phone && (a.CaloriesTotal.Valid || a.HeartRate.Valid) || !phone && !a.CaloriesTotal.Valid {
					t.Errorf("%s: the %s knows energy %v and heart rate %v", d, a.Source.Type, a.CaloriesTotal, a.HeartRate)
				}
			}
			for _, resource := range []string{"steps", "distance", "floors_climbed"} {
				series, _ := l.Series(named(resource))
				if series.Count() != 2 || series.SourceOf(&l.Lens, 0).Type != "watch" || series.SourceOf(&l.Lens, 1).Type != "phone" {
					t.Fatalf("%s has %d sources", resource, series.Count())
				}
				if resource != "steps" {
					continue
				}
				for i := range 2 {
					source, sum := series.SourceOf(&l.Lens, i).Type, 0
					series.Each(&l.Lens, i, d, 0, l.late(d), func(p view.Point) { sum += int(p.Value) / 100 })
					if sum != counted[source] || sum > walked {
						t.Errorf("%s: the %s counted %d, its samples %d, the person walked %d", d, source, counted[source], sum, walked)
					}
				}
			}
			if counted["watch"]+counted["phone"] > walked {
				overlaps++
			}
			if counted["watch"] == 0 && counted["phone"] > 0 {
				alone++
			}
		}
	}
	if overlaps < days*3/4 || alone == 0 || alone > days/6 {
		t.Errorf("the devices overlap on %d days and the phone is alone on %d, of %d", overlaps, alone, days)
	}
}

// TestPhoneUploadsWithoutWatch checks that a phone's samples are uploaded within hours
// while the watch uploads nothing.
func TestPhoneUploadsWithoutWatch(t *testing.T) {
	t.Parallel()
	silent := 0
	for n := range 6 {
		l := lookAt(t, view.NewCache(), "apple_health_kit", n, "office-worker", "America/New_York")
		for d := date(2026, 2, 2); d < date(2026, 4, 13); d++ {
			day := l.Persona.Day(d)
			if bed := min(l.Persona.Nights(d + 1)[0].Start, day.End); l.LastUpload(bed) < bed-6*hour {
				silent++
				if watch, phone := l.Cutoff(named("steps"), 0, bed), l.Cutoff(named("steps"), 1, bed); phone < bed-2*hour || phone <= watch {
					t.Errorf("%s: at bedtime the phone has been silent for %d minutes, the watch for %d", d, (bed-phone)/60, (bed-watch)/60)
				}
				if next := l.Next(bed - 6*hour); next > bed-4*hour {
					t.Errorf("%s: the next upload is %d minutes later", d, (next-bed)/60+360)
				}
			}
		}
	}
	if silent < 10 {
		t.Errorf("%d silent watches", silent)
	}
}

const somebody = `
about: Somebody.
age: 40
fitness: 0.5
daily_steps: 8000
workouts_per_week: 0
mid_sleep: "03:30"
sleep_need_hours: 8
`

func lookAtFile(t *testing.T, slug, more string) *look {
	t.Helper()
	text := somebody + more
	if !strings.Contains(more, "sports:") {
		text += "\nsports: [walking]"
	}
	a, err := body.ParseArchetype("somebody", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Draw(seed.New(3), "Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	profile, _ := provider.Find(slug)
	return &look{view.NewLens(seed.New(3), p, profile, nil, view.NewCache()), 3}
}

// TestRecordsNameTheirApp checks that records of Apple's devices have an app id with the
// device's id, that manual entries have the id of another app, and that samples and other
// providers have none.
func TestRecordsNameTheirApp(t *testing.T) {
	t.Parallel()
	ids := map[string]map[string]bool{}
	for _, slug := range []string{"apple_health_kit", "health_connect", "fitbit"} {
		for n, persona := range []string{"cycle-tracker", "cardiac-patient"} {
			l := lookAt(t, view.NewCache(), slug, n, persona, "Europe/London")
			for name := range view.Summaries {
				summary, _ := l.Summary(name)
				if !view.Supplies(l.Profile, name) {
					continue
				}
				for d := date(2026, 2, 2); d < date(2026, 3, 20); d++ {
					for _, r := range summary.Revs(&l.Lens, d, l.late(d), nil) {
						s := stamp
						s.Sibling = func(vital.ResourceID) vital.ID { return vital.ID{3} }
						from := reflect.ValueOf(summary.Record(&l.Lens, r, s)).Elem().FieldByName("Source").Interface().(vital.Source)
						key := slug + " " + from.Type
						if ids[key] == nil {
							ids[key] = map[string]bool{}
						}
						ids[key][from.AppID.V] = true
					}
				}
			}
			if series, _ := l.Series(named("steps")); series.SourceOf(&l.Lens, 0).AppID.Valid {
				t.Errorf("%s: samples name an app", slug)
			}
		}
	}
	for key, want := range map[string]struct {
		ids    int
		prefix string
	}{
		"apple_health_kit watch": {2, "com.apple.health."}, "apple_health_kit phone": {2, "com.apple.health."},
		"apple_health_kit app": {1, "com.apple.Health"}, "health_connect unknown": {1, "com.google."}, "fitbit watch": {1, ""},
	} {
		for id := range ids[key] {
			if !strings.HasPrefix(id, want.prefix) || want.prefix == "" && id != "" {
				t.Errorf("%s: app %q", key, id)
			}
		}
		if len(ids[key]) != want.ids {
			t.Errorf("%s has the apps %v", key, ids[key])
		}
	}
}

// TestPhoneCarriedByHabit covers phones that are carried never, during a part of the day
// or always. Wheelchair users and providers that read one device have no phone.
func TestPhoneCarriedByHabit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		slug, more string
		sources    int
		share      [2]float64 // of the steps counted by the watch
	}{
		{"apple_health_kit", "phone_carried: 0", 1, [2]float64{}},
		{"apple_health_kit", "phone_carried: 0.3", 2, [2]float64{0.2, 0.42}},
		{"apple_health_kit", "phone_carried: 1", 2, [2]float64{0.9, 1.15}},
		{"apple_health_kit", "phone_carried: 0\nphases: [{from: 2026-03-01, phone_carried: 1}]", 2, [2]float64{0.9, 1.15}},
		{"apple_health_kit", "phone_carried: 1\nphases: [{from: 2026-03-01, phone_carried: 0}]", 2, [2]float64{}},
		{"apple_health_kit", "sports: [yoga]\nwheelchair: true", 2, [2]float64{}},
		{"fitbit", "phone_carried: 1", 1, [2]float64{}},
	} {
		l := lookAtFile(t, tt.slug, tt.more)
		series, _ := l.Series(named("steps"))
		sums := [2]float64{}
		for d := date(2026, 3, 2); d < date(2026, 4, 6); d++ {
			for i := range series.Count() {
				series.Each(&l.Lens, i, d, 0, l.late(d), func(p view.Point) { sums[i] += float64(p.Value) / 100 })
			}
		}
		from := l.Persona.DayStart(date(2026, 3, 2))
		if devices := len(l.Devices(from, from+day)); series.Count() != tt.sources || devices != tt.sources && tt.slug != "fitbit" {
			t.Errorf("%s, %s: %d sources, %d devices", tt.slug, tt.more, series.Count(), devices)
		}
		if share := sums[1] / max(sums[0], 1); share < tt.share[0] || share > tt.share[1] {
			t.Errorf("%s, %s: the phone has %.2f of the watch's steps", tt.slug, tt.more, share)
		}
	}
}

// TestPhasesReplaceDevices: another name of what is worn is another device from
// that day on, and the old one stays listed.
func TestPhasesReplaceDevices(t *testing.T) {
	t.Parallel()
	for slug, devices := range map[string]int{"fitbit": 2, "apple_health_kit": 2, "withings": 1} {
		plain := lookAtFile(t, slug, "phone_carried: 0\n")
		l := lookAtFile(t, slug, "phone_carried: 0\nworn: old\nphases: [{from: 2026-02-10, fitness: 0.6}, {from: 2026-03-10, worn: new}, {from: 2026-04-10, fitness: 0.7}]")
		list := l.Devices(l.Persona.DayStart(date(2026, 2, 1)), l.Persona.DayStart(date(2026, 5, 1)))
		before := plain.Devices(l.Persona.DayStart(date(2026, 2, 1)), l.Persona.DayStart(date(2026, 5, 1)))
		if len(list) != devices || len(before) != 1 || list[0].DeviceID != before[0].DeviceID {
			t.Fatalf("%s: %+v; without a replacement %+v", slug, list, before)
		}
		if devices == 2 && (list[1].Rev.Date != date(2026, 3, 10) || list[1].DeviceID == list[0].DeviceID) {
			t.Errorf("%s: %s", slug, fmt.Sprint(list))
		}
		if early := l.Devices(l.Persona.DayStart(date(2026, 2, 1)), l.Persona.DayStart(date(2026, 3, 10))-1); len(early) != 1 {
			t.Errorf("%s: %d devices on the eve", slug, len(early))
		}
	}
}
