package world

import (
	"cmp"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A snapshot is a user's connections at one moment. Published connections do not
// change, so reading a snapshot needs no lock.
type snapshot struct {
	user        *user
	connections []*connection
}

func (w *World) snapshot(id vital.ID) (snapshot, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return snapshot{}, err
	}
	return snapshot{u, u.Connections}, nil
}

// covering yields the connections that cover the resource; slug "" means all.
func (s snapshot) covering(resource vital.ResourceID, slug string, yield func(*connection, *cover)) {
	for _, c := range s.connections {
		if slug != "" && c.profile.Slug != slug {
			continue
		}
		if v, ok := c.cover(resource); ok {
			yield(c, v)
		}
	}
}

// Records returns the records of a summary whose calendar date is in [from, to],
// newest first, exactly as they were last announced. There are none if no
// connection brings the resource.
func (w *World) Records(id vital.ID, resource vital.ResourceID, slug string, from, to vital.Date) ([]vital.Payload, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	type dated struct {
		date   vital.Date
		rank   int
		record vital.Payload
	}
	var found []dated
	s.covering(resource, slug, func(c *connection, v *cover) {
		lens := c.lens(s.user)
		summary, _ := lens.Summary(resource)
		newest := min(to, lens.Persona.DateAt(c.newestPast())+summary.Ahead)
		var buf [4]revised
		for day := newest; day >= max(from, c.oldest(v)); day-- {
			asOf := c.asOf(v, day, c.LastSync)
			if asOf == 0 {
				continue
			}
			for _, r := range c.revised(&lens, v, summary, day, asOf, buf[:0]) {
				found = append(found, dated{day, r.Rank(), c.record(s.user, &lens, v, summary, r)})
			}
		}
	})
	slices.SortStableFunc(found, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.date, a.date), cmp.Compare(b.rank, a.rank))
	})
	out := make([]vital.Payload, len(found))
	for i, f := range found {
		out[i] = f.record
	}
	return out, nil
}

// A Group is the samples of one source, computed as they are yielded. A sample
// that names a workout has the source in its Detail.
type Group struct {
	Source vital.Source
	// Each yields the samples of the seconds from <= timestamp <= to (unix), in
	// order, until yield returns false.
	Each func(from, to int64, yield func(view.Point) bool)
}

// Samples returns the groups of a timeseries, in the order of linking. There are
// none if no connection brings the resource.
func (w *World) Samples(id vital.ID, resource vital.ResourceID, slug string) ([]Group, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	var groups []Group
	s.covering(resource, slug, func(c *connection, v *cover) {
		lens := c.lens(s.user)
		series, _ := lens.Series(resource)
		for source := range series.Count() {
			groups = append(groups, Group{
				Source: series.SourceOf(&lens, source),
				Each: func(from, to int64, yield func(view.Point) bool) {
					c.readable(&lens, v, series, source, from, to, yield)
				},
			})
		}
	})
	return groups, nil
}

// readable yields the samples that clients may read, day by day.
func (c *connection) readable(lens *view.Lens, v *cover, s view.Series, source int, from, to int64, yield func(view.Point) bool) {
	newest := c.newestPast()
	if newest == 0 {
		return
	}
	// Floating time is up to a day off the zone's.
	first := max(lens.Persona.DateAt(max(from, lens.Persona.DayStart(c.oldest(v))))-1, c.oldest(v))
	last := lens.Persona.DateAt(min(to, newest)) + 1
	more := true
	cutoffAsOf, cutoff := int64(0), int64(0)
	for day := first; more && day <= last; day++ {
		asOf := c.asOf(v, day, c.LastSync)
		if asOf == 0 {
			continue
		}
		if asOf != cutoffAsOf {
			cutoffAsOf, cutoff = asOf, lens.Cutoff(v.Resource, source, asOf)
		}
		c.points(lens, v, s, source, day, 0, cutoff, asOf, func(p view.Point) {
			if more && p.Unix >= from && p.Unix <= to {
				more = yield(p)
			}
		})
	}
}
