package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/wire"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// An Edit corrects a record that clients can already read. It is announced as
// an update with the next sync.
type Edit struct {
	Provider string // "" where only one connection supplies the resource
	Resource vital.ResourceID
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
func CheckField(resource vital.ResourceID, field string, value any) error {
	r := resource.Row()
	if r == nil || r.Kind == vital.Stream {
		return fmt.Errorf("%s cannot be edited", resource)
	}
	if !r.Kind.Timeseries() {
		return fieldError(wire.SetField(r.New(), field, value))
	}
	sample := r.New()
	editable := sampleFields(*r, sample)
	if !slices.Contains(editable, field) {
		return fmt.Errorf("unknown field %q%s; of a sample only %s can be set", field, near.Hint(field, editable), strings.Join(editable, ", "))
	}
	if err := wire.SetField(sample, field, value); err != nil {
		return err
	}
	s := wire.Common(sample)
	switch {
	case field == "type":
		if err := wire.CheckType(r.Name, s.Type); err != nil {
			return fmt.Errorf("set type: %w", err)
		}
	case field == "value":
		if err := wire.CheckValue(*r, s.Value); err != nil {
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
	c, found, err := u.find(e.Provider, e.Resource, e.Record)
	if err != nil {
		return fmt.Errorf("update %s: %w", e.Resource, err)
	}
	made := edit{target: found, At: max(now.Unix(), c.newestPast()+1), Fields: e.Set}
	c = c.clone()
	c.Edits = append(slices.Clip(c.Edits), made)
	if wrong := c.wrongOrder(u, made); len(wrong) > 0 {
		return fmt.Errorf("update %s: %w", e.Resource, wrong[0])
	}
	u.publish(c)
	w.planSync(u, c)
	return nil
}

// wrongOrder returns an error for each end that is before its start in a record that
// was edited.
func (c *connection) wrongOrder(u *user, e edit) []*wire.FieldError {
	lens := c.lens(u)
	v, _ := c.cover(e.Resource) // which the edit has found
	summary, ok := lens.Summary(e.Resource)
	if !ok {
		return nil
	}
	for _, r := range c.revised(&lens, v, summary, e.Day, e.At, nil) {
		if r.Ordinal == e.Ordinal {
			return wire.CheckOrder(c.record(u, &lens, v, summary, r))
		}
	}
	return nil
}
