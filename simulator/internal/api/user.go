package api

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func (a *api) userRoutes(r *mux.Router) {
	sub := r.PathPrefix("/v2/user").Subrouter()
	sub.Handle("", serve(a, a.createUser)).Methods(http.MethodPost)
	sub.Handle("", serve(a, a.listUsers)).Methods(http.MethodGet)
	sub.Handle("/undo_delete", serve(a, a.undoDelete)).Methods(http.MethodPost)
	sub.Handle("/resolve/{client_user_id}", serve(a, a.resolveUser)).Methods(http.MethodGet)
	sub.Handle("/providers/{user_id}", serve(a, a.connectedProviders)).Methods(http.MethodGet)
	sub.Handle("/refresh/{user_id}", serve(a, a.refreshUser)).Methods(http.MethodPost)
	sub.HandleFunc("/metrics", a.unmatched) // before it is taken for a user_id
	sub.Handle("/{user_id}/device", serve(a, a.devices)).Methods(http.MethodGet)
	sub.Handle("/{user_id}/device/{device_id}", serve(a, a.device)).Methods(http.MethodGet)
	sub.Handle("/{user_id}/info/latest", serve(a, a.info)).Methods(http.MethodGet)
	sub.Handle("/{user_id}/info", serve(a, a.patchInfo)).Methods(http.MethodPatch)
	sub.Handle("/{user_id}/{provider}", serve(a, a.deregister)).Methods(http.MethodDelete)
	sub.Handle("/{user_id}", serve(a, a.getUser)).Methods(http.MethodGet)
	sub.Handle("/{user_id}", serve(a, a.patchUser)).Methods(http.MethodPatch)
	sub.Handle("/{user_id}", serve(a, a.deleteUser)).Methods(http.MethodDelete)
}

// createUser is POST /v2/user. It answers 200, not 201 (contract, trap 4).
func (a *api) createUser(t Team, r *http.Request) (vital.User, error) {
	b, err := readBody(r)
	if err != nil {
		return vital.User{}, err
	}
	n := world.NewUser{
		ClientUserID:      b.text("client_user_id", true),
		FallbackTimeZone:  b.zone("fallback_time_zone"),
		FallbackBirthDate: b.date("fallback_birth_date"),
		IngestionStart:    b.date("ingestion_start"),
		IngestionEnd:      b.date("ingestion_end"),
	}
	if err := b.err(); err != nil {
		return vital.User{}, err
	}
	return t.World.CreateUser(t.Now(), n)
}

// getUser is GET /v2/user/{user_id}.
func (a *api) getUser(t Team, r *http.Request) (vital.User, error) {
	id, err := pathID(r, "user_id")
	if err != nil {
		return vital.User{}, err
	}
	return t.World.User(id)
}

// resolveUser is GET /v2/user/resolve/{client_user_id}.
func (a *api) resolveUser(t Team, r *http.Request) (vital.User, error) {
	return t.World.Resolve(pathText(r, "client_user_id"))
}

// connectedProviders is GET /v2/user/providers/{user_id}.
func (a *api) connectedProviders(t Team, r *http.Request) (list, error) {
	id, err := pathID(r, "user_id")
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

// refreshUser is POST /v2/user/refresh/{user_id}: everything is there at once,
// so the answer is 200 and never 202.
func (a *api) refreshUser(t Team, r *http.Request) (announcing[vital.RefreshSuccess], error) {
	var none announcing[vital.RefreshSuccess]
	id, err := pathID(r, "user_id")
	if err != nil {
		return none, err
	}
	query, err := readQuery(r)
	if err != nil {
		return none, err
	}
	if s := query.Get("timeout"); s != "" {
		if seconds, err := strconv.ParseFloat(s, 64); err != nil || !(seconds >= 5 && seconds <= 60) {
			return none, vital.Invalid("ensure this value is between 5 and 60", "value_error.number", "query", "timeout")
		}
	}
	refreshed, changes, err := t.World.Refresh(t.Now(), id)
	if err != nil {
		return none, err
	}
	answer := vital.RefreshSuccess{UserID: id, RefreshedSources: refreshed.Sources, FailedSources: refreshed.Failed}
	return announcing[vital.RefreshSuccess]{answer, func() { t.Send(changes) }}, nil
}
