package view

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// cycleReach is longer than any cycle, including one with a skipped period.
const cycleReach = 120

// A tracked cycle is a cycle that the person logs in an app. It is predicted before
// it begins and is the same record afterwards.
type tracked struct {
	body.Cycle
	log       body.CycleLog
	predicted body.Cycle
	moments   []int64 // at which something new was there, in order
	began     int64   // the one at which the period was noted down
}

// tracked returns the cycle that begins on d; nil if none does or the person logs
// none.
func (l *Lens) tracked(d vital.Date) *tracked {
	if !l.Persona.TracksCycle(d) {
		return nil
	}
	c, ok := l.Persona.Cycle(d)
	if !ok || c.Start != d {
		return nil
	}
	key := dayKey{l.Persona, l.Profile.Slug, l.second, d}
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
	for _, e := range t.log.BasalTemperatures {
		if temperature, ok := l.Persona.BasalTemperature(e.Date); ok {
			taken[e.Date] = temperature.At
		}
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

// dates returns the dates with entries other than temperatures.
func (t *tracked) dates() map[vital.Date]bool {
	dates := map[vital.Date]bool{}
	note := func(d vital.Date) bool {
		dates[d] = true
		return true
	}
	t.fill(&vital.MenstrualCycle{}, note)
	return dates
}

// written returns when the person logs a date: in its evening.
func (l *Lens) written(d vital.Date) int64 {
	r := l.seed.Child("diary").At(int64(d)).Stream()
	start, end := l.Persona.DayStart(d), l.Persona.DayStart(d+1)
	return max(start, end-int64(3600+60*r.Int(240)))
}

// menstrualRevs returns the revisions of a cycle: it exists from its prediction on
// and is revised with every upload of new entries until the next cycle has begun.
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

// menstrualRecord returns the cycle as known at r.Last.
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
		m.DetectedDeviations = t.log.Deviations
	}
	t.fill(m, known)
	for _, e := range t.log.BasalTemperatures {
		if temperature, ok := l.Persona.BasalTemperature(e.Date); ok && temperature.At <= r.Last {
			m.BasalBodyTemperature = append(m.BasalBodyTemperature, e)
		}
	}
	return m
}

// fill adds the entries of the dates that are known.
func (t *tracked) fill(m *vital.MenstrualCycle, known func(vital.Date) bool) {
	m.MenstrualFlow = entries(t.log.Flow, func(e vital.MenstrualFlowEntry) bool { return known(e.Date) })
	m.CervicalMucus = entries(t.log.Mucus, func(e vital.CervicalMucusEntry) bool { return known(e.Date) })
	m.Contraceptive = entries(t.log.Contraceptives, func(e vital.ContraceptiveEntry) bool { return known(e.Date) })
	m.OvulationTest = entries(t.log.OvulationTests, func(e vital.OvulationTestEntry) bool { return known(e.Date) })
	m.HomePregnancyTest = entries(t.log.PregnancyTests, func(e vital.HomeTestEntry) bool { return known(e.Date) })
	m.HomeProgesteroneTest = entries(t.log.ProgesteroneTests, func(e vital.HomeTestEntry) bool { return known(e.Date) })
	m.IntermenstrualBleeding = entries(t.log.IntermenstrualBleeding, func(e vital.IntermenstrualBleedingEntry) bool { return known(e.Date) })
	m.SexualActivity = entries(t.log.SexualActivity, func(e vital.SexualActivityEntry) bool { return known(e.Date) })
}

// entries returns the entries to keep in a new list.
func entries[T any](list []T, keep func(T) bool) (out []T) {
	for _, e := range list {
		if keep(e) {
			out = append(out, e)
		}
	}
	return out
}
