package team_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// edited returns an edit of the latest record.
func edited(t *testing.T, provider, resource string, set map[string]any) world.Edit {
	t.Helper()
	edit, err := team.NewEdit(provider, resource, "", set)
	if err != nil {
		t.Fatal(err)
	}
	return edit
}

// Each command is given to a user who is connected to Oura and Withings.
func TestCommands(t *testing.T) {
	t.Parallel()
	both := map[string]string{"oura": "connected", "withings": "connected"}
	for _, tt := range []struct {
		name        string
		command     func(context.Context, *team.Team, vital.ID) error
		events      []string          // that the command and the next sync must send
		connections map[string]string // after it; nil for those before it
		sleeps      int               // records that clients can read in addition
	}{
		{name: "connect", events: []string{vital.EventConnectionCreated}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			return in.Connect(ctx, team.Connect{User: user, Provider: "fitbit"})
		}, connections: map[string]string{"oura": "connected", "withings": "connected", "fitbit": "connected"}},
		{name: "sync one", events: []string{"daily.data.activity.updated"}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			return in.Sync(ctx, team.Sync{User: user, Provider: "oura", Upload: true})
		}},
		{name: "sync all", events: []string{"daily.data.activity.updated"}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			return in.Sync(ctx, team.Sync{User: user, Upload: true})
		}},
		{name: "refresh", command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			refreshed, err := in.Refresh(ctx, user)
			if len(refreshed.Sources) == 0 || len(refreshed.Failed) > 0 {
				t.Errorf("refresh reaches %+v", refreshed)
			}
			return err
		}},
		{name: "update", events: []string{"daily.data.sleep.updated"}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			edit := edited(t, "oura", "sleep", map[string]any{"duration": 12345})
			if err := in.Update(ctx, team.Update{User: user, Edit: edit}); err != nil {
				return err
			}
			return in.Sync(ctx, team.Sync{User: user, Provider: "oura"})
		}},
		{name: "delete record", sleeps: -1, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			deletion, err := team.NewDeletion("oura", "sleep", "")
			if err != nil {
				return err
			}
			return in.DeleteRecord(ctx, team.DeleteRecord{User: user, Deletion: deletion})
		}},
		{name: "disconnect", command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			return in.Disconnect(ctx, team.Disconnect{User: user, Provider: "oura"})
		}, connections: map[string]string{"withings": "connected"}},
		{name: "revoke", events: []string{vital.EventConnectionError}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			return in.Revoke(ctx, team.Revoke{User: user, Provider: "oura"})
		}, connections: map[string]string{"oura": "error", "withings": "connected"}},
		{name: "trigger", events: []string{"daily.data.stress_level.created"}, command: func(ctx context.Context, in *team.Team, user vital.ID) error {
			_, err := in.Trigger(ctx, team.Trigger{User: user, EventType: "daily.data.stress_level.created"})
			return err
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := open(t, newTeams(t), ownKey)
			user := newUser(t, in, "oura", "withings")
			if got := connections(t, in, user); !maps.Equal(got, both) {
				t.Fatalf("connections at first: %v", got)
			}
			before, slept := len(sent(t, in)), len(sleeps(t, in, user))
			if err := tt.command(t.Context(), in, user); err != nil {
				t.Fatal(err)
			}
			events := sent(t, in)[before:]
			for _, want := range tt.events {
				if !slices.Contains(events, want) {
					t.Errorf("events %v lack %s", events, want)
				}
			}
			if len(tt.events) == 0 && len(events) > 0 {
				t.Errorf("events %v, want none", events)
			}
			want := tt.connections
			if want == nil {
				want = both
			}
			if got := connections(t, in, user); !maps.Equal(got, want) {
				t.Errorf("connections %v, want %v", got, want)
			}
			if got := len(sleeps(t, in, user)); got != slept+tt.sleeps {
				t.Errorf("%d sleep records after %d, want %+d", got, slept, tt.sleeps)
			}
		})
	}
}

