package world

import (
	"fmt"
	"strconv"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// NewUser is what a user is created from (vital.md 2.1). Persona and Zone are
// the simulator's own: an archetype and the zone the person lives in.
type NewUser struct {
	ClientUserID      string                 `json:"client_user_id"`
	FallbackTimeZone  string                 `json:"fallback_time_zone,omitempty"` // IANA; "" for none
	FallbackBirthDate vital.Null[vital.Date] `json:"fallback_birth_date"`
	IngestionStart    vital.Null[vital.Date] `json:"ingestion_start"`
	IngestionEnd      vital.Null[vital.Date] `json:"ingestion_end"`

	Persona string `json:"persona,omitempty"` // a shipped one, or "" for anybody
	// Archetype is the persona where it comes from a file. Nil: Persona names it.
	Archetype *body.Archetype `json:"-"`
	Zone      string          `json:"zone,omitempty"` // "" means the fixture's zone, the fallback zone, or one drawn for the person
	// Fixture is what the user's connections look at if they bring no other, of
	// the providers that it has. Nil: everything is generated.
	Fixture *fixture.Folder `json:"-"`
}

// CreateUser adds a user. A client_user_id that is taken is a conflict that
// names the user who has it.
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
		return vital.User{}, vital.ClientUserIDConflict(u.id, time.Unix(u.CreatedOn, 0).UTC())
	}
	u := w.newUser(n, persona, w.created[n.ClientUserID])
	w.created[n.ClientUserID]++
	u.CreatedOn = now.Unix()
	w.add(u)
	return w.wireUser(u), nil
}

// persona is who a user is, in the zone that was settled on.
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

// newUser is a user who has been created so often before, without a life yet.
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

// add takes a user in; w.mu is held.
func (w *World) add(u *user) {
	w.users[u.id], w.byTag[u.tag] = u, u
	if u.DeletedAt == 0 {
		w.byClient[u.ClientUserID] = u
	}
	u.index = len(w.order)
	w.order = append(w.order, u)
}

// User is the user with the id.
func (w *World) User(id vital.ID) (vital.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := w.live(id)
	if err != nil && u != nil {
		return vital.User{}, vital.NotFound("You have scheduled this user for deletion.")
	}
	if err != nil {
		return vital.User{}, err
	}
	return w.wireUser(u), nil
}

// Resolve is the user with the client_user_id.
func (w *World) Resolve(clientUserID string) (vital.User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, ok := w.byClient[clientUserID]
	if !ok {
		return vital.User{}, vital.NotFound("User not found")
	}
	return w.wireUser(u), nil
}

// wireUser is the user as clients see it; w.mu is held.
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

// createdOn is when the present link was made.
func (c *connection) createdOn() time.Time {
	return time.Unix(c.Sessions[len(c.Sessions)-1].From, 0).UTC()
}
