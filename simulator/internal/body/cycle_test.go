package body_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const her = mine + "sex: female\ncycle_days: [24, 34]\ncycle_jitter_days: [0, 8]\ncycle_tracking: [flow, mucus, ovulation_test, pregnancy_test, progesterone_test, sexual_activity, temperature]\n"

// women has personas with every kind of cycle.
func women(t *testing.T, f func(p *body.Persona)) {
	t.Helper()
	for n := range 12 {
		f(draw(t, n, "cycle-tracker", "UTC"))
		f(draw(t, n, "perimenopause", "UTC"))
		f(drawFrom(t, parse(t, her+"contraceptive: oral\n"), n, "UTC"))
		f(drawFrom(t, parse(t, her+"contraceptive: iud\ncycles_skipped: 0.5\nphases:\n  - {from: 2025-06-01, cycle_days: 21, cycle_jitter_days: 2}\n  - {from: 2025-06-20, cycle_days: 45, cycle_jitter_days: 12}\n"), n, "UTC"))
		if p := draw(t, n, "student", "UTC"); p.Sex == body.Female {
			f(p)
		}
	}
}

func TestCyclesAreConsecutive(t *testing.T) {
	t.Parallel()
	women(t, func(p *body.Persona) {
		last, ok := p.Cycle(date(2024, 12, 31))
		if !ok {
			t.Fatal("no cycle")
		}
		for d := date(2025, 1, 1); d < date(2027, 6, 1); d++ {
			c, ok := p.Cycle(d)
			if !ok || d < c.Start || d > c.End {
				t.Fatalf("%s: %+v", d, c)
			}
			if c == last {
				continue
			}
			if c.Start != last.End+1 || c.Start != d || p.NextCycle(last) != c || p.PreviousCycle(c) != last {
				t.Fatalf("%s: %+v after %+v", d, c, last)
			}
			if n := c.Days(); n < 18 || n > 110 {
				t.Errorf("%s: %d days", d, n)
			}
			if n := c.PeriodEnd - c.Start + 1; n < 2 || n > 10 {
				t.Errorf("%s: a period of %d days", d, n)
			}
			if o := c.Ovulation; o.Valid && (o.V <= c.PeriodEnd || c.End-o.V > 16 || c.End-o.V < 9) {
				t.Errorf("ovulation of %+v", c)
			}
			last = c
		}
	})
}

func TestNoCycleForMenAndOtherAges(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		p := draw(t, n, "older-adult", "UTC")
		if c, ok := p.Cycle(date(2026, 1, 1)); ok {
			t.Errorf("persona %d, %s of %d: %+v", n, p.Sex, p.AgeOn(date(2026, 1, 1)), c)
		}
		if p := draw(t, n, "", "UTC"); p.Sex == body.Male {
			if _, ok := p.Cycle(date(2026, 1, 1)); ok || p.TracksCycle(date(2026, 1, 1)) {
				t.Errorf("persona %d is a man with a cycle", n)
			}
		}
	}
	p := draw(t, 1, "cycle-tracker", "UTC")
	if _, ok := p.Cycle(p.BirthDate + 365*10); ok {
		t.Error("a girl of ten has a cycle")
	}
}

func TestPhaseKeepsEarlierCycles(t *testing.T) {
	t.Parallel()
	for n := range 20 {
		plain := drawFrom(t, parse(t, her), n, "UTC")
		changed := drawFrom(t, parse(t, her+"phases: [{from: 2026-03-10, cycle_days: 45, contraceptive: oral}]\n"), n, "UTC")
		c, _ := plain.Cycle(date(2026, 3, 9)) // in progress, ends as planned
		for k := 0; k < 5; k++ {
			if got, _ := changed.Cycle(c.Start); got != c {
				t.Fatalf("persona %d: %+v, without the phase %+v", n, got, c)
			}
			if diff := cmp.Diff(plain.CycleLog(c), changed.CycleLog(c)); diff != "" && c.End < date(2026, 3, 10) {
				t.Fatalf("persona %d (-without +with):\n%s", n, diff)
			}
			c = plain.PreviousCycle(c)
		}
		if later, _ := changed.Cycle(date(2026, 9, 1)); later.Days() < 33 || later.Ovulation.Valid {
			t.Errorf("persona %d: the phase changes nothing: %+v", n, later)
		}
	}
}

