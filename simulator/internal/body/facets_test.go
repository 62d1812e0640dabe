package body_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// two and three combine several results into one value.
func two[A, B any](a A, b B) []any           { return []any{a, b} }
func three[A, B, C any](a A, b B, c C) []any { return []any{a, b, c} }

// facets returns everything about a date except the minutes.
func facets(p *body.Persona, d vital.Date) map[string]any {
	day, noon := p.Day(d), p.DayStart(d)+12*3600
	all := map[string]any{
		"zone": []any{p.ZoneOn(d), p.DayStart(d), p.OffsetAt(noon), p.ZoneAt(noon)}, "trip": two(p.Trip(d)), "shift": p.Shift(d), "illness": p.Illness(d),
		"workouts": p.Workouts(d), "nights": p.Nights(d), "meals": p.Meals(d), "plates": p.Plates(d), "drinks": p.Drinks(d), "notes": p.Notes(d),
		"glucose": p.Glucose(d), "insulin": two(p.Insulin(d), p.Injections(d)), "carbs": p.CarbEntries(d),
		"body": p.Composition(d), "waist": p.Waist(d), "scale": two(p.WeighIn(d)), "tape": two(p.TapeMeasure(d)), "vo2max": []any{p.VO2MaxOn(d), three(p.VO2MaxEstimate(d))},
		"pressure": p.BloodPressures(d), "pressure at noon": two(p.Pressure(noon)), "temperatures": p.Temperatures(d), "core": p.CoreTemperature(noon),
		"breathing": two(p.Breathing(d)), "apnoea": three(p.ApneaAlert(d)), "lungs": p.LungTests(d), "inhaler": p.Inhalations(d), "lab": two(p.LabVisit(d)),
		"afib": []any{p.AFibBurden(d), p.AFib(noon)}, "alerts": p.HeartAlerts(day), "ecg": p.ECGs(day),
		"hands": p.Handwashes(d), "mindful": p.Mindfulness(d), "falls": p.Falls(day), "stand": []any{p.StandHours(day), p.Standing(day)}, "outings": p.Outings(day), "stress": p.Stress(day), "breaths": p.Respiration(day), "oximetry": p.Oximetries(day),
		"cycle": two(p.Cycle(d)), "basal": two(p.BasalTemperature(d)), "tracks": p.TracksCycle(d),
	}
	for i := range day.Sleeps {
		all[fmt.Sprint("vitals ", i)] = p.NightVitals(&day.Sleeps[i])
	}
	for i, w := range day.Workouts {
		all[fmt.Sprint("track ", i)] = p.Track(day, w)
		all[fmt.Sprint("lengths ", i)] = p.Lengths(day, w)
		all[fmt.Sprint("recovery ", i)] = two(day.HeartRateRecovery(w))
	}
	return all
}

// all returns everything about a date.
func all(p *body.Persona, d vital.Date) []any { return []any{p.Day(d), facets(p, d)} }

// TestFacetsDependOnlyOnDate compares the facets computed forwards with those that an
// equal persona computes backwards.
func TestFacetsDependOnlyOnDate(t *testing.T) {
	t.Parallel()
	for n, archetype := range append([]string{""}, body.Archetypes()...) {
		first, again := draw(t, n, archetype, "America/New_York"), draw(t, n, archetype, "America/New_York")
		var forward, backward []map[string]any
		for d := date(2026, 3, 5); d < date(2026, 3, 12); d++ {
			forward = append(forward, facets(first, d))
		}
		for d := date(2026, 3, 11); d >= date(2026, 3, 5); d-- {
			again.Plates(d + 40)
			backward = append(backward, facets(again, d))
		}
		slices.Reverse(backward)
		if !reflect.DeepEqual(forward, backward) {
			t.Errorf("%q (-forward +backward):\n%s", archetype, cmp.Diff(forward, backward, everything))
		}
	}
}

// TestFacetsDifferBetweenDays checks that facets that exist every day differ every day.
func TestFacetsDifferBetweenDays(t *testing.T) {
	t.Parallel()
	daily := []string{"plates", "drinks", "glucose", "body", "waist", "pressure at noon", "breathing", "hands", "outings", "stress", "stand"}
	for n := range 6 {
		p, seen := draw(t, n, "", "UTC"), map[string]vital.Date{}
		for d := date(2026, 1, 1); d < date(2026, 3, 1); d++ {
			f := facets(p, d)
			for _, what := range daily {
				key := fmt.Sprint(what, f[what])
				if other, ok := seen[key]; ok && what != "outings" && what != "waist" { // these may be empty or have few values
					t.Errorf("persona %d: %s of %s equal those of %s", n, what, d, other)
				}
				seen[key] = d
			}
		}
	}
}

// goldenLife has the hashes of the facets of a persona on a date.
type goldenLife struct {
	Persona, Date string
	Facets        map[string]string
}

// TestGoldenLives detects a change of any byte of a facet. For the oldest personas it has
// only the facets that are missing in TestGolden and TestGoldenPlanned.
func TestGoldenLives(t *testing.T) {
	t.Parallel()
	var got []goldenLife
	for _, archetype := range append([]string{""}, body.Archetypes()...) {
		p := draw(t, 42, archetype, "Europe/London")
		for _, d := range []vital.Date{date(2026, 3, 29), date(2026, 9, 12)} {
			life := goldenLife{archetype, d.String(), map[string]string{"minutes": hash(t, p.Day(d))}}
			for what, v := range facets(p, d) {
				text, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				digest := sha256.Sum256(text)
				life.Facets[what] = hex.EncodeToString(digest[:6])
			}
			for _, e := range p.ECGs(p.Day(d)) {
				digest := sha256.Sum256([]byte(fmt.Sprint(p.Voltages(e))))
				life.Facets["voltages"] = hex.EncodeToString(digest[:6])
			}
			if c, ok := p.Cycle(d); ok {
				digest := sha256.Sum256([]byte(fmt.Sprint(p.CycleLog(c), p.PredictedCycle(c))))
				life.Facets["cycle log"] = hex.EncodeToString(digest[:6])
			}
			got = append(got, life)
		}
	}
	const file = "testdata/lives.golden.json"
	if *update {
		text, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []goldenLife
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lives changed; if that is intended, run with -update (-want +got):\n%s", diff)
	}
}
