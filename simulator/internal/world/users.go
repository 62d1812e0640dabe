package world

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// NewUser describes a user to create (vital.md 2.1). Persona and Zone are additions
// of the simulator: an archetype and the zone in which the person lives.
type NewUser struct {
	ClientUserID      string                 `json:"client_user_id"`
	FallbackTimeZone  string                 `json:"fallback_time_zone,omitempty"` // IANA; "" for none
	FallbackBirthDate vital.Null[vital.Date] `json:"fallback_birth_date"`
	IngestionStart    vital.Null[vital.Date] `json:"ingestion_start"`
	IngestionEnd      vital.Null[vital.Date] `json:"ingestion_end"`

	Persona string `json:"persona,omitempty"` // a shipped one, or "" for anybody
	// Archetype is a persona from a file; nil if Persona names one.
	Archetype *body.Archetype `json:"-"`
	Zone      string          `json:"zone,omitempty"` // "" means the fixture's zone, the fallback zone, or one drawn for the person
	// Fixture has the recorded data of the user's connections that bring no other
	// fixture; nil if everything is generated.
	Fixture *fixture.Folder `json:"-"`
}

// CreateUser adds a user. If the client_user_id is taken, the error is a conflict
// that names its user.
func (w *World) CreateUser(now time.Time, n NewUser) (vital.User, error) {
	if n.Zone == "" && n.Fixture != nil {
		n.Zone = n.Fixture.Zone
	}
	if n.Zone == "" {
		n.Zone = n.FallbackTimeZone
	}
	persona, err := w.persona(n)
	if err != nil {
		return vital.User{}, fmt.Errorf("create user %s: %w", n.ClientUserID, err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if u, taken := w.byClient[n.ClientUserID]; taken {
		return vital.User{}, apierror.ClientUserIDConflict(u.id, time.Unix(u.CreatedOn, 0).UTC())
	}
	u := w.newUser(n, persona, w.created[n.ClientUserID])
	w.created[n.ClientUserID]++
	u.CreatedOn = now.Unix()
	w.add(u)
	return w.wireUser(u), nil
}

// persona returns the persona of a user in the zone.
func (w *World) persona(n NewUser) (*body.Persona, error) {
	archetype, err := n.Archetype, error(nil)
	if archetype == nil {
		if archetype, err = body.Named(n.Persona); err != nil {
			return nil, err
		}
	}
	return archetype.Draw(w.userValues(n.ClientUserID).Child("persona"), n.Zone)
}

func (w *World) userValues(clientUserID string) seed.Seed {
	return w.values.Child("user", clientUserID)
}

// newUser returns a user without connections. The ordinal is the number of users
// with the same client_user_id before, so that each gets ids of its own.
func (w *World) newUser(n NewUser, persona *body.Persona, ordinal int) *user {
	ids := w.ids.Child("user", w.salt, n.ClientUserID, strconv.Itoa(ordinal))
	g := given{NewUser: n}
	if n.Archetype != nil {
		g.PersonaText = n.Archetype.Text()
	}
	if n.Fixture != nil {
		g.FixtureSum = n.Fixture.Sum()
	}
	return &user{
		id: newID(ids), tag: uint64(ids.Child("tag")) & (1<<tagBits - 1), ClientUserID: n.ClientUserID, Ordinal: ordinal,
		Given: g, seed: w.userValues(n.ClientUserID), ids: ids, scramble: w.scramble, persona: persona, cache: w.cache,
	}
}

// add adds a user; w.mu is held.
func (w *World) add(u *user) {
	w.users[u.id], w.byTag[u.tag] = u, u
	if u.DeletedAt == 0 {
		w.byClient[u.ClientUserID] = u
	}
	u.index = len(w.order)
	w.order = append(w.order, u)
}

// User returns the user with the id.
func (w *World) User(id vital.ID) (vital.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil && u != nil {
		return vital.User{}, apierror.NotFound("You have scheduled this user for deletion.")
	}
	if err != nil {
		return vital.User{}, err
	}
	return w.wireUser(u), nil
}

// Resolve returns the user with the client_user_id.
func (w *World) Resolve(clientUserID string) (vital.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.byClient[clientUserID]
	if !ok {
		return vital.User{}, apierror.NotFound("User not found")
	}
	return w.wireUser(u), nil
}

// HasHad reports whether there is a user with a client_user_id or a user id, or was
// one that was deleted.
func (w *World) HasHad(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.created[name] > 0 {
		return true
	}
	return slices.ContainsFunc(w.order, func(u *user) bool { return u.ClientUserID == name || u.id.String() == name })
}

// wireUser returns the user as clients see it; w.mu is held.
func (w *World) wireUser(u *user) vital.User {
	created := time.Unix(u.CreatedOn, 0).UTC()
	out := vital.User{
		UserID: u.id, TeamID: w.team, ClientUserID: u.ClientUserID, CreatedOn: created,
		ConnectedSources: []vital.ConnectedSource{},
		IngestionStart:   u.Given.IngestionStart, IngestionEnd: u.Given.IngestionEnd,
	}
	if zone := u.Given.FallbackTimeZone; zone != "" {
		out.FallbackTimeZone = vital.Val(vital.FallbackTimeZone{ID: zone, SourceSlug: "manual", UpdatedAt: created})
	}
	if born := u.Given.FallbackBirthDate; born.Valid {
		out.FallbackBirthDate = vital.Val(vital.FallbackBirthDate{Value: born.V, SourceSlug: "manual", UpdatedAt: created})
	}
	for _, c := range u.Connections {
		if c.listed() {
			source := vital.ConnectedSource{Provider: c.profile.Wire(), CreatedOn: c.createdOn()}
			out.ConnectedSources = append(out.ConnectedSources, source)
		}
	}
	return out
}

// createdOn returns when the present link was made.
func (c *connection) createdOn() time.Time {
	return time.Unix(c.Sessions[len(c.Sessions)-1].From, 0).UTC()
}