func TestDeleteUser(t *testing.T) {
	t.Parallel()
	in := open(t, newTeams(t), ownKey)
	user := newUser(t, in, "oura")
	if err := in.DeleteUser(user); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ada", user.String()} {
		if found, err := in.User(name); err == nil {
			t.Errorf("user %s is still %+v", name, found)
		}
	}
	before := len(sent(t, in))
	if err := in.Advance(t.Context(), 48*time.Hour); err != nil {
		t.Fatal(err)
	}
	if events := sent(t, in)[before:]; len(events) > 0 {
		t.Errorf("events of a deleted user: %v", events)
	}
}

func TestRefusedCommands(t *testing.T) {
	t.Parallel()
	in := open(t, newTeams(t), ownKey)
	user, nobody := newUser(t, in, "oura"), vital.ID{1}
	edit := edited(t, "", "sleep", map[string]any{"duration": 1})
	before := len(sent(t, in))
	for _, tt := range []struct {
		name    string
		command func(context.Context) error
		want    string // in the error
	}{
		{"connect with a wrong history", func(ctx context.Context) error {
			return in.Connect(ctx, team.Connect{User: user, Provider: "fitbit", ConnectOptions: world.ConnectOptions{Days: -1}})
		}, "want 1 to 365 of each"},
		{"connect nobody", func(ctx context.Context) error { return in.Connect(ctx, team.Connect{User: nobody, Provider: "oura"}) }, "Not found"},
		{"connect to an unknown provider", func(ctx context.Context) error { return in.Connect(ctx, team.Connect{User: user, Provider: "our"}) }, `did you mean "oura"`},
		{"sync nobody", func(ctx context.Context) error { return in.Sync(ctx, team.Sync{User: nobody}) }, "Not found"},
		{"sync without a connection", func(ctx context.Context) error { return in.Sync(ctx, team.Sync{User: user, Provider: "fitbit"}) }, "not connected to fitbit"},
		{"refresh nobody", func(ctx context.Context) error { _, err := in.Refresh(ctx, nobody); return err }, "Not found"},
		{"update for nobody", func(ctx context.Context) error { return in.Update(ctx, team.Update{User: nobody, Edit: edit}) }, "Not found"},
		{"update an unknown field", func(ctx context.Context) error {
			return in.Update(ctx, team.Update{User: user, Edit: edited(t, "", "sleep", map[string]any{"duratoin": 1})})
		}, `did you mean "duration"`},
		{"update what is not supplied", func(ctx context.Context) error {
			return in.Update(ctx, team.Update{User: user, Edit: edited(t, "", "meal", map[string]any{"name": "x"})})
		}, "no connection of the user supplies it"},
		{"delete what is not supplied", func(ctx context.Context) error {
			return in.DeleteRecord(ctx, team.DeleteRecord{User: user, Deletion: world.Deletion{Resource: vital.ResourceMeal}})
		}, "no connection of the user supplies it"},
		{"disconnect without a connection", func(ctx context.Context) error {
			return in.Disconnect(ctx, team.Disconnect{User: user, Provider: "fitbit"})
		}, "not connected to fitbit"},
		{"revoke without a connection", func(ctx context.Context) error {
			return in.Revoke(ctx, team.Revoke{User: user, Provider: "fitbit"})
		}, "not connected to fitbit"},
		{"revoke with an unknown error", func(ctx context.Context) error {
			return in.Revoke(ctx, team.Revoke{User: user, Provider: "oura", ErrorType: "unknwon"})
		}, `did you mean "unknown"`},
		{"trigger an unknown event", func(ctx context.Context) error {
			_, err := in.Trigger(ctx, team.Trigger{User: user, EventType: "daily.data.sleep.creatde"})
			return err
		}, `did you mean "daily.data.sleep.created"`},
		{"trigger what the simulator sends", func(ctx context.Context) error {
			_, err := in.Trigger(ctx, team.Trigger{User: user, EventType: webhook.EventExhausted})
			return err
		}, "is sent by itself"},
		{"trigger data that is no object", func(ctx context.Context) error {
			_, err := in.Trigger(ctx, team.Trigger{User: user, EventType: "daily.data.sleep.created", Data: vital.Raw("1")})
			return err
		}, "data: want an object, have 1"},
		{"delete nobody", func(context.Context) error { return in.DeleteUser(nobody) }, "no longer exists"},
		{"create a user twice", func(context.Context) error { _, err := in.CreateUser(world.NewUser{ClientUserID: "ada"}); return err }, "already exists"},
		{"create a user nowhere", func(context.Context) error {
			_, err := in.CreateUser(world.NewUser{ClientUserID: "eve", Zone: "Mars/Olympus"})
			return err
		}, `unknown time zone "Mars/Olympus"`},
		{"clear an unknown fault", func(context.Context) error { return in.Faults.Clear("no such fault") }, "no such fault"},
		{"resend an unknown message", func(ctx context.Context) error { _, err := in.Resend(ctx, "msg_none", ""); return err }, "msg_none"},
	} {
		switch err := tt.command(t.Context()); {
		case err == nil:
			t.Errorf("%s: no error", tt.name)
		case !strings.Contains(team.Explained(err).Error(), tt.want):
			t.Errorf("%s: %v, want %q in it", tt.name, team.Explained(err), tt.want)
		}
	}
	if events := sent(t, in)[before:]; len(events) > 0 {
		t.Errorf("refused commands send %v", events)
	}
}

