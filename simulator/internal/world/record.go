package world

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A revised is a record with the times of its revisions, which include edits.
type revised struct {
	view.Rev
	first, last int64
}

// revised appends the records of a day that exist as of the instant and were not
// deleted.
func (c *connection) revised(lens *view.Lens, v *cover, s view.Summary, day vital.Date, asOf int64, out []revised) []revised {
	if v.Resource.Row().Kind == vital.Single && day != v.LiveFrom {
		return out // one record to a connection, anchored on its first day
	}
	var buf [4]view.Rev
	for _, r := range s.Revs(lens, day, asOf, buf[:0]) {
		if c.isDeleted(target{Resource: v.Resource, Day: day, Ordinal: r.Ordinal}) {
			continue
		}
		rec := revised{Rev: r, first: r.First, last: r.Last}
		c.editsOf(v.Resource, func(e edit) {
			if e.Day == day && e.Ordinal == r.Ordinal && e.At <= asOf {
				rec.last = max(rec.last, e.At)
			}
		})
		out = append(out, rec)
	}
	return out
}

// recordID returns the id of a record, which stays the same after a new link.
func (c *connection) recordID(u *user, resource vital.ResourceID, r view.Rev) vital.ID {
	if id, ok := c.keptID(resource, r); ok {
		return id
	}
	return encodeID(u.scramble, c.recordKey(u, resource, r))
}

// stamp returns the part of a record that comes from the state.
func (c *connection) stamp(u *user, v *cover, r revised) view.Stamp {
	return view.Stamp{
		ID: c.recordID(u, v.Resource, r.Rev), UserID: u.id,
		CreatedAt: time.Unix(c.announced(v, r.Date, r.first), 0).UTC(),
		UpdatedAt: time.Unix(c.announced(v, r.Date, r.last), 0).UTC(),
		Edited:    r.last > r.Rev.Last,
		Sibling:   func(resource vital.ResourceID) vital.ID { return c.recordID(u, resource, r.Rev) },
	}
}

// record returns the record as of its last revision, with its edits.
func (c *connection) record(u *user, lens *view.Lens, v *cover, s view.Summary, r revised) vital.Payload {
	record := s.Record(lens, r.Rev, c.stamp(u, v, r))
	c.editsOf(v.Resource, func(e edit) {
		if e.Day == r.Date && e.Ordinal == r.Ordinal && e.At <= r.last {
			applyEdit(record, e.Fields)
		}
	})
	return record
}
