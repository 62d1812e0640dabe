package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestGlucoseMatchesBody checks that the readings of every provider equal the glucose of
// the body at their time, in real or floating time, and come as often as the method of
// measurement allows.
func TestGlucoseMatchesBody(t *testing.T) {
	t.Parallel()
	ways := map[string]int{}
	for _, p := range supplying("glucose") {
		for n, persona := range []string{"type-1-diabetes", "type-2-diabetes", ""} {
			l := lookAt(t, view.NewCache(), p.Slug, n, persona, "America/New_York")
			series, _ := l.Series(vital.ResourceGlucose)
			for source := range series.Count() {
				way := series.SourceOf(&l.Lens, source).Type
				if way == provider.OtherApp {
					way = map[string]string{"type-1-diabetes": provider.Automatic, "type-2-diabetes": provider.Fingerprick}[persona]
				}
				readings, last, days := 0, int64(0), 0
				for d := date(2026, 3, 10); d < date(2026, 4, 10); d++ {
					values, start := l.Persona.Glucose(d), l.Persona.DayStart(d)
					days++
					series.Each(&l.Lens, source, d, 0, l.late(d), func(point view.Point) {
						readings++
						at := point.Unix
						if p.FloatingTime {
							at += 4 * hour // the offset of all these days
						}
						want := values[(at-start)/300]
						if way == provider.Fingerprick {
							want = (want + 5) / 10 * 10
						}
						if point.Value != want || point.Offset.Valid == p.FloatingTime {
							t.Errorf("%s %s: %+v, the body has %d", p.Slug, d, point, want)
						}
						if every := int64(l.Profile.Device.Minutes.Glucose) * minute; way == provider.Automatic && last != 0 && at-last != every {
							t.Errorf("%s: %d seconds between readings, want %d", p.Slug, at-last, every)
						}
						last = at
					})
				}
				perDay := float64(readings) / float64(days)
				limits := map[string][2]float64{provider.Automatic: {96, 288}, provider.ManualScan: {5, 10}, provider.Fingerprick: {0.8, 9}, "": {}}[way]
				if perDay < limits[0] || perDay > limits[1] {
					t.Errorf("%s, %s: %.1f readings a day from %s", p.Slug, persona, perDay, way)
				}
				ways[way+" "+persona] += readings
			}
		}
	}
	if ways["fingerprick type-1-diabetes"] < 2*ways["fingerprick "] {
		t.Errorf("readings of blood: %v", ways)
	}
	for _, slug := range []string{"freestyle_libre", "abbott_libreview"} {
		if p := mustFind(t, slug); p.Device.Minutes.Glucose != 15 || len(p.Device.SourceTypes(vital.ResourceGlucose)) != 2 {
			t.Errorf("%s: %+v", slug, p.Device)
		}
	}
}

// TestNoOffsetWithoutZone checks that workouts have an offset unless the provider does not
// know the zone.
func TestNoOffsetWithoutZone(t *testing.T) {
	t.Parallel()
	workouts := map[bool]int{}
	for _, p := range provider.All() {
		if !view.Supplies(p, vital.ResourceWorkouts) {
			continue
		}
		l := sporty(t, p)
		for d := date(2026, 1, 5); d < date(2026, 3, 6); d++ {
			records, _ := l.records("workouts", d)
			for _, r := range records {
				w := r.(*vital.Workout)
				unknown := p.Offset != provider.KnownOffset
				workouts[unknown]++
				if w.TimezoneOffset.Valid == unknown || !p.Device.Records(w.Sport.V.Slug) {
					t.Errorf("%s: %s at %v", p.Slug, w.Sport.V.Slug, w.TimezoneOffset)
				}
			}
		}
	}
	if workouts[true] < 40 || workouts[false] < 200 {
		t.Errorf("workouts without an offset: %d, with one: %d", workouts[true], workouts[false])
	}
}
