package body_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// diabetic returns a persona with type 1 diabetes who takes insulin in the given way.
func diabetic(tb testing.TB, n int, way string) *body.Persona {
	tb.Helper()
	return drawFrom(tb, parse(tb, strings.Replace(mine, "healthy", "type-1", 1)+"insulin: "+way+"\n"), n, "Europe/London")
}

func TestGlucoseBoundsUnderInsulin(t *testing.T) {
	t.Parallel()
	for n := range 30 {
		p := draw(t, n, "type-1-diabetes", "Europe/London")
		for d := date(2026, 3, 1); d < date(2026, 4, 10); d++ {
			checkGlucose(t, p, d)
		}
	}
	for n := range 10 { // the largest body that can be drawn
		p := diabetic(t, n, "pump")
		p.Sex, p.HeightCm, p.WeightKg, p.BirthDate = body.Male, 195, vital.Whole(142), date(2007, 6, 1)
		for d := date(2026, 1, 1); d < date(2026, 9, 1); d++ {
			checkGlucose(t, p, d)
		}
	}
}

func TestInsulinControlsGlucose(t *testing.T) {
	t.Parallel()
	var level, low, above mean
	for n := range 60 {
		p := draw(t, n, "type-1-diabetes", "")
		for d := date(2026, 5, 4); d < date(2026, 5, 18); d++ {
			for _, v := range p.Glucose(d) {
				level.add(v.Float())
				low.add(share(v < 390))
				above.add(share(v > 1000))
			}
		}
	}
	if m, l, a := level.value(), low.value(), above.value(); m < 7.6 || m > 9.4 || l > 0.06 || l < 0.005 || a < 0.18 || a > 0.36 {
		t.Errorf("mean %.2f mmol/L, %.3f below 3.9, %.3f above 10", m, l, a)
	}
}

// TestGlucoseFallsAfterCorrection checks that glucose falls by much more than after a
// meal without a correction.
func TestGlucoseFallsAfterCorrection(t *testing.T) {
	t.Parallel()
	var corrected, before mean
	for n := range 40 {
		p := diabetic(t, n, "pen")
		for d := date(2026, 5, 4); d < date(2026, 6, 4); d++ {
			values := append(p.Glucose(d), p.Glucose(d+1)...)
			for _, i := range p.Injections(d) {
				if at := int(i.At-p.DayStart(d)) / 300; i.Purpose == "correction" {
					corrected.add((values[at+24] - values[at]).Float())
					before.add(values[at].Float())
				}
			}
		}
	}
	if got := corrected.value(); corrected.n < 100 || got > -2 || before.value() < 10.5 {
		t.Errorf("%d corrections at %.1f mmol/L, two hours later %+.1f", corrected.n, before.value(), got)
	}
}

// TestLargerDoseMeansLowerRise compares the meals of one person.
func TestLargerDoseMeansLowerRise(t *testing.T) {
	t.Parallel()
	var generous, scarce mean
	for n := range 40 {
		p := diabetic(t, n, "pen")
		for d := date(2026, 5, 4); d < date(2026, 6, 4); d++ {
			values, meals := p.Glucose(d), p.Meals(d)
			for _, i := range p.Injections(d) {
				at := int(i.At-p.DayStart(d)) / 300
				for _, m := range meals {
					if m.At == i.At && i.Purpose == "meal" && m.Name == "Breakfast" {
						ratio := i.Units.Float() / m.CarbsG.Float() / p.WeightKg.Float() * 1000
						rise := (values[at+18] - values[at]).Float()
						if ratio > 1.25 {
							generous.add(rise)
						} else if ratio < 1.05 {
							scarce.add(rise)
						}
					}
				}
			}
		}
	}
	if g, s := generous.value(), scarce.value(); generous.n < 50 || scarce.n < 50 || g > s-0.5 {
		t.Errorf("rises %.2f mmol/L after %d generous doses, %.2f after %d scarce ones", g, generous.n, s, scarce.n)
	}
}

