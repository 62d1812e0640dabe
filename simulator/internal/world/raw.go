package world

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Span is what a request wants: from <= timestamp <= to, unix seconds.
type Span struct{ From, To int64 }

// Raw is what the providers themselves have sent of a resource, one of
// vital.RawResources, the newest first: of demo connections nothing, as at
// Vital, of others what files tell. Where a connection has the resource and no
// file tells, it is not simulated. Profiles and devices have no time.
func (w *World) Raw(id vital.ID, resource, slug string, span Span) ([]vital.Payload, error) {
	s, err := w.snapshot(id)
	if err != nil {
		return nil, err
	}
	var found []vital.RawRecord
	for _, c := range s.connections {
		if slug != "" && c.profile.Slug != slug {
			continue
		}
		records, err := c.raw(s.user, resource, span)
		if err != nil {
			return nil, err
		}
		found = append(found, records...)
	}
	slices.SortStableFunc(found, func(a, b vital.RawRecord) int { return b.Timestamp.Compare(a.Timestamp) })
	out := make([]vital.Payload, len(found))
	for i, r := range found {
		out[i] = r
	}
	return out, nil
}

// raw is what clients can read of what the connection's provider has sent.
func (c *connection) raw(u *user, resource string, span Span) (found []vital.RawRecord, err error) {
	v, covered := c.cover(resourceID(resource))
	if resource == "devices" {
		v, covered = nil, true
	}
	lens := c.lens(u)
	revs, told := lens.Raw(resource)
	switch {
	case !covered || c.Demo && !told:
		return nil, nil
	case !told:
		return nil, vital.NotSimulated("raw "+resource+" of "+c.profile.Slug).
			WithHint("what a provider sends is its own; a fixture brings it in raw/%s.json", resource)
	}
	for _, r := range revs {
		timed := resource != "profile" && resource != "devices"
		if unix := r.Record.Timestamp.Unix(); timed && (unix < span.From || unix > span.To) {
			continue
		}
		if asOf := c.rawAsOf(v, r, timed); asOf == 0 || timed && r.First > asOf {
			continue
		}
		found = append(found, c.stampedRaw(u, r.Record))
	}
	return found, nil
}

// rawAsOf is as of when a raw record is readable: with what Vital makes of it.
func (c *connection) rawAsOf(v *cover, r view.RawRev, timed bool) int64 {
	switch {
	case v == nil: // devices are there with the first sync
		return c.LastSync
	case !timed:
		return c.asOf(v, v.LiveFrom, c.LastSync)
	}
	return c.asOf(v, r.Date, c.LastSync)
}

// stampedRaw is a raw record with the user's ids.
func (c *connection) stampedRaw(u *user, r vital.RawRecord) vital.RawRecord {
	known := c.knownID(u)
	r.UserID, r.ID = u.id, known(r.ID)
	if r.SourceDeviceID.Valid {
		r.SourceDeviceID.V = known(r.SourceDeviceID.V)
	}
	return r
}
