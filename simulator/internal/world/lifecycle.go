package world

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// grace is the simulated time within which a deleted user can be restored
// (vital.md 7.1).
const grace = 7 * 24 * 3600

// live returns the user with the id. For a deleted user it returns both the user
// and an error. w.mu is held.
func (w *World) live(id vital.ID) (*user, error) {
	u, ok := w.users[id]
	if !ok {
		return nil, apierror.NotFound("Not found")
	}
	if u.DeletedAt != 0 {
		return u, apierror.NotFound("Not found")
	}
	return u, nil
}

// changeable returns the user with the id, for a command that changes the user.
func (w *World) changeable(id vital.ID) (*user, error) {
	switch u, err := w.live(id); {
	case err == nil:
		return u, nil
	case u != nil:
		return nil, apierror.NotFound("The user has been scheduled for deletion as per your previous request")
	}
	return nil, apierror.NotFound("The user does not or no longer exists in this team")
}

// Users returns a page of the team's users, newest first (vital.md 2.1).
func (w *World) Users(offset, limit int) vital.PaginatedUsers {
	w.mu.Lock()
	defer w.mu.Unlock()
	page := vital.PaginatedUsers{Users: []vital.User{}, Offset: offset, Limit: limit}
	for i := len(w.order) - 1; i >= 0; i-- {
		u := w.order[i]
		if u.DeletedAt != 0 {
			continue
		}
		if page.Total >= offset && len(page.Users) < limit {
			page.Users = append(page.Users, w.wireUser(u))
		}
		page.Total++
	}
	return page
}

// A UserPatch holds new values of a user's fields. Only valid fields are changed;
// a valid null clears one.
type UserPatch struct {
	ClientUserID                 vital.Null[string]
	FallbackTimeZone             vital.Null[string] // "" clears
	FallbackBirthDate            vital.Null[vital.Null[vital.Date]]
	IngestionStart, IngestionEnd vital.Null[vital.Null[vital.Date]]
}

// PatchUser changes a user (vital.md 2.1).
func (w *World) PatchUser(id vital.ID, p UserPatch) error {
	if p == (UserPatch{}) {
		return apierror.BadRequest("Nothing to patch")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.changeable(id)
	if err != nil {
		return err
	}
	if name := p.ClientUserID; name.Valid && name.V != u.ClientUserID {
		if _, taken := w.byClient[name.V]; taken {
			return apierror.Conflict("Client user id already exists")
		}
		delete(w.byClient, u.ClientUserID)
		u.ClientUserID = name.V
		w.byClient[u.ClientUserID] = u
	}
	if p.FallbackTimeZone.Valid {
		u.Given.FallbackTimeZone = p.FallbackTimeZone.V
	}
	for _, change := range []struct {
		to   vital.Null[vital.Null[vital.Date]]
		what *vital.Null[vital.Date]
	}{
		{p.FallbackBirthDate, &u.Given.FallbackBirthDate}, {p.IngestionStart, &u.Given.IngestionStart}, {p.IngestionEnd, &u.Given.IngestionEnd},
	} {
		if change.to.Valid {
			*change.what = change.to.V
		}
	}
	return nil
}

// DeleteUser hides a user, ends the user's links and frees the client_user_id.
// Events that are already queued are still delivered.
func (w *World) DeleteUser(now time.Time, id vital.ID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.changeable(id)
	if err != nil {
		return err
	}
	for _, c := range u.Connections {
		if c.listed() {
			u.unlink(c, now.Unix())
		}
	}
	u.DeletedAt = now.Unix()
	delete(w.byClient, u.ClientUserID)
	return nil
}

// UndoDelete restores a user within the grace period, without connections. It
// finds the user by id, or by client_user_id if the id is zero.
func (w *World) UndoDelete(now time.Time, id vital.ID, clientUserID string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := len(w.order) - 1; i >= 0; i-- {
		u := w.order[i]
		named := u.id == id || id == vital.ID{} && u.ClientUserID == clientUserID
		if !named || u.DeletedAt == 0 || now.Unix() > u.DeletedAt+grace {
			continue
		}
		if _, taken := w.byClient[u.ClientUserID]; taken {
			return apierror.Conflict("Client user id already exists")
		}
		u.DeletedAt = 0
		w.byClient[u.ClientUserID] = u
		return nil
	}
	return apierror.NotFound("Not found")
}

// Info returns the patient information of a user.
func (w *World) Info(id vital.ID) (vital.UserInfo, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return vital.UserInfo{}, err
	}
	if u.Info == nil {
		return vital.UserInfo{}, apierror.NotFound("Not found").WithHint("PATCH /v2/user/{user_id}/info sets it")
	}
	return *u.Info, nil
}

// SetInfo replaces the patient information of a user.
func (w *World) SetInfo(id vital.ID, info vital.UserInfo) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil {
		return err
	}
	u.Info = &info
	return nil
}
