package api

import (
	"encoding/base64"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// bare is an array without an envelope (vital.md 9.2).
type bare[T vital.Payload] []T

// AppendJSON appends the array.
func (items bare[T]) AppendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item.AppendJSON(b)
	}
	return append(b, ']')
}

// providers serves GET /v2/providers: all of Vital's
// providers, simulated or not. The values of its filter source_type are
// undocumented, so it is ignored.
func (a *api) providers(_ *team.Team, _ *rest.Call) (bare[vital.ProviderListing], error) {
	list := bare[vital.ProviderListing]{}
	for _, p := range provider.All() {
		listing := vital.ProviderListing{Name: p.Name, Slug: p.Slug, Description: p.Name, SupportedResources: p.Resources}
		if p.Logo != "" {
			listing.Logo = vital.Val(p.Logo)
		}
		if p.AuthType != "" {
			listing.AuthType = vital.Val(p.AuthType)
		}
		list = append(list, listing)
	}
	return list, nil
}

// devices serves GET /v2/user/{user_id}/device.
func (a *api) devices(t *team.Team, c *rest.Call) (bare[vital.Device], error) {
	id, err := c.ID("user_id")
	if err != nil {
		return nil, err
	}
	return t.World.Devices(id)
}

// device serves GET /v2/user/{user_id}/device/{device_id}.
func (a *api) device(t *team.Team, c *rest.Call) (vital.Device, error) {
	devices, err := a.devices(t, c)
	if err != nil {
		return vital.Device{}, err
	}
	id, err := c.ID("device_id")
	if err != nil {
		return vital.Device{}, err
	}
	for _, d := range devices {
		if d.ID == id {
			return d, nil
		}
	}
	return vital.Device{}, apierror.NotFound("Not found")
}

// introspectResources serves GET /v2/introspect/resources.
func (a *api) introspectResources(t *team.Team, c *rest.Call) (vital.IntrospectedResources, error) {
	f, err := readFilter(c)
	if err != nil {
		return vital.IntrospectedResources{}, err
	}
	data, next := t.World.IntrospectResources(f)
	return vital.IntrospectedResources{Data: data, NextCursor: userCursor(next)}, nil
}

// introspectPulls serves GET /v2/introspect/historical_pull.
func (a *api) introspectPulls(t *team.Team, c *rest.Call) (vital.IntrospectedPulls, error) {
	f, err := readFilter(c)
	if err != nil {
		return vital.IntrospectedPulls{}, err
	}
	data, next := t.World.IntrospectPulls(t.Now(), f)
	return vital.IntrospectedPulls{Data: data, NextCursor: userCursor(next)}, nil
}

// readFilter reads the parameters of an introspection.
func readFilter(c *rest.Call) (f world.Filter, err error) {
	query, err := c.Query()
	if err != nil {
		return f, err
	}
	if f.Limit, err = readInt(query, "user_limit", 50, 1000); err != nil {
		return f, err
	}
	f.Limit = max(f.Limit, 1)
	if s := query.Get("user_id"); s != "" {
		if f.User, err = rest.ParseID(s, "query", "user_id"); err != nil {
			return f, err
		}
	}
	if f.Provider = query.Get("provider"); f.Provider != "" {
		if _, known := provider.Find(f.Provider); !known {
			return f, rest.OneOf(provider.Slugs()).Refuse("query", "provider")
		}
	}
	cursor := query.Get("next_cursor")
	if cursor == "" {
		cursor = query.Get("cursor") // the deprecated alias
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || cursor != "" && len(raw) != len(f.After) {
		return f, rest.Invalid("invalid cursor").Refuse("query", "next_cursor")
	}
	copy(f.After[:], raw)
	return f, nil
}

// userCursor returns the start of the page after a user as an opaque word.
func userCursor(after vital.ID) vital.Null[string] {
	if after == (vital.ID{}) {
		return vital.Null[string]{}
	}
	return vital.Val(base64.RawURLEncoding.EncodeToString(after[:]))
}