// TestLutealPhaseRaisesTemperatureAndHeartRate compares the halves of cycles by basal
// temperature, skin temperature at night and resting heart rate, with and without
// ovulation.
func TestLutealPhaseRaisesTemperatureAndHeartRate(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		file       string
		warm, skin [2]float64
		beats      [2]float64
	}{
		{her, [2]float64{0.2, 0.36}, [2]float64{0.17, 0.3}, [2]float64{1.5, 4.5}},
		{her + "contraceptive: patch\n", [2]float64{-0.04, 0.04}, [2]float64{-0.05, 0.05}, [2]float64{-0.5, 0.5}},
	} {
		var basal, skin, beats [2]mean
		for n := range 40 {
			p := drawFrom(t, parse(t, tc.file), n, "UTC")
			for d := date(2026, 1, 1); d < date(2026, 7, 1); d++ {
				c, _ := p.Cycle(d)
				half := int(share(d > c.End-11))
				if d > c.Start+8 && half == 0 {
					continue
				}
				if temperature, ok := p.BasalTemperature(d); ok {
					basal[half].add(temperature.Celsius.Float())
				}
				day := p.Day(d)
				skin[half].add(day.Sleeps[0].TemperatureDelta.Float())
				beats[half].add(float64(day.RestingHR))
			}
		}
		for what, got := range map[string][3]float64{
			"basal temperature": {basal[1].value() - basal[0].value(), tc.warm[0], tc.warm[1]}, "skin": {skin[1].value() - skin[0].value(), tc.skin[0], tc.skin[1]},
			"resting heart rate": {beats[1].value() - beats[0].value(), tc.beats[0], tc.beats[1]},
		} {
			if got[0] < got[1] || got[0] > got[2] {
				t.Errorf("%s: %+.3f in the second half, want %v to %v", what, got[0], got[1], got[2])
			}
		}
	}
}

// entry is an entry of a log that has a value besides its date.
type entry struct {
	date vital.Date
	word string
}

// entries returns all entries that have values, by list.
func entries(log body.CycleLog) map[string][]entry {
	all := map[string][]entry{}
	for _, e := range log.Flow {
		all["flow"] = append(all["flow"], entry{e.Date, string(e.Flow)})
	}
	for _, e := range log.Mucus {
		all["mucus"] = append(all["mucus"], entry{e.Date, string(e.Quality)})
	}
	for _, e := range log.OvulationTests {
		all["ovulation"] = append(all["ovulation"], entry{e.Date, string(e.TestResult)})
	}
	for _, e := range log.PregnancyTests {
		all["pregnancy"] = append(all["pregnancy"], entry{e.Date, string(e.TestResult)})
	}
	for _, e := range log.ProgesteroneTests {
		all["progesterone"] = append(all["progesterone"], entry{e.Date, string(e.TestResult)})
	}
	for _, e := range log.Contraceptives {
		all["contraceptive"] = append(all["contraceptive"], entry{e.Date, string(e.Type)})
	}
	for _, e := range log.Deviations {
		all["deviation"] = append(all["deviation"], entry{e.Date, string(e.Deviation)})
	}
	return all
}

func TestCycleLogEntriesLieWithinCycle(t *testing.T) {
	t.Parallel()
	words := map[string][]string{
		"flow": {"none", "light", "medium", "heavy"}, "mucus": {"dry", "sticky", "creamy", "watery", "egg_white"},
		"ovulation": {"negative", "luteinizing_hormone_surge", "estrogen_surge", "indeterminate"}, "pregnancy": {"negative"}, "progesterone": {"positive", "negative"},
		"contraceptive": {"oral", "iud"}, "deviation": {"irregular_menstrual_cycles", "infrequent_menstrual_cycles", "prolonged_menstrual_periods", "persistent_intermenstrual_bleeding"},
	}
	seen := map[string]int{}
	women(t, func(p *body.Persona) {
		c, _ := p.Cycle(date(2025, 5, 15))
		for range 12 {
			log := p.CycleLog(c)
			for what, list := range entries(log) {
				last := c.Start - 1
				for _, e := range list {
					if e.date < c.Start || e.date > c.End || e.date < last || e.date == last && what != "deviation" || !slices.Contains(words[what], e.word) ||
						what == "flow" && e.date > c.PeriodEnd {
						t.Fatalf("%+v: %s %+v after %s", c, what, e, last)
					}
					last = e.date
					seen[what+" "+e.word]++
				}
			}
			if p.TracksCycle(c.Start) && len(log.Flow) != int(c.PeriodEnd-c.Start)+1 {
				t.Errorf("%+v: %d days of flow", c, len(log.Flow))
			}
			for _, e := range log.IntermenstrualBleeding {
				if e.Date <= c.PeriodEnd || e.Date > c.End {
					t.Errorf("%+v: bleeds in between on %s", c, e.Date)
				}
				seen["bleed"]++
			}
			for _, s := range log.SexualActivity {
				seen[map[bool]string{true: "said", false: "unsaid"}[s.ProtectionUsed.Valid]]++
			}
			for _, e := range log.BasalTemperatures {
				b, ok := p.BasalTemperature(e.Date)
				if !ok || b.Date != e.Date || b.Celsius != e.Value || p.DateAt(b.At) != b.Date || b.At != p.Nights(b.Date)[0].End+60 || b.Celsius < 3550 || b.Celsius > 4000 {
					t.Errorf("%+v: %+v, measured %+v", c, e, b)
				}
				seen["temperature"]++
			}
			c = p.NextCycle(c)
		}
	})
	rare := []string{"persistent_intermenstrual_bleeding", "prolonged_menstrual_periods", "infrequent_menstrual_cycles"}
	for what, list := range words {
		for _, word := range list {
			if seen[what+" "+word] == 0 && !slices.Contains(rare, word) {
				t.Errorf("nobody notes %s %s", what, word)
			}
		}
	}
	for _, what := range []string{"bleed", "said", "unsaid", "temperature"} {
		if seen[what] == 0 {
			t.Errorf("nobody notes %s", what)
		}
	}
}

