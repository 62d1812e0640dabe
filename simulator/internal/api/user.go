package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func (a *api) userRoutes(r *mux.Router) {
	sub := r.PathPrefix("/v2/user").Subrouter()
	sub.Handle("", serve(a, a.createUser)).Methods(http.MethodPost)
	sub.Handle("/resolve/{client_user_id}", serve(a, a.resolveUser)).Methods(http.MethodGet)
	sub.Handle("/providers/{user_id}", serve(a, a.connectedProviders)).Methods(http.MethodGet)
	sub.Handle("/refresh/{user_id}", serve(a, a.refreshUser)).Methods(http.MethodPost)
	sub.HandleFunc("/metrics", a.unmatched) // before it is taken for a user_id
	sub.Handle("/{user_id}", serve(a, a.getUser)).Methods(http.MethodGet)
}

// createUser is POST /v2/user. It answers 200, not 201 (contract, trap 4).
func (a *api) createUser(t Team, r *http.Request) (vital.User, error) {
	b, err := readBody(r)
	if err != nil {
		return vital.User{}, err
	}
	n := world.NewUser{
		ClientUserID:      b.text("client_user_id", true),
		FallbackTimeZone:  b.text("fallback_time_zone", false),
		FallbackBirthDate: b.date("fallback_birth_date"),
		IngestionStart:    b.date("ingestion_start"),
		IngestionEnd:      b.date("ingestion_end"),
	}
	if zone := n.FallbackTimeZone; zone != "" {
		if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
			b.refuse("fallback_time_zone", "value is not a valid IANA time zone", "value_error")
		}
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
	sources, changes, err := t.World.Refresh(t.Now(), id)
	if err != nil {
		return none, err
	}
	answer := vital.RefreshSuccess{UserID: id, RefreshedSources: sources}
	return announcing[vital.RefreshSuccess]{answer, func() { t.Send(changes) }}, nil
}

// A body is a JSON object being read field by field; it collects what is wrong
// with it. Unknown fields are ignored, as Vital does.
type body struct {
	fields   map[string]any
	problems []vital.Problem
}

func readBody(r *http.Request) (*body, error) {
	raw, err := io.ReadAll(r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, vital.BadRequest("Request body too large")
	}
	if err != nil {
		return nil, vital.BadRequest("There was an error parsing the body")
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, vital.Invalid("value is not a valid JSON object", "value_error.jsondecode", "body")
	}
	return &body{fields: fields}, nil
}

func (b *body) refuse(name, msg, typ string) {
	b.problems = append(b.problems, vital.Problem{Loc: []any{"body", name}, Msg: msg, Type: typ})
}

func (b *body) err() error {
	if len(b.problems) == 0 {
		return nil
	}
	return vital.InvalidAll(b.problems...)
}

func (b *body) text(name string, required bool) string {
	switch v := b.fields[name].(type) {
	case string:
		if v == "" && required {
			b.refuse(name, "ensure this value has at least 1 characters", "value_error.any_str.min_length")
		}
		return v
	case nil:
		if _, given := b.fields[name]; required && !given {
			b.refuse(name, "field required", "value_error.missing")
		} else if required {
			b.refuse(name, "none is not an allowed value", "type_error.none.not_allowed")
		}
	default:
		b.refuse(name, "str type expected", "type_error.str")
	}
	return ""
}

func (b *body) date(name string) (d vital.Null[vital.Date]) {
	s := b.text(name, false)
	if s == "" {
		return d
	}
	v, err := vital.ParseDate(s)
	if err != nil {
		b.refuse(name, "invalid date format", "value_error.date")
		return d
	}
	return vital.Val(v)
}
