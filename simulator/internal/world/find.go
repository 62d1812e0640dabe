package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// find returns the target of a command about a readable record or sample, and its
// connection. The provider may be "" if only one connection supplies the resource.
func (u *user) find(slug string, resource vital.ResourceID, ref RecordRef) (*connection, target, error) {
	found := target{Resource: resource}
	c, v, err := u.covering(slug, resource)
	if err != nil {
		return nil, found, err
	}
	lens := c.lens(u)
	if series, ok := lens.Series(resource); ok {
		err = c.findSample(&lens, v, series, ref, &found)
	} else {
		summary, _ := lens.Summary(resource)
		err = c.findRecord(&lens, v, summary, ref, &found)
	}
	return c, found, err
}

// covering returns the user's only connection that covers the resource.
func (u *user) covering(slug string, resource vital.ResourceID) (found *connection, v *cover, err error) {
	for _, c := range u.Connections {
		covered, ok := c.cover(resource)
		if !ok || slug != "" && c.profile.Slug != slug {
			continue
		}
		if found != nil {
			return nil, nil, errors.New("several connections supply it; name the provider")
		}
		found, v = c, covered
	}
	if found == nil {
		return nil, nil, errors.New("no connection of the user supplies it")
	}
	return found, v, nil
}

func (c *connection) findRecord(lens *view.Lens, v *cover, s view.Summary, ref RecordRef, found *target) error {
	if !ref.At.IsZero() {
		return errors.New("records are named by their date, YYYY-MM-DD, or latest")
	}
	newest := lens.Persona.DateAt(c.newestPast()) + s.Ahead
	for day := newest; day >= c.oldest(v); day-- {
		if ref.Date.Valid && day != ref.Date.V {
			continue
		}
		asOf := c.asOf(v, day, c.LastSync)
		if records := c.revised(lens, v, s, day, asOf, nil); asOf > 0 && len(records) > 0 {
			last := slices.MaxFunc(records, func(a, b revised) int { return cmp.Compare(a.Rank(), b.Rank()) })
			found.Day, found.Ordinal = day, last.Ordinal
			return nil
		}
	}
	if ref.Date.Valid {
		return fmt.Errorf("there is no record of %s that clients can read; advance the clock past its sync first", ref.Date.V)
	}
	return errors.New("there is no record that clients can read; advance the clock past a sync first")
}

// findSample searches the sources of a series in order.
func (c *connection) findSample(lens *view.Lens, v *cover, s view.Series, ref RecordRef, found *target) error {
	for found.Source = range s.Count() {
		if c.findSampleOf(lens, v, s, ref, found); found.Micros != 0 {
			return nil
		}
	}
	return errors.New("no such sample is readable; advance the clock past a sync first, or name another instant")
}

func (c *connection) findSampleOf(lens *view.Lens, v *cover, s view.Series, ref RecordRef, found *target) {
	newest := lens.Persona.DateAt(c.newestPast())
	for day := newest; day >= c.oldest(v) && found.Micros == 0; day-- {
		if ref.Date.Valid && day != ref.Date.V || !ref.At.IsZero() && day != c.dateOf(lens, ref.At) {
			continue
		}
		asOf := c.asOf(v, day, c.LastSync)
		c.points(lens, v, s, found.Source, day, 0, lens.Cutoff(v.Resource, found.Source, asOf), asOf, func(p view.Point) {
			if ref.At.IsZero() || p.Micros() == ref.At.UnixMicro() {
				found.Day, found.Micros = day, p.Micros()
			}
		})
	}
}

// dateOf returns the local date of a timestamp; in floating time, the date that
// the timestamp shows.
func (c *connection) dateOf(lens *view.Lens, at time.Time) vital.Date {
	if c.profile.FloatingTime {
		return vital.DateOf(at.UTC())
	}
	return lens.Persona.DateAt(at.Unix())
}
