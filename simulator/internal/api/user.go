package api

import (
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// createUser serves POST /v2/user. It answers 200, not 201 (vital.md 9.4).
func (a *api) createUser(t *team.Team, c *rest.Call) (vital.User, error) {
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return vital.User{}, err
	}
	n := world.NewUser{
		ClientUserID:      b.Required("client_user_id"),
		FallbackTimeZone:  b.Zone("fallback_time_zone"),
		FallbackBirthDate: b.Date("fallback_birth_date"),
		IngestionStart:    b.Date("ingestion_start"),
		IngestionEnd:      b.Date("ingestion_end"),
	}
	if err := b.Err(); err != nil {
		return vital.User{}, err
	}
	return t.World.CreateUser(t.Now(), n)
}

// getUser serves GET /v2/user/{user_id}.
func (a *api) getUser(t *team.Team, c *rest.Call) (vital.User, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return vital.User{}, err
	}
	return t.World.User(id)
}

// resolveUser serves GET /v2/user/resolve/{client_user_id}.
func (a *api) resolveUser(t *team.Team, c *rest.Call) (vital.User, error) {
	return t.World.Resolve(c.Var("client_user_id"))
}

// connectedProviders serves GET /v2/user/providers/{user_id}.
func (a *api) connectedProviders(t *team.Team, c *rest.Call) (list, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return list{}, err
	}
	connected, err := t.World.Connections(id)
	items := make([]vital.Payload, len(connected))
	for i, c := range connected {
		items[i] = c
	}
	return list{"providers", items}, err
}

// refreshUser serves POST /v2/user/refresh/{user_id}: the data arrives at
// once, so the status is 200 and never 202.
func (a *api) refreshUser(t *team.Team, c *rest.Call) (rest.Announcing[vital.RefreshSuccess], error) {
	var none rest.Announcing[vital.RefreshSuccess]
	id, err := c.ID("user_id")
	if err != nil {
		return none, err
	}
	query, err := c.Query()
	if err != nil {
		return none, err
	}
	if s := query.Get("timeout"); s != "" {
		seconds, err := strconv.ParseFloat(s, 64)
		switch {
		case err != nil || seconds != seconds:
			return none, rest.Pydantic.NotNumberText.Refuse("query", "timeout")
		case seconds < 5:
			return none, rest.AtLeast(5).Refuse("query", "timeout")
		case seconds > 60:
			return none, rest.AtMost(60).Refuse("query", "timeout")
		}
	}
	refreshed, changes, err := t.World.Refresh(t.Now(), id)
	if err != nil {
		return none, err
	}
	answer := vital.RefreshSuccess{UserID: id, RefreshedSources: refreshed.Sources, FailedSources: refreshed.Failed}
	return rest.Announcing[vital.RefreshSuccess]{Answer: answer, After: func() { t.Send(changes) }}, nil
}
