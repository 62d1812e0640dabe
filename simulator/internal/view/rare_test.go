package view_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A rarity describes a resource with few samples: the persona that has them, their bounds
// and the minimum number in a year of two people.
type rarity struct {
	resource, slug, persona string
	low, high               float64
	yearly                  int
}

var rarities = []rarity{
	{"afib_burden", "apple_health_kit", "cardiac-patient", 2, 45, 50},
	{"heart_rate_alert", "apple_health_kit", "cardiac-patient", 1, 1, 20},
	{"heart_rate_alert", "fitbit", "cardiac-patient", 1, 1, 20},
	{"heart_rate_alert", "kardia", "cardiac-patient", 1, 1, 10},
	{"heart_rate_recovery_one_minute", "apple_health_kit", "endurance-runner", 1, 70, 80},
	{"fall", "apple_health_kit", "frail-elder", 1, 1, 4},
	{"handwashing", "apple_health_kit", "", 1, 1, 1000},
	{"handwashing", "apple_health_kit", "frequent-traveller", 1, 1, 1000},
	{"mindfulness_minutes", "apple_health_kit", "frequent-traveller", 5, 20, 20},
	{"stand_hour", "apple_health_kit", "", 1, 1, 7000},
	{"stand_hour", "apple_health_kit", "frequent-traveller", 1, 1, 7000},
	{"stand_duration", "apple_health_kit", "", 1, 15, 10_000},
	{"stand_duration", "apple_health_kit", "wheelchair-user", 1, 15, 8000},
	{"daylight_exposure", "apple_health_kit", "", 1, 5, 1000},
	{"daylight_exposure", "apple_health_kit", "frequent-traveller", 1, 5, 1000},
	{"uv_exposure", "apple_health_kit", "", 0.1, 12.5, 250},
	{"inhaler_usage", "apple_health_kit", "asthma", 1, 2, 700},
	{"forced_expiratory_volume_1", "apple_health_kit", "asthma", 1, 6, 10},
	{"forced_vital_capacity", "apple_health_kit", "asthma", 1.5, 7, 10},
	{"peak_expiratory_flow_rate", "apple_health_kit", "asthma", 120, 800, 250},
	{"sleep_apnea_alert", "apple_health_kit", "sleep-apnoea", 1, 1, 4},
	{"sleep_breathing_disturbance", "apple_health_kit", "sleep-apnoea", 0.1, 90, 280},
	{"sleep_breathing_disturbance", "apple_health_kit", "frequent-traveller", 0.1, 15, 250},
	{"wheelchair_push", "apple_health_kit", "wheelchair-user", 1, 70, 20_000},
	{"workout_distance", "apple_health_kit", "wheelchair-user", 5, 900, 800},
	{"workout_swimming_stroke", "apple_health_kit", "wheelchair-user", 10, 32, 300},
	{"workout_duration", "samsung_health", "frequent-traveller", 15, 240, 20},
	{"workout_duration", "abbott_libreview", "type-1-diabetes", 15, 240, 10},
}

