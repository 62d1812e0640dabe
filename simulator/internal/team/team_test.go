package team_test

import (
	"math"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const ownKey, otherKey = "sk_us_own", "sk_eu_other"

// newTeams returns teams whose deliveries are accepted. Listed are the keys that open
// a team beside ownKey; without any, each sandbox key does.
func newTeams(t *testing.T, listed ...string) *team.Teams {
	t.Helper()
	return newBackend(t, team.Config{Seed: 7, RunID: "run", ListedKeys: listed, Endpoints: []webhook.Endpoint{{URL: application}}}).Teams
}

func open(t testing.TB, ts *team.Teams, key string) *team.Team {
	t.Helper()
	opened, err := ts.Open(key)
	if err != nil {
		t.Fatalf("open %s: %v", key, err)
	}
	return opened
}

// newUser returns a new user of a team who is connected to providers, and
// whose history has arrived.
func newUser(t *testing.T, in *team.Team, providers ...string) vital.ID {
	t.Helper()
	user, err := in.CreateUser(world.NewUser{ClientUserID: "ada"})
	if err != nil {
		t.Fatal(err)
	}
	for _, provider := range providers {
		c := team.Connect{User: user.UserID, Provider: provider, ConnectOptions: world.ConnectOptions{Days: 3}}
		if err := in.Connect(t.Context(), c); err != nil {
			t.Fatalf("connect %s: %v", provider, err)
		}
	}
	if err := in.Advance(t.Context(), 36*time.Hour); err != nil {
		t.Fatal(err)
	}
	return user.UserID
}

// sent returns the types of the events that a team has attempted to deliver, and
// reports attempts that failed.
func sent(t *testing.T, by *team.Team) (types []string) {
	t.Helper()
	for _, d := range by.Webhooks.Log() {
		types = append(types, d.EventType)
		if d.Status != webhook.Success {
			t.Errorf("%s has status %v, want success", d.EventType, d.Status)
		}
	}
	return types
}

// sleeps returns the sleep records that clients can read of a user, newest first.
func sleeps(t *testing.T, of *team.Team, user vital.ID) []vital.Payload {
	t.Helper()
	found, err := of.World.Records(user, vital.ResourceSleep, "", 0, math.MaxInt32)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// connections returns the status of each connection of a user by its provider.
func connections(t *testing.T, of *team.Team, user vital.ID) map[string]string {
	t.Helper()
	found, err := of.World.Connections(user)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range found {
		out[c.Slug] = c.Status
	}
	return out
}