func TestParseEdit(t *testing.T) {
	t.Parallel()
	set := map[string]any{"value": 1}
	for _, tt := range []struct {
		resource, record string
		set              map[string]any
		want             world.RecordRef
		wrong            string // in the error
	}{
		{resource: "sleep", record: "", set: set},
		{resource: "sleep", record: "2026-01-06", set: set, want: world.RecordRef{Date: vital.Val(vital.DateOf(clock.Epoch.AddDate(0, 0, 1)))}},
		{resource: "glucose", record: "2026-01-06T07:45:00Z", set: set, want: world.RecordRef{At: time.Date(2026, 1, 6, 7, 45, 0, 0, time.UTC)}},
		{resource: "sleep", record: "yesterday", set: set, wrong: `record "yesterday": want a date`},
		{resource: "sleep", wrong: "nothing to set"},
		{resource: "slep", set: set, wrong: `did you mean "sleep"`},
		{set: set, wrong: "resource: missing"},
	} {
		edit, err := team.NewEdit("oura", tt.resource, tt.record, tt.set)
		switch {
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("edit %q of %q: %v, want %q", tt.record, tt.resource, err, tt.wrong)
		case tt.wrong == "" && err != nil:
			t.Errorf("edit %q of %q: %v", tt.record, tt.resource, err)
		case tt.wrong == "" && edit.Record != tt.want:
			t.Errorf("edit %q of %q names %+v, want %+v", tt.record, tt.resource, edit.Record, tt.want)
		}
	}
}

func TestTwoTeamsAreApart(t *testing.T) {
	t.Parallel()
	ts := newTeams(t)
	one, two := open(t, ts, ownKey), open(t, ts, otherKey)
	user := newUser(t, one, "oura")
	repeat, err := fault.Parse("delivery: {duplicate: 1}", fault.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.Faults.Add(repeat); err != nil {
		t.Fatal(err)
	}
	if got := two.Now(); !got.Equal(clock.Epoch) {
		t.Errorf("the other clock shows %v", got)
	}
	if events := sent(t, two); len(events) > 0 {
		t.Errorf("the other team sends %v", events)
	}
	if page := two.World.Users(0, 10); page.Total != 0 {
		t.Errorf("the other team has %+v", page)
	}
	if err := two.Sync(t.Context(), team.Sync{User: user}); err == nil {
		t.Error("a team syncs a user of another")
	}
	if len(two.Faults.Active()) > 0 {
		t.Error("a fault of one team acts in the other")
	}
	same, err := two.CreateUser(world.NewUser{ClientUserID: "ada"})
	if err != nil || same.UserID == user {
		t.Errorf("the same client_user_id in the other team: %v, %v", same.UserID, err)
	}
	if err := two.DeleteUser(same.UserID); err != nil {
		t.Fatal(err)
	}
	if _, err := one.User("ada"); err != nil {
		t.Errorf("the user is gone with the other team's: %v", err)
	}
}