func TestPerimenopauseIsIrregular(t *testing.T) {
	t.Parallel()
	spread := func(archetype string) (longest int, deviations int) {
		for n := range 20 {
			p := draw(t, n, archetype, "UTC")
			c, _ := p.Cycle(date(2026, 1, 1))
			for range 12 {
				longest = max(longest, c.Days())
				deviations += len(p.CycleLog(c).Deviations)
				c = p.NextCycle(c)
			}
		}
		return longest, deviations
	}
	if longest, found := spread("perimenopause"); longest < 55 || found < 40 {
		t.Errorf("the longest cycle has %d days, %d deviations were found", longest, found)
	}
	if longest, found := spread("cycle-tracker"); longest > 40 || found > 0 {
		t.Errorf("of regular cycles the longest has %d days, %d deviations were found", longest, found)
	}
}

func TestPredictionsOfRegularCyclesAreRight(t *testing.T) {
	t.Parallel()
	var off mean
	for n := range 30 {
		p := draw(t, n, "cycle-tracker", "UTC")
		c, _ := p.Cycle(date(2026, 1, 1))
		for range 10 {
			predicted, next := p.PredictedCycle(c), p.NextCycle(c)
			miss := int(predicted.Start - next.Start)
			if abs(miss) > 8 || predicted.Days() < 20 || predicted.PeriodEnd < predicted.Start+1 || predicted.Ovulation.Valid {
				t.Errorf("persona %d: expected %+v, came %+v", n, predicted, next)
			}
			off.add(float64(abs(miss)))
			c = next
		}
	}
	if off.value() > 2 {
		t.Errorf("predictions are %.1f days off", off.value())
	}
}

func TestTemperaturesOnlyDuringIllness(t *testing.T) {
	t.Parallel()
	readings, fevers := 0, 0
	check := func(t *testing.T, p *body.Persona, d vital.Date) {
		t.Helper()
		last := p.DayStart(d)
		for _, r := range p.Temperatures(d) {
			if r.At < last || r.At >= p.DayStart(d+1) || r.Celsius < 3500 || r.Celsius > 4150 || !slices.Contains([]vital.SensorLocation{"ear", "mouth", "forehead", "armpit"}, r.Place) {
				t.Fatalf("%s: %+v", d, r)
			}
			last = r.At
			readings++
			fevers += int(share(r.Celsius > 3800))
		}
	}
	eachHard(t, check)
	days := 0
	for n := range 30 {
		p := draw(t, n, "", "")
		for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
			check(t, p, d)
			days += int(share(len(p.Temperatures(d)) > 0))
		}
	}
	if per := float64(days) / 30; per < 3 || per > 20 || fevers < readings/5 {
		t.Errorf("a thermometer on %.1f days a year, %d of %d readings above 38", per, fevers, readings)
	}
}

func TestCoreTemperatureIsHighestInEvening(t *testing.T) {
	t.Parallel()
	var morning, evening mean
	for n := range 40 {
		p := draw(t, n, "", "")
		for d := date(2026, 5, 1); d < date(2026, 5, 20); d++ {
			morning.add(p.CoreTemperature(p.DayStart(d) + 5*3600).Float())
			evening.add(p.CoreTemperature(p.DayStart(d) + 18*3600).Float())
			a, b := p.CoreTemperature(p.DayStart(d+1)-1), p.CoreTemperature(p.DayStart(d+1)+1)
			if diff := a - b; diff > 27 || diff < -27 { // the cycle accounts for a quarter of a degree
				t.Errorf("%s: %v before midnight, %v after", d, a, b)
			}
		}
	}
	if m, e := morning.value(), evening.value(); e < m+0.4 || e > m+0.7 || m < 36.2 || e > 37.5 {
		t.Errorf("%.2f °C in the morning, %.2f in the evening", m, e)
	}
}
