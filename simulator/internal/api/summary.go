package api

import (
	"math"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// summary serves GET /v2/summary/{resource}/{user_id} (vital.md 2.4).
func (a *api) summary(t *team.Team, c *rest.Call) (list, error) {
	resource, err := findResource(c.Var("resource"), false)
	if err != nil {
		return list{}, err
	}
	id, err := c.ID("user_id")
	if err != nil {
		return list{}, err
	}
	query, err := c.Query()
	if err != nil {
		return list{}, err
	}
	s, err := readSpan(query, resource.PlainDates, t.Now())
	if err != nil {
		return list{}, err
	}
	from, to := s.dates()
	records, err := t.World.Records(id, resource.ID, query.Get("provider"), from, to)
	return list{resource.Envelope, records}, err
}

// profile serves GET /v2/summary/profile/{user_id}: the only summary without dates
// and without an envelope (vital.md 9.1). If there are several, it returns the
// newest.
func (a *api) profile(t *team.Team, c *rest.Call) (vital.Payload, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return nil, err
	}
	query, err := c.Query()
	if err != nil {
		return nil, err
	}
	records, err := t.World.Records(id, vital.ResourceProfile, query.Get("provider"), 0, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, apierror.NotFound("Not found").WithHint("no provider has sent a profile of the user yet")
	}
	return records[0], nil
}

// findResource returns the resource of a path segment.
func findResource(path string, timeseries bool) (vital.Resource, error) {
	resource, ok := vital.ResourceAt(path, timeseries)
	if timeseries && path == vital.Hypnogram.Path {
		return vital.Hypnogram, nil
	}
	if !ok {
		var known []string
		for _, r := range vital.Resources {
			if r.Kind.Timeseries() == timeseries {
				known = append(known, r.Path)
			}
		}
		return resource, apierror.NotFound("Not Found").WithHint("Vital has no resource %q here%s", path, near.Hint(path, known))
	}
	return resource, nil
}

// A list is {"<envelope>":[…]}.
type list struct {
	envelope string
	items    []vital.Payload
}

// AppendJSON appends the list.
func (l list) AppendJSON(b []byte) []byte {
	b = append(b, `{"`...)
	b = append(b, l.envelope...)
	b = append(b, `":[`...)
	for i, item := range l.items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item.AppendJSON(b)
	}
	return append(b, "]}"...)
}
