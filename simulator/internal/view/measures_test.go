package view_test

import (
	"math"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// The tests in this file cover measurements other than steps and heart rate.

// bounds has the plausible range of each resource, in the units of the API.
var bounds = map[string][2]float64{
	"weight": {35, 200}, "fat": {3, 55}, "body_mass_index": {15, 45}, "lean_body_mass": {25, 130}, "waist_circumference": {50, 170},
	"body_temperature": {35, 41.5}, "body_temperature_delta": {-1.5, 2.5}, "basal_body_temperature": {35.5, 40},
	"vo2_max": {14, 80}, "stress_level": {1, 100}, "calories_basal": {0.5, 40}, "floors_climbed": {1, 60}, "water": {100, 500},
	"cholesterol": {0.3, 13}, "ige": {0.01, 100}, "igg": {0.1, 100}, "caffeine": {0.025, 0.13}, "carbohydrates": {1, 260}, "insulin_injection": {0.05, 60}, "glucose": {2.2, 22.2},
}

// supplying returns the providers of a resource.
func supplying(resource string) []*provider.Profile {
	return slices.DeleteFunc(slices.Clone(provider.All()), func(p *provider.Profile) bool { return !view.Supplies(p, named(resource)) })
}

// TestMeasuresStayWithinBounds checks that samples lie within bounds and vary.
func TestMeasuresStayWithinBounds(t *testing.T) {
	t.Parallel()
	for name, limits := range bounds {
		resource, _ := vital.ResourceNamed(name)
		h, rare := habits[name]
		if !rare {
			h = habit{5, "", 0}
		}
		for _, p := range supplying(name) {
			l, values := h.of(t, p), map[vital.Decimal]bool{}
			for d := date(2026, 1, 5); d < date(2026, 2, 4); d++ {
				l.points(name, d, func(p view.Point) {
					if v := resource.Value(p.Value).Float(); v < limits[0] || v > limits[1] || p.Duration < 0 {
						t.Errorf("%s %s of %s: %v", l.Profile.Slug, name, d, v)
					}
					values[p.Value] = true
				})
			}
			least, ok := map[string]int{"calories_basal": 2, "floors_climbed": 1}[name] // two floors in a minute are rare
			if !ok {
				least = 3
			}
			if len(values) < least {
				t.Errorf("%s %s: %d values", p.Slug, name, len(values))
			}
		}
	}
}

// TestBodySamplesMatchRecords checks that every value of a body record has a sample with
// the same time, source and upload.
func TestBodySamplesMatchRecords(t *testing.T) {
	t.Parallel()
	compared := map[string]int{}
	for _, p := range supplying("weight") {
		for n := range 8 {
			l := lookAt(t, view.NewCache(), p.Slug, n, "weight-loss", hardDates[n%6].zone)
			middle := hardDates[n%6].dates[0]
			for d := middle - 10; d <= middle+10; d++ {
				records, revs := l.records("body", d)
				for i, record := range records { // a record of a tape measure has no weight
					if !record.(*vital.Body).Weight.Valid {
						records, revs = slices.Delete(records, i, i+1), slices.Delete(revs, i, i+1)
						break
					}
				}
				fields := func(b *vital.Body) map[string]vital.Null[vital.Decimal] {
					return map[string]vital.Null[vital.Decimal]{
						"weight": b.Weight, "fat": b.Fat, "body_mass_index": b.BodyMassIndex, "lean_body_mass": b.LeanBodyMassKilogram,
					}
				}
				for name := range fields(&vital.Body{}) {
					if !view.Supplies(l.Profile, named(name)) {
						continue
					}
					series, _ := l.Series(named(name))
					points := []view.Point(nil)
					l.points(name, d, func(p view.Point) { points = append(points, p) })
					if len(points) != len(records) {
						t.Fatalf("%s %s of %s: %d samples, %d records", p.Slug, name, d, len(points), len(records))
					}
					for i, point := range points {
						b := records[i].(*vital.Body)
						value := fields(b)[name]
						there := l.NextUpload(point.End())
						from := b.Source
						from.AppID = vital.Null[string]{} // samples have no app id
						if vital.Val(point.Value) != value || point.Unix != b.Date.Unix() || series.SourceOf(&l.Lens, 0) != from || there != revs[i].First {
							t.Errorf("%s %s: sample %+v from %v, record %s", p.Slug, name, point, series.SourceOf(&l.Lens, 0), b.AppendJSON(nil))
						}
						compared[name]++
					}
				}
			}
		}
	}
	if len(compared) != 4 || compared["lean_body_mass"] < 20 {
		t.Errorf("compared were %v", compared)
	}
}

// TestCaloriesAndFloorsAddUp checks that as of every upload the energies of the day's
// samples add up to calories_total, and floors equal the sum of their samples.
func TestCaloriesAndFloorsAddUp(t *testing.T) {
	t.Parallel()
	energies, floors := 0, 0
	for _, p := range provider.All() {
		for n := range 6 {
			hard := hardDates[n]
			l := lookAt(t, view.NewCache(), p.Slug, n, "", hard.zone)
			for d := hard.dates[0] - 1; d <= hard.dates[0]+1; d++ {
				for _, at := range l.uploads(l.Persona.DayStart(d), l.Persona.DayStart(d+1)+day) {
					if !view.Supplies(p, vital.ResourceActivity) {
						break
					}
					a, _, ok := l.activity(t, d, at)
					if !ok {
						continue
					}
					if view.Supplies(p, vital.ResourceCaloriesBasal) {
						rest, _ := l.sum("calories_basal", d, at)
						moved, _ := l.sum("calories_active", d, at)
						if energies++; rest+moved != a.CaloriesTotal.V {
							t.Errorf("%s %s as of %d: %d at rest and %d in motion, in all %d", p.Slug, d, at, rest, moved, a.CaloriesTotal.V)
						}
					}
					if climbed, _ := l.sum("floors_climbed", d, at); view.Supplies(p, named("floors_climbed")) {
						if floors++; climbed != vital.Whole(int64(a.FloorsClimbed.V)) {
							t.Errorf("%s %s as of %d: %d floors of %d", p.Slug, d, at, climbed/100, a.FloorsClimbed.V)
						}
					}
				}
			}
		}
	}
	if energies < 200 || floors < 200 {
		t.Errorf("%d energies and %d floors were compared", energies, floors)
	}
}

// TestVO2MaxChangesSlowly checks that VO2max changes by at most 0.2 ml/kg/min from day to
// day and by more over a year.
func TestVO2MaxChangesSlowly(t *testing.T) {
	t.Parallel()
	for _, p := range supplying("vo2_max") {
		for n := range 5 {
			l := lookAt(t, view.NewCache(), p.Slug, n, "endurance-runner", "Europe/London")
			lo, hi, last, before := math.Inf(1), 0.0, vital.Date(0), 0.0
			for d := date(2025, 6, 1); d < date(2026, 6, 1); d++ {
				l.points("vo2_max", d, func(p view.Point) {
					v := p.Value.Float()
					if days := float64(d - last); before > 0 && math.Abs(v-before) > 0.15*days+0.11 {
						t.Errorf("%s: from %v to %v in %v days", d, before, v, days)
					}
					last, before = d, v
					lo, hi = min(lo, v), max(hi, v)
				})
			}
			if hi-lo < 0.5 || hi-lo > 6 {
				t.Errorf("%s, person %d: between %v and %v in a year", p.Slug, n, lo, hi)
			}
		}
	}
}

// TestStressFollowsDay checks that stress is low during sleep and missing while the body
// moves or the device is not worn.
func TestStressFollowsDay(t *testing.T) {
	t.Parallel()
	asleep, awake := []float64(nil), []float64(nil)
	for n := range 12 {
		l := lookAt(t, view.NewCache(), "garmin", n, "office-worker", hardDates[n%6].zone)
		d := hardDates[n%6].dates[0] + vital.Date(n)
		plan, hearts := l.Persona.Day(d), map[int64]bool{}
		for _, p := range l.heartrate(d, 0, l.late(d)) {
			hearts[p.Unix] = true
		}
		l.points("stress_level", d, func(p view.Point) {
			i := int(p.Unix-plan.Start) / minute
			for m := i; m < min(i+3, plan.Minutes()); m++ {
				if plan.METTenths[m] >= 30 || !hearts[plan.Start+int64(m)*minute] {
					t.Errorf("%s: stress %d at minute %d with %d METs/10, heart rate %v", d, p.Value, m, plan.METTenths[m], hearts[p.Unix])
				}
			}
			if plan.Asleep(i) {
				asleep = append(asleep, p.Value.Float())
			} else {
				awake = append(awake, p.Value.Float())
			}
		})
	}
	if len(asleep) < 500 || len(awake) < 500 || mean(asleep)+8 > mean(awake) || spread(awake) < 4 {
		t.Errorf("%d levels asleep, %.0f on average; %d awake, %.0f", len(asleep), mean(asleep), len(awake), mean(awake))
	}
}

// TestBloodPressureMatchesBody checks that a reading is the pressure of the body at that
// time within the error of a monitor, and that people with reason to measure have more.
func TestBloodPressureMatchesBody(t *testing.T) {
	t.Parallel()
	for _, p := range supplying("blood_pressure") {
		for persona, least := range map[string]int{"cardiac-patient": 40, "student": 0} {
			l := lookAt(t, view.NewCache(), p.Slug, 7, persona, "Europe/London")
			n, seen := 0, map[vital.Decimal]bool{}
			for d := date(2026, 3, 1); d < date(2026, 5, 1); d++ {
				l.points("blood_pressure", d, func(p view.Point) {
					n++
					upper, lower := p.Detail.Systolic.Float(), p.Detail.Diastolic.Float()
					systolic, diastolic := l.Persona.Pressure(p.Unix)
					if math.Abs(upper-systolic) > 16 || math.Abs(lower-diastolic) > 12 || upper-lower < 20 {
						t.Errorf("%s: %v/%v, the body has %.0f/%.0f", d, upper, lower, systolic, diastolic)
					}
					seen[p.Detail.Systolic] = true
				})
			}
			if n < least || least == 0 && n > 20 || least > 0 && len(seen) < 10 {
				t.Errorf("%s, %s: %d readings, %d values", p.Slug, persona, n, len(seen))
			}
		}
	}
}

// TestTemperaturesMatchNightAndFever checks that the deviation of the skin temperature
// covers a recorded night and equals its value, and that readings of a thermometer have a
// sensor location and come with fever.
func TestTemperaturesMatchNightAndFever(t *testing.T) {
	t.Parallel()
	l := habits["body_temperature"].of(t, mustFind(t, "apple_health_kit"))
	nights := 0
	for d := date(2026, 1, 5); d < date(2026, 4, 30); d++ {
		l.points("body_temperature_delta", d, func(p view.Point) {
			on := l.Persona.DateAt(p.End())
			records, _ := l.records("sleep", on)
			if !slices.ContainsFunc(records, func(r vital.Payload) bool {
				s := r.(*vital.Sleep)
				return s.BedtimeStart.Unix() == p.Unix && s.BedtimeStop.Unix() == p.End()
			}) || p.Value != l.Persona.Nights(on)[0].TemperatureDelta || p.Detail.SensorLocation.V != "wrist" {
				t.Errorf("%s: %+v is no night's", d, p)
			}
			nights++
		})
	}
	l = habits["body_temperature"].of(t, mustFind(t, "fitbit"))
	highest := vital.Decimal(0)
	for d := date(2026, 1, 5); d < date(2026, 4, 30); d++ {
		l.points("body_temperature", d, func(p view.Point) {
			highest = max(highest, p.Value)
			if !p.Detail.SensorLocation.Valid {
				t.Errorf("%s: %+v has no place", d, p)
			}
		})
	}
	if nights < 80 || highest < 3750 {
		t.Errorf("%d nights, the highest temperature is %d/100", nights, highest)
	}
}

func mustFind(t *testing.T, slug string) *provider.Profile {
	t.Helper()
	p, ok := provider.Find(slug)
	if !ok {
		t.Fatalf("no %s", slug)
	}
	return p
}
