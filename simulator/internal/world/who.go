package world

import "github.com/vitalsim/vitalsim/simulator/vital"

// Who returns the client_user_id of a user, also of a deleted one.
func (w *World) Who(id vital.ID) (clientUserID string, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.users[id]
	if !ok {
		return "", false
	}
	return u.ClientUserID, true
}

// Owner returns the user whose record has the id, even if it is not readable yet.
func (w *World) Owner(record vital.ID) (user vital.ID, ok bool) {
	key, ok := decodeID(w.scramble, record)
	if !ok {
		return vital.ID{}, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.byTag[key.user]
	if !ok {
		return vital.ID{}, false
	}
	return u.id, true
}
