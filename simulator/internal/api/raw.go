package api

import (
	"math"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// raw serves GET /v2/summary/{resource}/{user_id}/raw: the providers'
// own data (vital.md 2.4). Of profiles it returns the newest as one object.
// Profiles and devices take no dates.
func (a *api) raw(resource vital.ResourceID) endpoint[vital.Payload] {
	return func(t *team.Team, c *rest.Call) (vital.Payload, error) { return a.rawOf(t, c, resource) }
}

func (a *api) rawOf(t *team.Team, c *rest.Call, resource vital.ResourceID) (vital.Payload, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return nil, err
	}
	query, err := c.Query()
	if err != nil {
		return nil, err
	}
	all := world.Span{From: math.MinInt64, To: math.MaxInt64}
	if resource != vital.ResourceProfile && resource != vital.ResourceDevice {
		s, err := readSpan(query, false, t.Now())
		if err != nil {
			return nil, err
		}
		all = world.Span{From: s.ceilUnix(), To: s.to.Unix()}
	}
	records, err := t.World.Raw(id, resource, query.Get("provider"), all)
	if err != nil {
		return nil, err
	}
	key := resource.Row().Path
	if resource != vital.ResourceProfile {
		return list{key, records}, nil
	}
	if len(records) == 0 {
		return nil, apierror.NotFound("Not found").WithHint("no provider has sent a profile of the user that is passed on raw")
	}
	return member{key, records[0]}, nil
}

// A member is an object with one key.
type member struct {
	key   string
	value vital.Payload
}

// AppendJSON appends the object.
func (m member) AppendJSON(b []byte) []byte {
	b = append(append(append(b, `{"`...), m.key...), `":`...)
	return append(m.value.AppendJSON(b), '}')
}
