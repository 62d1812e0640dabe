package world

import (
	"cmp"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Hypnogram returns the deprecated timeseries of the stages of sleep, from the
// readable sleep cycles, by source in the order of linking.
func (w *World) Hypnogram(id vital.ID, slug string) ([]Group, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	var groups []Group
	s.covering(vital.ResourceSleepCycle, slug, func(c *connection, v *cover) {
		for _, from := range c.cycleSources(s.user, v) {
			shown := from
			shown.AppID = vital.Null[string]{} // of records alone (vital.md 7.8)
			groups = append(groups, Group{Source: shown, Each: func(lo, hi int64, yield func(view.Point) bool) {
				c.stages(s.user, v, from, lo, hi, yield)
			}})
		}
	})
	return groups, nil
}

// eachCycle yields the sleep cycles that clients can read of the days in
// [from, to], in order, until yield returns false.
func (c *connection) eachCycle(u *user, v *cover, from, to vital.Date, yield func(*view.Lens, *vital.SleepCycle) bool) {
	lens := c.lens(u)
	summary, _ := lens.Summary(vital.ResourceSleepCycle)
	for day := max(from, c.oldest(v)); day <= min(to, u.persona.DateAt(c.newestPast())); day++ {
		asOf := c.asOf(v, day, c.LastSync)
		if asOf == 0 {
			continue
		}
		for _, r := range c.revised(&lens, v, summary, day, asOf, nil) {
			if !yield(&lens, c.record(u, &lens, v, summary, r).(*vital.SleepCycle)) {
				return
			}
		}
	}
}

// cycleSources returns the distinct sources of all cycles. Generated cycles have
// one.
func (c *connection) cycleSources(u *user, v *cover) (sources []vital.Source) {
	c.eachCycle(u, v, 0, u.persona.DateAt(c.newestPast()), func(lens *view.Lens, cycle *vital.SleepCycle) bool {
		if !slices.Contains(sources, cycle.Source) {
			sources = append(sources, cycle.Source)
		}
		return lens.Recorded(vital.ResourceSleepCycle)
	})
	return sources
}

// stages yields the stages of a source's cycles that begin in [lo, hi]. If two
// cycles overlap, it yields each instant once.
func (c *connection) stages(u *user, v *cover, from vital.Source, lo, hi int64, yield func(view.Point) bool) {
	var points []view.Point
	first := u.persona.DateAt(max(lo, u.persona.DayStart(c.oldest(v)))) - 1
	last := u.persona.DateAt(min(hi, c.newestPast())) + 2 // a night belongs to the day of waking
	c.eachCycle(u, v, first, last, func(lens *view.Lens, cycle *vital.SleepCycle) bool {
		if cycle.Source != from {
			return true
		}
		zone := zoneOf(lens, cycle)
		for i := range min(len(cycle.StageType), len(cycle.StageStartOffsetSecond), len(cycle.StageEndOffsetSecond)) {
			begin, end := cycle.StageStartOffsetSecond[i], cycle.StageEndOffsetSecond[i]
			at := cycle.SessionStart.Add(time.Duration(begin) * time.Second)
			p := view.Point{Unix: at.Unix(), Duration: int32(max(end-begin, 0)), Value: vital.Whole(int64(cycle.StageType[i]))}
			if zone != nil {
				_, offset := at.In(zone).Zone()
				p.Offset = vital.Val(offset)
			}
			if p.Unix >= lo && p.Unix <= hi {
				points = append(points, p)
			}
		}
		return true
	})
	slices.SortStableFunc(points, func(a, b view.Point) int { return cmp.Compare(a.Unix, b.Unix) })
	for i, p := range points {
		if i+1 < len(points) && points[i+1].Unix == p.Unix {
			continue // the last one counts, as with all samples (vital.md 5.1)
		}
		if !yield(p) {
			return
		}
	}
}

// zoneOf returns the zone of a cycle: the one it names, or the person's if the
// cycle is generated; nil if it is unknown.
func zoneOf(lens *view.Lens, cycle *vital.SleepCycle) *time.Location {
	if cycle.TimeZone.Valid {
		if zone, err := time.LoadLocation(cycle.TimeZone.V); err == nil {
			return zone
		}
	}
	if lens.Profile.FloatingTime || lens.Recorded(vital.ResourceSleepCycle) {
		return nil
	}
	return lens.Persona.Location
}
