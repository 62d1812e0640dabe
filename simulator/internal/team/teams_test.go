package team_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		key    string
		listed []string
		wrong  string // in the error
	}{
		{key: ownKey},
		{key: otherKey},
		{key: ownKey, listed: []string{"sk_us_listed"}},
		{key: "sk_us_listed", listed: []string{"sk_us_listed"}},
		{key: otherKey, listed: []string{"sk_us_listed"}, wrong: "not listed"},
		{key: "pk_us_live", wrong: "production key"},
		{key: "sk_us_", wrong: "sandbox keys begin with"},
		{key: "", wrong: "sandbox keys begin with"},
	} {
		ts := newTeams(t, tt.listed...)
		opened, err := ts.Open(tt.key)
		if tt.wrong != "" {
			if err == nil || !strings.Contains(team.Explained(err).Error(), tt.wrong) {
				t.Errorf("%q opens with %v, want %q", tt.key, err, tt.wrong)
			}
			continue
		}
		if err != nil {
			t.Errorf("open %q: %v", tt.key, err)
			continue
		}
		if again, _ := ts.Open(tt.key); again != opened || opened.Key != tt.key {
			t.Errorf("%q opens %q, then another team", tt.key, opened.Key)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	id := func(key string) vital.ID { return open(t, newTeams(t), key).World.Team() }
	ts := newTeams(t, "sk_us_listed")
	for _, key := range []string{ownKey, "sk_us_listed"} { // not opened yet
		if found := ts.Find(id(key)); found == nil || found.Key != key {
			t.Errorf("the id of %s finds %v", key, found)
		}
	}
	for _, unknown := range []vital.ID{{}, id(otherKey)} {
		if found := ts.Find(unknown); found != nil {
			t.Errorf("%v finds the team of %s", unknown, found.Key)
		}
	}
	var keys []string
	for _, opened := range ts.All() {
		keys = append(keys, opened.Key)
	}
	if want := []string{"sk_us_listed", ownKey}; !slices.Equal(keys, want) {
		t.Errorf("teams %v, want %v", keys, want)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		reset      func(*team.Teams) error
		own, other bool   // start over
		wrong      string // in the error
	}{
		{name: "own", reset: func(ts *team.Teams) error { return ts.Reset("") }, own: true},
		{name: "other", reset: func(ts *team.Teams) error { return ts.Reset(otherKey) }, other: true},
		{name: "all", reset: func(ts *team.Teams) error { ts.ResetAll(); return nil }, own: true, other: true},
		{name: "refused", reset: func(ts *team.Teams) error { return ts.Reset("pk_us_live") }, wrong: "invalid token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ts := newTeams(t)
			before := map[string]*team.Team{}
			for _, key := range []string{ownKey, otherKey} {
				before[key] = open(t, ts, key)
				newUser(t, before[key])
			}
			if err := tt.reset(ts); (err != nil) != (tt.wrong != "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("error %v, want %q", err, tt.wrong)
			}
			for key, over := range map[string]bool{ownKey: tt.own, otherKey: tt.other} {
				old, now := before[key], open(t, ts, key)
				if found := ts.Find(old.World.Team()); found != now {
					t.Errorf("the id of %s finds another team", key)
				}
				switch users := now.World.Users(0, 1).Total; {
				case !over:
					if now != old || users != 1 {
						t.Errorf("%s starts over with %d users", key, users)
					}
				case now == old || users != 0 || !now.Now().Equal(clock.Epoch):
					t.Errorf("%s has %d users at %v", key, users, now.Now())
				case now.World.Team() != old.World.Team() || now.RunID() == old.RunID():
					t.Errorf("%s has id %v after %v, run %s after %s", key, now.World.Team(), old.World.Team(), now.RunID(), old.RunID())
				}
			}
		})
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	ts := newTeams(t)
	own := open(t, ts, ownKey)
	user := newUser(t, own, "oura")
	slept := len(sleeps(t, own, user))
	ts.Close()
	for name, open := range map[string]func() error{
		"open":  func() error { _, err := ts.Open(otherKey); return err },
		"own":   func() error { _, err := ts.Own(); return err },
		"reset": func() error { return ts.Reset("") },
	} {
		if err := open(); !errors.Is(err, team.ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
	if last := ts.Last(); last != own || len(sleeps(t, last, user)) != slept {
		t.Error("a closed team cannot be read")
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	ts := newTeams(t)
	own := open(t, ts, ownKey)
	user := newUser(t, own, "oura")
	var saved bytes.Buffer
	if err := own.Snapshot(t.Context(), &saved); err != nil {
		t.Fatal(err)
	}
	at, events := own.Now(), sent(t, own)
	if err := ts.Restore(otherKey, bytes.NewReader(saved.Bytes())); !errors.Is(err, team.ErrInUse) {
		t.Errorf("restored a second time at once: %v", err)
	}
	if err := own.Disconnect(t.Context(), team.Disconnect{User: user, Provider: "oura"}); err != nil {
		t.Fatal(err)
	}
	if err := ts.Restore("", bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	restored := open(t, ts, ownKey)
	if got := connections(t, restored, user); got["oura"] != "connected" {
		t.Errorf("connections %v", got)
	}
	if got := sent(t, restored); !restored.Now().Equal(at) || !slices.Equal(got, events) {
		t.Errorf("%d events at %v, want %d at %v", len(got), restored.Now(), len(events), at)
	}
	if err := ts.Restore("", strings.NewReader("{}")); err == nil || open(t, ts, ownKey) != restored {
		t.Errorf("a file that is no snapshot: %v", err)
	}
}
