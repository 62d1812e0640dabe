package control_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

// near returns the near misses of an answer as lines.
func near(v map[string]any) (lines []string) {
	for _, n := range v["near"].([]any) {
		m := n.(map[string]any)
		lines = append(lines, fmt.Sprintf("%v of %v: %v", m["what"], m["user"], m["differs"]))
	}
	return lines
}

func TestWaitReturnsNearMisses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam(t)
		for _, m := range []struct {
			eventType, user string
			status          int
			fails           bool // at once, as the endpoint is disabled
		}{
			{"daily.data.steps.created", "ben", 200, false},
			{"daily.data.sleep.updated", "ada", 200, false},
			{"daily.data.sleep.created", "ben", 500, true},
			{"daily.data.sleep.created", "ada", 500, false}, // pending
			{"daily.data.steps.created", "ada", 200, false},
		} {
			one.send(m.eventType, m.user, m.status)
			if m.fails {
				one.disable(true)
				one.disable(false)
			}
			one.advance(time.Millisecond)
		}
		if status, v := one.ask("POST", "/_sim/v1/faults", `{"api":{"name":"brown-out","path":"/v2/summary/*","status":503}}`); status != http.StatusOK {
			t.Fatalf("%d %v", status, v)
		}
		_, v := one.ask("POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.created","user":"ada","timeout":"1s"}`)
		want := []string{
			"daily.data.sleep.created of ada: [answered is not 2xx yet, wanted 2xx]",
			"daily.data.sleep.updated of ada: [event_type is daily.data.sleep.updated, wanted daily.data.sleep.created]",
			"daily.data.sleep.created of ben: [user is ben, wanted ada answered is failed, wanted 2xx]",
			"daily.data.steps.created of ada: [event_type is daily.data.steps.created, wanted daily.data.sleep.created]",
			"daily.data.steps.created of ben: [event_type is daily.data.steps.created, wanted daily.data.sleep.created user is ben, wanted ada]",
		}
		if got := strings.Join(near(v), "\n"); got != strings.Join(want, "\n") {
			t.Errorf("near are\n%s", got)
		}
		_, v = one.ask("POST", "/_sim/v1/wait", `{"event_type":"daily.data.glucose.created","user":"eve","answered":"any","timeout":"1s"}`)
		if got := near(v); len(got) != 0 {
			t.Errorf("what differs in everything is near: %q", got)
		}
		_, v = one.ask("POST", "/_sim/v1/wait", `{"fault":"brown-ou","timeout":"1s"}`)
		if got := near(v); len(got) != 1 || !strings.Contains(got[0], "fault is brown-out, wanted brown-ou") {
			t.Errorf("near are %q", got)
		}
	})
}

func TestWaitForRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam(t)
		began := time.Now()
		asked := func(method, path, user string, status int) {
			time.Sleep(time.Second)
			one.Journal.Add(journal.Request{Method: method, Path: path, ClientUserID: user, Status: status})
		}
		go func() {
			time.Sleep(500 * time.Millisecond)
			asked("GET", "/v2/summary/sleep/1", "ada", 503)
			asked("GET", "/v2/summary/workouts/1", "ada", 200)
			asked("GET", "/v2/summary/sleep/2", "ben", 200)
			asked("GET", "/v2/summary/sleep/1", "ada", 200)
		}()
		const wanted = `{"request":"GET /v2/summary/sleep/*","user":"ada","answered":"2xx","timeout":"%s"}`
		status, v := one.ask("POST", "/_sim/v1/wait", fmt.Sprintf(wanted, "3s"))
		if status != http.StatusRequestTimeout || v["missing"] != 1.0 || v["others"].(map[string]any)["GET /v2/summary/sleep/1 of ada (503)"] != 1.0 {
			t.Errorf("%d %v", status, v)
		}
		want := "GET /v2/summary/sleep/1 of ada: [answered is 503, wanted 2xx]\n" +
			"GET /v2/summary/workouts/1 of ada: [path is /v2/summary/workouts/1, wanted /v2/summary/sleep/*]"
		if got := strings.Join(near(v), "\n"); got != want {
			t.Errorf("near are\n%s", got)
		}
		status, v = one.ask("POST", "/_sim/v1/wait", fmt.Sprintf(wanted, "5s"))
		if status != http.StatusOK || v["total"] != 1.0 || len(v["requests"].([]any)) != 1 || time.Since(began) != 4500*time.Millisecond {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
		for _, wrong := range []string{`{"request":"summary"}`, `{"request":"GET /v2/user","answered":"failed"}`, `{"request":"GET /v2/user","status":"fail"}`, `{"fault":"x","user":"ada"}`} {
			if status, v := one.ask("POST", "/_sim/v1/wait", wrong); status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %v", wrong, status, v)
			}
		}
	})
}

func TestWaitEndsWhenTheClientGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, "POST", "/_sim/v1/wait", strings.NewReader(`{"event_type":"daily.data.meal.created","timeout":"1m"}`))
		newTeam(t).handler.ServeHTTP(w, r)
		if time.Since(began) != 3*time.Second || !strings.Contains(w.Body.String(), "the client has gone") {
			t.Errorf("after %v: %d %s", time.Since(began), w.Code, w.Body)
		}
	})
}

// TestHundredConcurrentWaits also fails if a wait leaves a goroutine behind: a bubble
// ends with all of its goroutines.
func TestHundredConcurrentWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const waiters = 100
		one := newTeam(t)
		began := time.Now()
		var work sync.WaitGroup
		for i := range waiters {
			work.Go(func() {
				user := fmt.Sprintf("user-%d", i)
				body := fmt.Sprintf(`{"user":%q,"event_type":"daily.data.*","timeout":"10m"}`, user)
				if i%2 == 1 {
					body = fmt.Sprintf(`{"user":%q,"request":"GET /v2/*","timeout":"10m"}`, user)
				}
				w := httptest.NewRecorder()
				one.handler.ServeHTTP(w, httptest.NewRequest("POST", "/_sim/v1/wait", strings.NewReader(body)))
				var v struct{ Total int }
				_ = json.Unmarshal(w.Body.Bytes(), &v)
				if due := time.Duration(i+1) * time.Second; w.Code != http.StatusOK || v.Total != 1 || time.Since(began) != due {
					t.Errorf("%s: %d after %v: %s", user, w.Code, time.Since(began), w.Body)
				}
			})
		}
		for i := range waiters {
			time.Sleep(time.Second)
			user := fmt.Sprintf("user-%d", i)
			if i%2 == 1 {
				one.Journal.Add(journal.Request{Method: "GET", Path: "/v2/user", ClientUserID: user, Status: 200})
			} else {
				one.send("daily.data.sleep.created", user, 200)
			}
		}
		work.Wait()
	})
}
