package world

import (
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A Span is the range of a request: from <= timestamp <= to, in unix seconds.
type Span struct{ From, To int64 }

// Raw returns the providers' own data of a resource, newest first. Demo connections have none, as at Vital; the data of others come
// from files. If a connection has the resource but no file of it, Raw returns an
// error that the data are not simulated. Profiles and devices have no time.
func (w *World) Raw(id vital.ID, resource vital.ResourceID, slug string, span Span) ([]vital.Payload, error) {
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

// raw returns the readable part of the provider's own data.
func (c *connection) raw(u *user, resource vital.ResourceID, span Span) (found []vital.RawRecord, err error) {
	v, covered := c.cover(resource)
	if resource == vital.ResourceDevice {
		v, covered = nil, true
	}
	var revs []fixture.RawRecord
	told := false
	if c.recording != nil {
		revs, told = c.recording.Raw(resource)
	}
	switch {
	case !covered || c.Demo && !told:
		return nil, nil
	case !told:
		path := resource.Row().Path
		return nil, apierror.NotSimulated("raw "+path+" of "+c.profile.Slug).
			WithHint("what a provider sends is its own; a fixture brings it in raw/%s.json", path)
	}
	for _, r := range revs {
		timed := resource != vital.ResourceProfile && resource != vital.ResourceDevice
		if unix := r.Timestamp.Unix(); timed && (unix < span.From || unix > span.To) {
			continue
		}
		if asOf := c.rawAsOf(v, r, timed); asOf == 0 || timed && r.First() > asOf {
			continue
		}
		found = append(found, c.stampedRaw(u, r.RawRecord))
	}
	return found, nil
}

// rawAsOf returns the instant as of which raw data of a day is readable, which is
// that of the record made from it.
func (c *connection) rawAsOf(v *cover, r fixture.RawRecord, timed bool) int64 {
	switch {
	case v == nil: // devices are there with the first sync
		return c.LastSync
	case !timed:
		return c.asOf(v, v.LiveFrom, c.LastSync)
	}
	return c.asOf(v, r.Day, c.LastSync)
}

// stampedRaw returns a raw record with the user's ids.
func (c *connection) stampedRaw(u *user, r vital.RawRecord) vital.RawRecord {
	known := c.knownID(u)
	r.UserID, r.ID = u.id, known(r.ID)
	if r.SourceDeviceID.Valid {
		r.SourceDeviceID.V = known(r.SourceDeviceID.V)
	}
	return r
}
