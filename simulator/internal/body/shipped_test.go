package body_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
)

// TestShippedPersonasCoverEverything checks that everything that is modelled occurs in a
// year of one person of each shipped archetype.
func TestShippedPersonasCoverEverything(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	count := func(what string, n int) { seen[what] += n }
	for n, archetype := range body.Archetypes() {
		p := draw(t, n, archetype, "Europe/London")
		for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
			_, trip := p.Trip(d)
			count("trip", int(share(trip)))
			count("night work", int(share(p.Shift(d) == body.NightShift)))
			count("illness", int(share(p.Illness(d) > 0)))
			count("fever", len(p.Temperatures(d)))
			for _, plate := range p.Plates(d) {
				count("logged meal", int(share(plate.Logged)))
				count("alcohol", int(share(plate.Alcohol > 0)))
			}
			for _, drink := range p.Drinks(d) {
				count(drink.Name, 1)
			}
			for _, note := range p.Notes(d) {
				count("note of "+string(note.Tags[0]), 1)
			}
			for _, i := range p.Injections(d) {
				count(fmt.Sprintf("injection %s %s %s", i.Type, i.Mode, i.Purpose), 1)
			}
			count("carbohydrates", len(p.CarbEntries(d)))
			count("blood pressure", len(p.BloodPressures(d)))
			count("lung test", len(p.LungTests(d)))
			for _, i := range p.Inhalations(d) {
				count(map[bool]string{true: "rescue inhaler", false: "inhaler"}[i.Rescue], 1)
			}
			if b, ok := p.Breathing(d); ok {
				count(map[bool]string{true: "elevated night", false: "quiet night"}[b.Elevated], 1)
			}
			_, _, alert := p.ApneaAlert(d)
			count("apnoea alert", int(share(alert)))
			v, visit := p.LabVisit(d)
			count("lab visit", int(share(visit)))
			count("antibodies", len(v.Antibodies))
			count("afib burden", int(share(p.AFibBurden(d) > 0)))
			_, tape := p.TapeMeasure(d)
			count("waist", int(share(tape)))
			_, basal := p.BasalTemperature(d)
			count("basal temperature", int(share(basal)))
			if c, ok := p.Cycle(d); ok && p.TracksCycle(d) && c.End == d {
				log := p.CycleLog(c)
				count("flow", len(log.Flow))
				count("mucus", len(log.Mucus))
				count("ovulation test", len(log.OvulationTests))
				count("pregnancy test", len(log.PregnancyTests))
				count("progesterone test", len(log.ProgesteroneTests))
				count("sexual activity", len(log.SexualActivity))
				count("deviation", len(log.Deviations))
				count("bleeding in between", len(log.IntermenstrualBleeding))
			}
			if int(d)%3 > 0 && archetype != "frail-elder" { // facets that need the minutes only on every third date
				continue
			}
			day := p.Day(d)
			count("pushes", sum(day.Pushes))
			count("hands", len(p.Handwashes(d)))
			count("mindful", len(p.Mindfulness(d)))
			count("fall", len(p.Falls(day)))
			count("daylight", len(p.Outings(day)))
			for _, a := range p.HeartAlerts(day) {
				count(a.Type, 1)
			}
			for _, e := range p.ECGs(day) {
				count("ecg "+string(e.Classification), 1)
			}
			for _, w := range day.Workouts {
				_, recovers := day.HeartRateRecovery(w)
				count("recovery", int(share(recovers)))
				count("length of the pool", len(p.Lengths(day, w)))
				_, _, estimated := p.VO2MaxEstimate(d)
				count("vo2max", int(share(estimated)))
			}
		}
	}
	for _, what := range []string{
		"trip", "night work", "illness", "fever", "logged meal", "alcohol", "Water", "Coffee", "Tea",
		"note of food", "note of exercise", "note of insulin_injection", "note of unspecified",
		"injection long_acting basal ", "injection rapid_acting bolus meal", "injection rapid_acting bolus mixed", "injection rapid_acting bolus correction",
		"carbohydrates", "blood pressure", "lung test", "inhaler", "rescue inhaler", "elevated night", "quiet night", "apnoea alert", "lab visit", "antibodies",
		"afib burden", "waist", "basal temperature", "flow", "mucus", "ovulation test", "pregnancy test", "progesterone test", "sexual activity", "deviation", "bleeding in between",
		"pushes", "hands", "mindful", "fall", "daylight", "irregular_rhythm", "high_heart_rate", "ecg sinus_rhythm", "ecg atrial_fibrillation", "ecg inconclusive",
		"recovery", "length of the pool", "vo2max",
	} {
		if seen[what] == 0 {
			t.Errorf("nobody has: %s", what)
		}
	}
}
