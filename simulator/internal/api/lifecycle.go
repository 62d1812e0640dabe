package api

import (
	"net/url"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// listUsers serves GET /v2/user.
func (a *api) listUsers(t *team.Team, c *rest.Call) (vital.PaginatedUsers, error) {
	query, err := c.Query()
	if err != nil {
		return vital.PaginatedUsers{}, err
	}
	offset, err := readInt(query, "offset", 0, 1<<40)
	if err != nil {
		return vital.PaginatedUsers{}, err
	}
	limit, err := readInt(query, "limit", 100, 500)
	if err != nil {
		return vital.PaginatedUsers{}, err
	}
	return t.World.Users(offset, limit), nil
}

// readInt reads a whole number of the query, from 0 to most.
func readInt(query url.Values, name string, fallback, most int) (int, error) {
	text := query.Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, rest.Pydantic.NotIntText.Refuse("query", name)
	}
	if n < 0 {
		return 0, rest.AtLeast(0).Refuse("query", name)
	}
	if n > most {
		return 0, rest.AtMost(most).Refuse("query", name)
	}
	return n, nil
}

// patchUser serves PATCH /v2/user/{user_id}.
func (a *api) patchUser(t *team.Team, c *rest.Call) (rest.Empty, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return rest.Empty{}, err
	}
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return rest.Empty{}, err
	}
	var p world.UserPatch
	if b.Has("client_user_id") {
		p.ClientUserID = vital.Val(b.Required("client_user_id"))
	}
	if b.Has("fallback_time_zone") {
		p.FallbackTimeZone = vital.Val(b.Zone("fallback_time_zone"))
	}
	for name, field := range map[string]*vital.Null[vital.Null[vital.Date]]{
		"fallback_birth_date": &p.FallbackBirthDate, "ingestion_start": &p.IngestionStart, "ingestion_end": &p.IngestionEnd,
	} {
		if b.Has(name) {
			*field = vital.Val(b.Date(name))
		}
	}
	if err := b.Err(); err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, t.World.PatchUser(id, p)
}

// deleteUser serves DELETE /v2/user/{user_id}.
func (a *api) deleteUser(t *team.Team, c *rest.Call) (vital.UserSuccess, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return vital.UserSuccess{}, err
	}
	return vital.UserSuccess{Success: true}, t.World.DeleteUser(t.Now(), id)
}

// undoDelete serves POST /v2/user/undo_delete, with its parameters in the query
// (vital.md 9.4): exactly one of user_id and client_user_id.
func (a *api) undoDelete(t *team.Team, c *rest.Call) (vital.UserSuccess, error) {
	query, err := c.Query()
	if err != nil {
		return vital.UserSuccess{}, err
	}
	if query.Has("user_id") == query.Has("client_user_id") {
		return vital.UserSuccess{}, rest.Invalid("exactly one of user_id and client_user_id is required").Refuse("query")
	}
	var id vital.ID
	if query.Has("user_id") {
		if id, err = rest.ParseID(query.Get("user_id"), "query", "user_id"); err != nil {
			return vital.UserSuccess{}, err
		}
	}
	return vital.UserSuccess{Success: true}, t.World.UndoDelete(t.Now(), id, query.Get("client_user_id"))
}

// deregister serves DELETE /v2/user/{user_id}/{provider}.
func (a *api) deregister(t *team.Team, c *rest.Call) (vital.UserSuccess, error) {
	id, err := c.ID("user_id")
	if err != nil {
		return vital.UserSuccess{}, err
	}
	slug := c.Var("provider")
	if _, known := provider.Find(slug); !known {
		refused := rest.OneOf(provider.Slugs()).Refuse("path", "provider")
		return vital.UserSuccess{}, refused.WithHint("Vital has no provider %q%s", slug, near.Hint(slug, provider.Slugs()))
	}
	return vital.UserSuccess{Success: true}, t.World.Disconnect(t.Now(), id, slug)
}
