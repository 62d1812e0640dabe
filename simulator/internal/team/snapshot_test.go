package team_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestRestoredTeamGoesOn checks that a team and its snapshot, restored in another
// simulator, are alike then and after another day.
func TestRestoredTeamGoesOn(t *testing.T) {
	t.Parallel()
	first := newBackend(t, team.Config{Seed: 7, RunID: "run"}).open("")
	first.connect("ada")
	first.advance(15 * time.Hour)
	first.Behave(team.Behaviour{Answer: http.StatusServiceUnavailable, Times: 3, RetryAfter: 60})
	first.trigger("daily.data.sleep.created")
	first.check(first.RotateSecrets(newer))
	first.RecordRequest(journal.Request{Method: http.MethodGet, Path: "/v2/user", Status: http.StatusOK})
	late, err := fault.Parse("delivery: {duplicate: 1}", fault.Catalog{})
	first.check(err)
	_, err = first.Faults.Add(late)
	first.check(err)
	var file bytes.Buffer
	first.check(first.Snapshot(t.Context(), &file))

	other := newBackend(t, team.Config{Seed: 1, RunID: "another"})
	replaced := other.open("sk_us_restored")
	first.check(other.Restore("sk_us_restored", bytes.NewReader(file.Bytes())))
	second := other.open("sk_us_restored")
	if second.Team == replaced.Team || second.Key != "sk_us_restored" || second.RunID() != "run" || second.Seed() != 7 {
		t.Errorf("the key %s has a team of run %s with seed %d", second.Key, second.RunID(), second.Seed())
	}
	alike := func(when string) {
		t.Helper()
		if a, b := first.timeline(), second.timeline(); !slices.Equal(a, b) {
			t.Errorf("%s: the timelines are %q and %q", when, a, b)
		}
		if a, b := first.Inbox.Received(), second.Inbox.Received(); !slices.EqualFunc(a, b, sameReceived) {
			t.Errorf("%s: the inboxes have %d and %d messages", when, len(a), len(b))
		}
		if a, b := first.Behaviour(), second.Behaviour(); a != b {
			t.Errorf("%s: the inboxes behave as %+v and %+v", when, a, b)
		}
		if a, b := first.Clock(), second.Clock(); a != b {
			t.Errorf("%s: the clocks are %v and %v", when, a, b)
		}
		if a, b := first.Journal.Requests(), second.Journal.Requests(); len(a) != 1 || len(b) != 1 || a[0].Path != b[0].Path {
			t.Errorf("%s: the journals are %v and %v", when, a, b)
		}
		if a, b := first.Faults.Active(), second.Faults.Active(); len(a) != 1 || len(b) != 1 || a[0].Name != b[0].Name {
			t.Errorf("%s: the faults are %v and %v", when, a, b)
		}
	}
	alike("at first")
	first.advance(24 * time.Hour)
	second.advance(24 * time.Hour)
	alike("a day later")
	if first.Behaviour().Answer != team.UsualReply {
		t.Errorf("the inbox still behaves as %+v", first.Behaviour())
	}
}

func sameReceived(a, b webhook.Received) bool { return a.ID == b.ID && bytes.Equal(a.Body, b.Body) }

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	b := newBackend(t, team.Config{ListedKeys: []string{otherKey}})
	own := b.open("")
	var file bytes.Buffer
	own.check(own.Snapshot(t.Context(), &file))
	for _, tt := range []struct {
		name, key, file, want string
	}{
		{"own", "", file.String(), ""},
		{"not listed", "sk_us_any", file.String(), "invalid token: only listed keys open teams here, and this one is not listed"},
		{"empty", "", "", "read snapshot: this is not a snapshot of vitalsim"},
		{"cut off", "", file.String()[:file.Len()/2], "read snapshot: the file is damaged or cut off"},
	} {
		if got := errorText(b.Restore(tt.key, strings.NewReader(tt.file))); !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestSnapshotNeedsAMomentOfRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t, team.Config{Endpoints: []webhook.Endpoint{{URL: application}}})
		own := b.open("")
		b.status.Store(0) // the next message hangs
		own.check(own.StartPlaying(play(t, "- connect: {user: ada, provider: fitbit}\n- advance: 1h\n")))
		synctest.Wait()
		if err := own.Snapshot(t.Context(), &bytes.Buffer{}); !errors.Is(err, team.ErrPlaying) {
			t.Errorf("snapshot during a scenario: %v", err)
		}
		own.StopPlaying()
		b.status.Store(http.StatusNoContent)
		own.check(own.Snapshot(t.Context(), &bytes.Buffer{}))
	})
}
