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

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

func (t *team) Requests() []journal.Request    { return t.journal.Requests() }
func (t *team) Requested() <-chan struct{}     { return t.journal.Changed() }
func (t *team) Injected() []fault.Injection    { return nil }
func (t *team) Acted() <-chan struct{}         { return nil }
func (t *team) Faults() (active []fault.State) { return []fault.State{{Name: "brown-out", Done: 3}} }

// near are the near misses of an answer, a line each.
func near(v map[string]any) (lines []string) {
	for _, n := range v["near"].([]any) {
		m := n.(map[string]any)
		lines = append(lines, fmt.Sprintf("%v of %v: %v", m["what"], m["user"], m["differs"]))
	}
	return lines
}

// TestNearMissesAreTold, the nearest first, and what has nothing to do with it
// not among them.
func TestNearMissesAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam()
		one.messages = nil
		for i, m := range []control.Message{
			{EventType: "daily.data.steps.created", User: "ben", Status: "success", Accepted: true},
			{EventType: "daily.data.sleep.updated", User: "ada", Status: "success", Accepted: true},
			{EventType: "daily.data.sleep.created", User: "ben", Status: "fail"},
			{EventType: "daily.data.sleep.created", User: "ada", Status: "pending"},
			{EventType: "daily.data.steps.created", User: "ada", Status: "success", Accepted: true},
		} {
			m.SvixID = fmt.Sprintf("msg_%d", i)
			one.add(m)
		}
		_, v := ask(t, one, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.created","user":"ada","timeout":"1s"}`)
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
		_, v = ask(t, one, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.glucose.created","user":"eve","answered":"any","timeout":"1s"}`)
		if got := near(v); len(got) != 0 {
			t.Errorf("what differs in everything is near: %q", got)
		}
		_, v = ask(t, one, "POST", "/_sim/v1/wait", `{"fault":"brown-ou","timeout":"1s"}`)
		if got := near(v); len(got) != 1 || !strings.Contains(got[0], "fault is brown-out, wanted brown-ou") {
			t.Errorf("near are %q", got)
		}
	})
}

// TestWaitForRequests that clients make.
func TestWaitForRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam()
		began := time.Now()
		asked := func(method, path, user string, status int) {
			time.Sleep(time.Second)
			one.journal.Add(journal.Request{Method: method, Path: path, ClientUserID: user, Status: status})
		}
		go func() {
			asked("GET", "/v2/summary/sleep/1", "ada", 503)
			asked("GET", "/v2/summary/workouts/1", "ada", 200)
			asked("GET", "/v2/summary/sleep/2", "ben", 200)
			asked("GET", "/v2/summary/sleep/1", "ada", 200)
		}()
		const wanted = `{"request":"GET /v2/summary/sleep/*","user":"ada","answered":"2xx","timeout":"%s"}`
		status, v := ask(t, one, "POST", "/_sim/v1/wait", fmt.Sprintf(wanted, "2500ms"))
		if status != http.StatusRequestTimeout || v["missing"] != 1.0 || v["others"].(map[string]any)["GET /v2/summary/sleep/1 of ada (503)"] != 1.0 {
			t.Errorf("%d %v", status, v)
		}
		want := "GET /v2/summary/sleep/1 of ada: [answered is 503, wanted 2xx]\n" +
			"GET /v2/summary/workouts/1 of ada: [path is /v2/summary/workouts/1, wanted /v2/summary/sleep/*]"
		if got := strings.Join(near(v), "\n"); got != want {
			t.Errorf("near are\n%s", got)
		}
		status, v = ask(t, one, "POST", "/_sim/v1/wait", fmt.Sprintf(wanted, "5s"))
		if status != http.StatusOK || v["total"] != 1.0 || len(v["requests"].([]any)) != 1 || time.Since(began) != 4*time.Second {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
		for _, wrong := range []string{`{"request":"summary"}`, `{"request":"GET /v2/user","answered":"failed"}`, `{"request":"GET /v2/user","status":"fail"}`, `{"fault":"x","user":"ada"}`} {
			if status, v := ask(t, one, "POST", "/_sim/v1/wait", wrong); status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %v", wrong, status, v)
			}
		}
	})
}

// TestWaitEndsWithItsClient: nothing waits for a client that has gone.
func TestWaitEndsWithItsClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, "POST", "/_sim/v1/wait", strings.NewReader(`{"event_type":"x","timeout":"1m"}`))
		handler(newTeam()).ServeHTTP(w, r)
		if time.Since(began) != 3*time.Second || !strings.Contains(w.Body.String(), "the client has gone") {
			t.Errorf("after %v: %d %s", time.Since(began), w.Code, w.Body)
		}
	})
}

// TestHundredWait side by side, for messages and for requests, while others
// come: each has what it waited for when it is there. The bubble fails where a
// goroutine is left behind.
func TestHundredWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const waiters = 100
		one := newTeam()
		h := handler(one)
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
				h.ServeHTTP(w, httptest.NewRequest("POST", "/_sim/v1/wait", strings.NewReader(body)))
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
				one.journal.Add(journal.Request{Method: "GET", Path: "/v2/user", ClientUserID: user, Status: 200})
			} else {
				one.add(control.Message{SvixID: user, EventType: "daily.data.sleep.created", User: user, Status: "success", Accepted: true})
			}
		}
		work.Wait()
	})
}
