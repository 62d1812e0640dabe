package body_test

import (
	"fmt"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
)

// facetOf lists the facets, each with the persona that has most of it. Facets that
// depend on the minutes are given the day.
var facetOf = []struct {
	name, archetype string
	make            func(p *body.Persona, day *body.Day)
}{
	{"Calendar", "frequent-traveller", func(p *body.Persona, d *body.Day) { p.DateAt(p.DayStart(d.Date) + 43200) }},
	{"Shift", "night-shift", func(p *body.Persona, d *body.Day) { p.Shift(d.Date) }},
	{"Plates", "weight-loss", func(p *body.Persona, d *body.Day) { p.Plates(d.Date) }},
	{"Drinks", "office-worker", func(p *body.Persona, d *body.Day) { p.Drinks(d.Date) }},
	{"Notes", "type-1-diabetes", func(p *body.Persona, d *body.Day) { p.Notes(d.Date) }},
	{"Glucose", "type-1-diabetes", func(p *body.Persona, d *body.Day) { p.Glucose(d.Date) }},
	{"Injections", "type-1-diabetes", func(p *body.Persona, d *body.Day) { p.Injections(d.Date) }},
	{"CarbEntries", "type-1-diabetes", func(p *body.Persona, d *body.Day) { p.CarbEntries(d.Date) }},
	{"Cycle", "perimenopause", func(p *body.Persona, d *body.Day) { p.Cycle(d.Date) }},
	{"CycleLog", "cycle-tracker", func(p *body.Persona, d *body.Day) { c, _ := p.Cycle(d.Date); p.CycleLog(c) }},
	{"PredictedCycle", "cycle-tracker", func(p *body.Persona, d *body.Day) { c, _ := p.Cycle(d.Date); p.PredictedCycle(c) }},
	{"BasalTemperature", "cycle-tracker", func(p *body.Persona, d *body.Day) { p.BasalTemperature(d.Date) }},
	{"Temperatures", "frail-elder", func(p *body.Persona, d *body.Day) { p.Temperatures(d.Date) }},
	{"CoreTemperature", "cycle-tracker", func(p *body.Persona, d *body.Day) { p.CoreTemperature(d.Start + 43200) }},
	{"Weight", "weight-loss", func(p *body.Persona, d *body.Day) { p.Weight(d.Date) }},
	{"Composition", "weight-loss", func(p *body.Persona, d *body.Day) { p.Composition(d.Date) }},
	{"BloodPressures", "cardiac-patient", func(p *body.Persona, d *body.Day) { p.BloodPressures(d.Date) }},
	{"VO2MaxOn", "endurance-runner", func(p *body.Persona, d *body.Day) { p.VO2MaxOn(d.Date) }},
	{"Stress", "office-worker", func(p *body.Persona, d *body.Day) { p.Stress(d) }},
	{"Respiration", "office-worker", func(p *body.Persona, d *body.Day) { p.Respiration(d) }},
	{"Oximetries", "office-worker", func(p *body.Persona, d *body.Day) { p.Oximetries(d) }},
	{"Breathing", "sleep-apnoea", func(p *body.Persona, d *body.Day) { p.Breathing(d.Date) }},
	{"ApneaAlert", "sleep-apnoea", func(p *body.Persona, d *body.Day) { p.ApneaAlert(d.Date) }},
	{"LungTests", "asthma", func(p *body.Persona, d *body.Day) { p.LungTests(d.Date) }},
	{"Inhalations", "asthma", func(p *body.Persona, d *body.Day) { p.Inhalations(d.Date) }},
	{"LabVisit", "cardiac-patient", func(p *body.Persona, d *body.Day) { p.LabVisit(d.Date) }},
	{"AFibBurden", "cardiac-patient", func(p *body.Persona, d *body.Day) { p.AFibBurden(d.Date) }},
	{"HeartAlerts", "cardiac-patient", func(p *body.Persona, d *body.Day) { p.HeartAlerts(d) }},
	{"ECGs", "cardiac-patient", func(p *body.Persona, d *body.Day) { p.ECGs(d) }},
	{"Handwashes", "frail-elder", func(p *body.Persona, d *body.Day) { p.Handwashes(d.Date) }},
	{"Mindfulness", "office-worker", func(p *body.Persona, d *body.Day) { p.Mindfulness(d.Date) }},
	{"Falls", "frail-elder", func(p *body.Persona, d *body.Day) { p.Falls(d) }},
	{"StandHours", "office-worker", func(p *body.Persona, d *body.Day) { p.StandHours(d) }},
	{"Standing", "office-worker", func(p *body.Persona, d *body.Day) { p.Standing(d) }},
	{"Outings", "endurance-runner", func(p *body.Persona, d *body.Day) { p.Outings(d) }},
	{"Lengths", "wheelchair-user", func(p *body.Persona, d *body.Day) {
		for _, w := range d.Workouts {
			p.Lengths(d, w)
		}
	}},
}

// BenchmarkFacet measures a day of each facet, and a year ten years later, which should
// cost 365 times as much.
func BenchmarkFacet(b *testing.B) {
	for _, f := range facetOf {
		p := draw(b, 1, f.archetype, "Europe/London")
		year := func(y int) (days []*body.Day) {
			for d := date(y, 1, 1); d < date(y, 1, 1)+365; d++ {
				days = append(days, p.Day(d))
			}
			return days
		}
		b.Run(f.name+"/day", func(b *testing.B) {
			days := year(2026)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				f.make(p, days[n%len(days)])
			}
		})
		b.Run(f.name+"/year", func(b *testing.B) {
			days := year(2036)
			b.ReportAllocs()
			for b.Loop() {
				for _, day := range days {
					f.make(p, day)
				}
			}
		})
	}
}

// BenchmarkVoltages measures one recording of half a minute.
func BenchmarkVoltages(b *testing.B) {
	p := draw(b, 1, "cardiac-patient", "Europe/London")
	day := p.Day(date(2026, 3, 1))
	for len(p.ECGs(day)) == 0 {
		day = p.Day(day.Date + 1)
	}
	e := p.ECGs(day)[0]
	b.ReportAllocs()
	for b.Loop() {
		p.Voltages(e)
	}
}

// BenchmarkYear measures all facets of a whole year, including the minutes, of one
// persona after the other. The year 2036 should cost as much as 2026. Years after 2037
// cost more, by a constant factor, because package time then evaluates a zone's rule on
// every call.
func BenchmarkYear(b *testing.B) {
	for _, year := range []int{2026, 2036} {
		for _, archetype := range []string{"", "type-1-diabetes", "cardiac-patient", "frequent-traveller", "weight-loss"} {
			b.Run(fmt.Sprint(year, "/", archetype), func(b *testing.B) {
				p, first := draw(b, 1, archetype, "Europe/London"), date(year, 1, 1)
				b.ReportAllocs()
				for b.Loop() {
					for d := first; d < first+365; d++ {
						facets(p, d)
					}
				}
			})
		}
	}
}
