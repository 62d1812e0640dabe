package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// cycleReach is longer than any cycle: a skipped period makes two of one.
const cycleReach = 120

// A tracked cycle is one that the person writes down, as its app knows it. Before
// it begins it is predicted, and it is the same record when it has begun.
type tracked struct {
	body.Cycle
	log       body.CycleLog
	predicted body.Cycle
	moments   []int64 // at which something new was there, in order
	began     int64   // the one at which the period was noted down
}

// tracked is the cycle that begins on d; nil where none does, or nobody writes
// it down.
func (l *Lens) tracked(d vital.Date) *tracked {
	if !l.Persona.TracksCycle(d) {
		return nil
	}
	c, ok := l.Persona.Cycle(d)
	if !ok || c.Start != d {
		return nil
	}
	key := dayKey{l.Persona, l.Profile.Slug, d}
	if t, ok := l.cache.cycles.Get(key); ok {
		return t
	}
	t := l.track(c)
	l.cache.cycles.Add(key, t)
	return t
}

func (l *Lens) track(c body.Cycle) *tracked {
	t := &tracked{Cycle: c, log: l.Persona.CycleLog(c), began: l.written(c.Start)}
	if before := l.Persona.PreviousCycle(c); l.Persona.TracksCycle(before.Start) {
		t.predicted = l.Persona.PredictedCycle(before)
		t.moments = append(t.moments, l.written(before.PeriodEnd+1)) // apps look ahead when a period is over
	}
	taken := map[vital.Date]int64{}
	for _, temperature := range t.log.BasalTemperatures {
		taken[temperature.Date] = temperature.At
	}
	dates := t.dates()
	for d := c.Start; d <= c.End+1; d++ {
		if at, ok := taken[d]; ok {
			t.moments = append(t.moments, at)
		}
		if dates[d] || d == c.Start || d == c.PeriodEnd+1 || d == c.End+1 {
			t.moments = append(t.moments, l.written(d))
		}
	}
	slices.Sort(t.moments)
	return t
}

// dates are those of which something is written down, beside temperatures.
func (t *tracked) dates() map[vital.Date]bool {
	dates := map[vital.Date]bool{}
	for _, list := range [][]body.CycleEntry{t.log.Flow, t.log.Mucus, t.log.OvulationTests, t.log.PregnancyTests, t.log.ProgesteroneTests} {
		for _, e := range list {
			dates[e.Date] = true
		}
	}
	for _, d := range t.log.IntermenstrualBleeds {
		dates[d] = true
	}
	for _, e := range t.log.SexualActivity {
		dates[e.Date] = true
	}
	return dates
}

// written is when the person writes down what there is of a date: in its evening.
func (l *Lens) written(d vital.Date) int64 {
	r := l.seed.Child("diary").At(int64(d)).Stream()
	start, end := l.Persona.DayStart(d), l.Persona.DayStart(d+1)
	return max(start, end-int64(3600+60*r.Int(240)))
}

// menstrualRevs: a cycle is there from its prediction on, and again with every
// upload that has something new of it, until the next one has begun.
func menstrualRevs(l *Lens, d vital.Date, asOf int64, out []Rev) []Rev {
	t := l.tracked(d)
	if t == nil {
		return out
	}
	first := l.NextUpload(t.moments[0])
	if first > asOf {
		return out
	}
	rev := Rev{Date: d, First: first, Last: first}
	if newest := lastAtOrBefore(t.moments, l.LastUpload(asOf)); newest != 0 {
		rev.Last = l.NextUpload(newest)
	}
	return append(out, rev)
}

// menstrualRecord is the cycle as it was known at r.Last.
func menstrualRecord(l *Lens, r Rev, s Stamp) vital.Payload {
	t := l.tracked(r.Date)
	m := &vital.MenstrualCycle{ID: s.ID, UserID: s.UserID, Source: l.appSource(), CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt}
	if r.Last < t.began {
		m.IsPredicted, m.PeriodStart = true, t.predicted.Start
		m.PeriodEnd, m.CycleEnd = vital.Val(t.predicted.PeriodEnd), vital.Val(t.predicted.End)
		return m
	}
	known := func(d vital.Date) bool { return l.written(d) <= r.Last }
	m.PeriodStart = t.Start
	if known(t.PeriodEnd + 1) {
		m.PeriodEnd = vital.Val(t.PeriodEnd)
	}
	over := known(t.End + 1)
	if over {
		m.CycleEnd = vital.Val(t.End)
		m.DetectedDeviations = entries(t.log.Deviations, func(vital.Date) bool { return true }, func(d vital.Date, word string) vital.DetectedDeviationEntry {
			return vital.DetectedDeviationEntry{Date: d, Deviation: vital.CycleDeviation(word)}
		})
	}
	t.fill(m, known)
	for _, temperature := range t.log.BasalTemperatures {
		if temperature.At <= r.Last {
			m.BasalBodyTemperature = append(m.BasalBodyTemperature, vital.BasalBodyTemperatureEntry{Date: temperature.Date, Value: temperature.Celsius})
		}
	}
	return m
}

// fill fills in what was written down of the dates that are known.
func (t *tracked) fill(m *vital.MenstrualCycle, known func(vital.Date) bool) {
	home := func(d vital.Date, word string) vital.HomeTestEntry {
		return vital.HomeTestEntry{Date: d, TestResult: vital.HomeTestResult(word)}
	}
	m.MenstrualFlow = entries(t.log.Flow, known, func(d vital.Date, word string) vital.MenstrualFlowEntry {
		return vital.MenstrualFlowEntry{Date: d, Flow: vital.MenstrualFlow(word)}
	})
	m.CervicalMucus = entries(t.log.Mucus, known, func(d vital.Date, word string) vital.CervicalMucusEntry {
		return vital.CervicalMucusEntry{Date: d, Quality: vital.CervicalMucus(word)}
	})
	m.Contraceptive = entries(t.log.Contraceptives, known, func(d vital.Date, word string) vital.ContraceptiveEntry {
		return vital.ContraceptiveEntry{Date: d, Type: vital.Contraceptive(word)}
	})
	m.OvulationTest = entries(t.log.OvulationTests, known, func(d vital.Date, word string) vital.OvulationTestEntry {
		return vital.OvulationTestEntry{Date: d, TestResult: vital.OvulationResult(word)}
	})
	m.HomePregnancyTest = entries(t.log.PregnancyTests, known, home)
	m.HomeProgesteroneTest = entries(t.log.ProgesteroneTests, known, home)
	for _, d := range t.log.IntermenstrualBleeds {
		if known(d) {
			m.IntermenstrualBleeding = append(m.IntermenstrualBleeding, vital.IntermenstrualBleedingEntry{Date: d})
		}
	}
	for _, e := range t.log.SexualActivity {
		if known(e.Date) {
			m.SexualActivity = append(m.SexualActivity, vital.SexualActivityEntry{Date: e.Date, ProtectionUsed: e.Protected})
		}
	}
}

// entries are those of the known dates, as the wire has them.
func entries[T any](list []body.CycleEntry, known func(vital.Date) bool, entry func(vital.Date, string) T) (out []T) {
	for _, e := range list {
		if known(e.Date) {
			out = append(out, entry(e.Date, e.Word))
		}
	}
	return out
}