// TestRarities checks that the samples of a year, including clock changes and trips, lie
// within bounds and within their day, are sorted, and vary.
func TestRarities(t *testing.T) {
	t.Parallel()
	alerts := map[string]bool{}
	looks := map[string]*look{}
	for _, r := range rarities {
		count, distinct := 0, map[string]bool{}
		for n := range 2 {
			who := fmt.Sprint(r.slug, r.persona, n)
			if looks[who] == nil {
				looks[who] = lookAt(t, view.NewCache(), r.slug, n, r.persona, hardDates[n].zone)
			}
			l := looks[who]
			last := int64(0)
			for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
				series, _ := l.Series(named(r.resource))
				series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) {
					count++
					if v := p.Value.Float(); v < r.low || v > r.high {
						t.Errorf("%s of %s: %s on %s is %v", r.resource, r.slug, r.persona, d, v)
					}
					offset, on := l.Persona.OffsetAt(p.Unix), l.Persona.DateAt(p.Unix)
					if l.Profile.FloatingTime {
						on = vital.DateOf(at(p.Unix))
					}
					if p.Unix <= last || on != d || p.Offset.Valid == l.Profile.FloatingTime || p.Offset.Valid && p.Offset.V != offset {
						t.Errorf("%s of %s: %+v on %s, after %d", r.resource, r.slug, p, d, last)
					}
					last = p.Unix
					distinct[fmt.Sprint(p.Value, p.Duration, p.Unix-l.Persona.DayStart(d))] = true
					if r.resource == "heart_rate_alert" {
						alerts[r.slug+" "+p.Detail.Type.V] = true
					}
				})
			}
			if t.Failed() {
				t.Fatalf("person %d in %s", n, l.Persona.Zone)
			}
		}
		same := r.resource == "afib_burden" || r.resource == "sleep_apnea_alert" // always at the same time of day
		if count < r.yearly || len(distinct) < min(count/2, 20) && !same {
			t.Errorf("%s of %s: %d samples of %s in two years, %d of them different", r.resource, r.slug, count, r.persona, len(distinct))
		}
	}
	// vital.md 5.2: only Apple reports more than the rhythm.
	if got := len(alerts); !alerts["apple_health_kit irregular_rhythm"] || !alerts["apple_health_kit high_heart_rate"] || got < 4 || alerts["fitbit high_heart_rate"] || alerts["fitbit low_heart_rate"] {
		t.Errorf("alerts %v", alerts)
	}
}

// TestNoSamplesWithoutCondition checks that resources that need a condition or a habit have
// no samples without it.
func TestNoSamplesWithoutCondition(t *testing.T) {
	t.Parallel()
	for persona, resources := range map[string][]string{
		"office-worker": {"afib_burden", "inhaler_usage", "peak_expiratory_flow_rate", "forced_vital_capacity", "sleep_apnea_alert", "wheelchair_push"},
		"older-adult":   {"afib_burden", "wheelchair_push", "inhaler_usage"},
	} {
		l := lookAt(t, view.NewCache(), "apple_health_kit", 3, persona, "Europe/London")
		for _, name := range resources {
			series, _ := l.Series(named(name))
			for d := date(2026, 1, 1); d < date(2026, 7, 1); d++ {
				series.Each(&l.Lens, 0, d, 0, l.late(d), func(p view.Point) { t.Errorf("%s of %s: %+v", name, persona, p) })
			}
		}
	}
}

// TestRaritiesInPieces checks that reading in pieces at any instants loses and repeats no
// sample.
func TestRaritiesInPieces(t *testing.T) {
	t.Parallel()
	for i, r := range rarities {
		l := lookAt(t, view.NewCache(), r.slug, i, r.persona, hardDates[i%6].zone)
		series, _ := l.Series(named(r.resource))
		middle := hardDates[i%6].dates[0]
		for d := middle - 8; d <= middle+8; d++ {
			each := func(lo, hi int64) (out []view.Point) {
				series.Each(&l.Lens, 0, d, lo, hi, func(p view.Point) { out = append(out, p) })
				return out
			}
			var pieces []view.Point
			cuts := append(forcedAround(i, l.Persona.DayStart(d), l.late(d)), l.late(d))
			lo := int64(0)
			for _, hi := range cuts {
				for _, p := range each(lo, hi) {
					if !l.Profile.FloatingTime && p.End() > hi {
						t.Errorf("%s of %s: %+v is there at %d", r.resource, d, p, hi)
					}
					pieces = append(pieces, p)
				}
				lo = hi
			}
			slices.SortStableFunc(pieces, func(a, b view.Point) int { return int(a.Unix - b.Unix) })
			if whole := each(0, l.late(d)); !slices.EqualFunc(pieces, whole, view.Point.Equal) {
				t.Errorf("%s of %s: %d samples in pieces, %d at once", r.resource, d, len(pieces), len(whole))
			}
		}
	}
}
