package world

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Edit corrects a record that clients can already read. It is announced as
// an update with the next sync.
type Edit struct {
	Provider string // "" where only one connection supplies the resource
	Resource string
	Record   RecordRef
	Set      map[string]any // fields by their key on the wire
}

// A RecordRef selects a record: the newest readable one, the newest of a date,
// or the sample of an instant.
type RecordRef struct {
	Date vital.Null[vital.Date]
	At   time.Time // samples only; zero for none
}

// CheckField returns an error if an edit cannot set the field of a resource to
// the value.
func CheckField(resource, field string, value any) error {
	r, known := vital.ResourceNamed(resource)
	if !known || r.Kind == vital.Stream {
		return fmt.Errorf("%s cannot be edited", resource)
	}
	if !r.Kind.Timeseries() {
		return fieldError(wire.SetField(r.New(), field, value))
	}
	sample := r.New()
	editable := sampleFields(r, sample)
	if !slices.Contains(editable, field) {
		return fmt.Errorf("unknown field %q%s; of a sample only %s can be set", field, near.Hint(field, editable), strings.Join(editable, ", "))
	}
	if err := wire.SetField(sample, field, value); err != nil {
		return err
	}
	s := wire.Common(sample)
	switch {
	case field == "type":
		if err := wire.CheckType(resource, s.Type); err != nil {
			return fmt.Errorf("set type: %w", err)
		}
	case field == "value":
		if err := wire.CheckValue(r, s.Value); err != nil {
			return fmt.Errorf("set value: %w", err)
		}
	}
	return nil
}

// fieldError returns an error for an unknown field, with a suggestion.
func fieldError(err error) error {
	if fe, ok := errors.AsType[*wire.FieldError](err); ok && len(fe.Known) > 0 {
		return fmt.Errorf("unknown field %q%s", fe.Field, near.Hint(fe.Field[strings.LastIndexByte(fe.Field, '.')+1:], fe.Known))
	}
	return err
}

// sampleFields returns the keys of a sample that can be edited: those that do not
// identify it and do not follow from its resource and source.
func sampleFields(r vital.Resource, sample any) []string {
	return slices.DeleteFunc(wire.Fields(sample), func(key string) bool {
		switch key {
		case "timezone_offset", "unit", "timestamp", "start", "end", "grouping":
			return true
		case "type":
			return !r.Typed
		}
		return false
	})
}

// applyEdit sets fields of a record or a sample. CheckField has accepted them.
func applyEdit(record any, fields map[string]any) {
	for name, value := range fields {
		if err := wire.SetField(record, name, value); err != nil {
			panic(fmt.Sprintf("apply an edit that was checked: %v", err))
		}
	}
}

// Update makes an edit. Its time is just after everything that clients may have
// read.
func (w *World) Update(now time.Time, id vital.ID, e Edit) error {
	for field, value := range e.Set {
		if err := CheckField(e.Resource, field, value); err != nil {
			return fmt.Errorf("update %s: %w", e.Resource, err)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return err
	}
	resource := resourceID(e.Resource)
	c, v, err := u.covering(e.Provider, resource)
	if err != nil {
		return fmt.Errorf("update %s: %w", e.Resource, err)
	}
	lens := c.lens(u)
	made := edit{Resource: resource, At: max(now.Unix(), c.newestPast()+1), Fields: e.Set}
	if series, ok := lens.Series(e.Resource); ok {
		err = c.findSample(&lens, v, series, e.Record, &made)
	} else {
		summary, _ := lens.Summary(e.Resource)
		err = c.findRecord(&lens, v, summary, e.Record, &made)
	}
	if err != nil {
		return fmt.Errorf("update %s: %w", e.Resource, err)
	}
	c = c.clone()
	c.Edits = append(slices.Clip(c.Edits), made)
	u.publish(c)
	w.planSync(u, c)
	return nil
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

func (c *connection) findRecord(lens *view.Lens, v *cover, s view.Summary, ref RecordRef, e *edit) error {
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
			e.Day, e.Ordinal = day, last.Ordinal
			return nil
		}
	}
	if ref.Date.Valid {
		return fmt.Errorf("nothing of %s is readable yet", ref.Date.V)
	}
	return errors.New("nothing is readable yet; advance the clock past a sync first")
}

// findSample searches the sources of a series in order.
func (c *connection) findSample(lens *view.Lens, v *cover, s view.Series, ref RecordRef, e *edit) error {
	for e.Source = range s.Count() {
		if c.findSampleOf(lens, v, s, ref, e); e.Micros != 0 {
			return nil
		}
	}
	return errors.New("no such sample is readable; advance the clock past a sync first, or name another instant")
}

func (c *connection) findSampleOf(lens *view.Lens, v *cover, s view.Series, ref RecordRef, e *edit) {
	newest := lens.Persona.DateAt(c.newestPast())
	for day := newest; day >= c.oldest(v) && e.Micros == 0; day-- {
		if ref.Date.Valid && day != ref.Date.V || !ref.At.IsZero() && day != c.dateOf(lens, ref.At) {
			continue
		}
		asOf := c.asOf(v, day, c.LastSync)
		c.points(lens, v, s, e.Source, day, 0, lens.Cutoff(v.Resource.String(), e.Source, asOf), asOf, func(p view.Point) {
			if ref.At.IsZero() || p.Micros() == ref.At.UnixMicro() {
				e.Day, e.Micros = day, p.Micros()
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
