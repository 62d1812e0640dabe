package team_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// notes is a watcher that keeps a line per call.
type notes struct {
	mu    sync.Mutex
	lines []string
}

func (n *notes) add(t *team.Team, format string, args ...any) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := "no team"
	if t != nil {
		key = t.Key
	}
	n.lines = append(n.lines, key+": "+fmt.Sprintf(format, args...))
}

func (n *notes) Attempted(t *team.Team, d webhook.Delivery, a webhook.Attempt) {
	n.add(t, "attempt %d of %s %d, %s", a.Number, d.EventType, a.StatusCode, d.Status)
}

func (n *notes) Served(t *team.Team, q journal.Request) {
	n.add(t, "%s %s %d", q.Method, q.Path, q.Status)
}

func TestWatcherFollowsAllTeams(t *testing.T) {
	t.Parallel()
	seen := &notes{}
	b := newBackend(t, team.Config{Watcher: seen})
	own, other := b.open(""), b.open(otherKey)
	own.Behave(team.Behaviour{Answer: http.StatusInternalServerError, Times: 1})
	own.trigger("daily.data.sleep.created")
	other.trigger("daily.data.activity.created")
	own.advance(time.Minute)
	b.Served(other.Team, journal.Request{Method: http.MethodGet, Path: "/v2/user", Status: http.StatusOK})
	b.Served(nil, journal.Request{Method: http.MethodGet, Path: "/v2/user", Status: http.StatusUnauthorized})
	want := []string{
		"sk_us_own: attempt 1 of daily.data.sleep.created 500, pending",
		"sk_eu_other: attempt 1 of daily.data.activity.created 204, success",
		"sk_us_own: attempt 2 of daily.data.sleep.created 204, success",
		"sk_eu_other: GET /v2/user 200",
		"no team: GET /v2/user 401",
	}
	if !slices.Equal(seen.lines, want) {
		t.Errorf("%q\nwant %q", seen.lines, want)
	}
}

// TestFeedHasTheEndOfAScenario checks that the feed has the end of a scenario before
// anyone sees that it has ended: who stops it, who resets its team, and the next
// scenario. Each round is a chance for the end to come too late.
func TestFeedHasTheEndOfAScenario(t *testing.T) {
	t.Parallel()
	states := func(own *team.Team) (all []string) {
		for _, e := range own.Feed.After(0).Events {
			if e.Type != "scenario" {
				continue
			}
			text, err := json.Marshal(e.Data)
			var event struct{ State string }
			if err = errors.Join(err, json.Unmarshal(text, &event)); err != nil {
				t.Fatal(err)
			}
			all = append(all, event.State)
		}
		return all
	}
	want := []string{"started", "ended", "started", "ended"}
	for range 100 {
		b := newBackend(t, team.Config{})
		own := b.open("")
		own.check(own.StartPlaying(play(t, "- advance: 1h\n")))
		own.StopPlaying()
		if got := states(own.Team); !slices.Equal(got, want[:2]) {
			t.Fatalf("after a stop %q, want %q", got, want[:2])
		}
		own.check(own.StartPlaying(play(t, "- advance: 1h\n")))
		own.check(b.Reset(""))
		if got := states(own.Team); !slices.Equal(got, want) {
			t.Fatalf("after a reset %q, want %q", got, want)
		}
	}
}

func TestSetSpeedRefuses(t *testing.T) {
	t.Parallel()
	b := newBackend(t, team.Config{})
	own := b.open("")
	want := fmt.Sprintf("speed -1: want 0 to %d simulated seconds per second", clock.MaxSpeed)
	if err := own.SetSpeed(-1); errorText(err) != want || own.Speed() != 0 {
		t.Errorf("%v at speed %v, want %s", err, own.Speed(), want)
	}
	b.Close()
	want = "drive clock: its driver is closed; the team has started over or the simulator has ended"
	if err := own.SetSpeed(1); errorText(err) != want {
		t.Errorf("after close: %v, want %s", err, want)
	}
}

// TestAdvanceWaitsForRequests checks that time moves only when the requests that may
// cause events have ended.
func TestAdvanceWaitsForRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		own := newBackend(t, team.Config{}).open("")
		end := own.BeginRequest()
		advanced := make(chan error, 1)
		go func() { advanced <- own.Advance(t.Context(), time.Hour) }()
		synctest.Wait()
		if !own.Now().Equal(clock.Epoch) {
			t.Errorf("the clock shows %v during a request", own.Now())
		}
		end()
		if err := <-advanced; err != nil || own.Now().Sub(clock.Epoch) != time.Hour {
			t.Errorf("%v at %v", err, own.Now())
		}
		defer own.BeginRequest()()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := own.Advance(ctx, time.Hour); errorText(err) != "wait for requests under way: context deadline exceeded" {
			t.Errorf("advance during a request: %v", err)
		}
	})
}

func TestAwait(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		speed float64
		// begin lets something happen that ends after a minute.
		begin func(b *backend, own *simulated)
		done  func(own *team.Team) bool
		want  bool
		took  time.Duration
	}{
		{
			name: "done at once", begin: func(*backend, *simulated) {}, want: true,
			done: func(*team.Team) bool { return true },
		},
		{
			name: "nothing can come", begin: func(*backend, *simulated) {},
			done: func(*team.Team) bool { return false },
		},
		{
			name: "a delivery ends", want: true, took: 15 * time.Second, // its timeout
			begin: func(b *backend, own *simulated) {
				b.status.Store(0)
				ada, ctx := own.user("ada"), context.WithoutCancel(own.t.Context())
				go func() { _, _ = own.Trigger(ctx, team.Trigger{User: ada, EventType: "daily.data.sleep.created"}) }()
				synctest.Wait()
			},
			done: func(own *team.Team) bool { return len(own.Webhooks.Log()[0].Attempts) > 0 },
		},
		{
			name: "a request ends without an event", took: time.Minute,
			begin: func(_ *backend, own *simulated) {
				end := own.BeginRequest()
				go func() { own.check(clock.System.Sleep(own.t.Context(), time.Minute)); end() }()
			},
			done: func(*team.Team) bool { return false },
		},
		{
			name: "time passes", speed: 60, want: true, took: 5100 * time.Millisecond, // the second retry is due after 5m5s; the clock moves in ticks of 20ms
			begin: func(b *backend, own *simulated) {
				b.status.Store(http.StatusInternalServerError)
				own.trigger("daily.data.sleep.created")
			},
			done: func(own *team.Team) bool { return len(own.Webhooks.Log()[0].Attempts) == 3 },
		},
		{
			name: "the context ends", speed: 1, took: time.Hour, begin: func(*backend, *simulated) {},
			done: func(*team.Team) bool { return false },
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := newBackend(t, team.Config{Speed: tt.speed, Endpoints: []webhook.Endpoint{{URL: application}}})
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			tt.begin(b, b.open(""))
			began := clock.System.Now()
			if got := b.Await(ctx, tt.done); got != tt.want {
				t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
			}
			if took := clock.System.Now().Sub(began); took != tt.took {
				t.Errorf("%s: it took %v, want %v", tt.name, took, tt.took)
			}
		})
	}
}

// TestAwaitWithoutATeam checks that a simulator that was closed before its own team
// was opened is asked about no team.
func TestAwaitWithoutATeam(t *testing.T) {
	t.Parallel()
	b := newBackend(t, team.Config{})
	b.Close()
	for _, want := range []bool{true, false} {
		if got := b.Await(t.Context(), func(own *team.Team) bool { return want && own == nil }); got != want {
			t.Errorf("%t, want %t", got, want)
		}
	}
}