func TestInjectionsMatchWayOfTakingInsulin(t *testing.T) {
	t.Parallel()
	for way, want := range map[string]body.Insulin{"none": body.NoInsulin, "basal": body.BasalOnly, "pen": body.Pen, "pump": body.Pump} {
		seen := map[string]int{}
		var daily, basal mean
		for n := range 20 {
			p := diabetic(t, n, way)
			for d := date(2026, 3, 20); d < date(2026, 4, 3); d++ {
				total, background, long, last := 0.0, 0.0, 0, p.DayStart(d)
				for _, i := range p.Injections(d) {
					checkInjection(t, p, d, i, want)
					if i.At < last || i.At >= p.DayStart(d+1) {
						t.Fatalf("%s, %s: at %d after %d", way, d, i.At, last)
					}
					last, total = i.At, total+i.Units.Float()
					long += int(share(i.Type == "long_acting"))
					if i.Mode == "basal" {
						background += i.Units.Float()
					}
					seen[fmt.Sprint(i.Type, i.Mode, i.Form, i.Purpose)]++
				}
				if want != body.NoInsulin {
					daily.add(total / p.WeightKg.Float())
					basal.add(background / total)
				}
				if (long == 1) != (want == body.BasalOnly || want == body.Pen) || p.Insulin(d) != want {
					t.Fatalf("%s, %s: %d long-acting injections, insulin %d", way, d, long, p.Insulin(d))
				}
			}
		}
		if kinds := [...]int{body.NoInsulin: 0, body.BasalOnly: 1, body.Pen: 4, body.Pump: 5}[want]; len(seen) < kinds || kinds < 2 && len(seen) != kinds {
			t.Errorf("%s: %v", way, seen)
		}
		if u := daily.value(); want >= body.Pen && (u < 0.4 || u > 0.9 || basal.value() < 0.3 || basal.value() > 0.6) {
			t.Errorf("%s: %.2f units per kilogram a day, %.2f of it basal", way, u, basal.value())
		}
	}
}

func checkInjection(t *testing.T, p *body.Persona, d vital.Date, i body.Injection, way body.Insulin) {
	t.Helper()
	bolus := i.Mode == "bolus"
	purposes := map[vital.BolusPurpose]bool{"meal": true, "correction": true, "mixed": true}
	ok := i.Units > 0 && i.Units <= vital.Whole(90) && (bolus || i.Mode == "basal") && (i.Type == "long_acting" || i.Type == "rapid_acting") &&
		bolus == purposes[i.Purpose] && bolus == (i.Form == "standard" || i.Form == "extended") && (i.Seconds > 0) == (way == body.Pump && (!bolus || i.Form == "extended"))
	if way != body.Pump {
		ok = ok && i.Units%50 == 0 && p.Day(d).StageAt(int(i.At-p.DayStart(d))/60) == 0
	}
	if !ok {
		t.Fatalf("%s: %+v", d, i)
	}
}

func TestCarbEntries(t *testing.T) {
	t.Parallel()
	var ratio mean
	for n := range 20 {
		p, other := diabetic(t, n, "pen"), draw(t, n, "", "")
		for d := date(2026, 3, 20); d < date(2026, 4, 3); d++ {
			entries, i := p.CarbEntries(d), 0
			for _, plate := range p.Plates(d) {
				if plate.Carbs < vital.Whole(15) {
					continue
				}
				if entries[i].At != plate.At || entries[i].Grams%500 != 0 || entries[i].Grams <= 0 {
					t.Fatalf("%s: %+v for %v g", d, entries[i], plate.Carbs.Float())
				}
				ratio.add(entries[i].Grams.Float() / plate.Carbs.Float())
				i++
			}
			if i != len(entries) {
				t.Errorf("%s: %d entries, want %d", d, len(entries), i)
			}
			entries = other.CarbEntries(d)
			for _, plate := range other.Plates(d) {
				if plate.Logged {
					if entries[0].At != plate.At || entries[0].Grams != plate.Carbs {
						t.Fatalf("%s: %+v for %v g", d, entries[0], plate.Carbs.Float())
					}
					entries = entries[1:]
				}
			}
			if len(entries) > 0 {
				t.Errorf("%s: %d entries too many", d, len(entries))
			}
		}
	}
	if got := ratio.value(); got < 0.96 || got > 1.04 {
		t.Errorf("estimates are %.2f of what was eaten", got)
	}
}

func TestInsulinNeedsDiabetes(t *testing.T) {
	t.Parallel()
	_, err := body.ParseArchetype("mine.yaml", []byte(mine+"insulin: pen\n"))
	if want := "mine.yaml:13:10: insulin: want metabolism: type-1 or type-2 beside it"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
