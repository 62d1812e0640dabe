package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
)

var (
	errBusy    = errors.New("busy; wait for the other one")
	errMissing = errors.New("there is no such thing")
)

// team is a team with a clock that is always in use, and one message.
type team struct {
	control.Team // what a test does not need

	journal  journal.Journal
	mu       sync.Mutex
	messages []control.Message
	changed  chan struct{}
	evicted  []control.Tally
}

func newTeam() *team {
	return &team{changed: make(chan struct{}), messages: []control.Message{
		{SvixID: "msg_0", EventType: "daily.data.sleep.created", User: "ada", UserID: "1", Status: "success", Accepted: true},
	}}
}

func (t *team) Now() time.Time                               { return time.Unix(0, 0).UTC() }
func (t *team) Evicted() []control.Tally                     { return t.evicted }
func (t *team) Advance(context.Context, time.Duration) error { return errBusy }
func (t *team) Messages() []control.Message {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]control.Message(nil), t.messages...)
}
func (t *team) Changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.changed
}
func (t *team) add(m control.Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.messages = append(t.messages, m)
	close(t.changed)
	t.changed = make(chan struct{})
}

// handler is a control API for one team.
func handler(one control.Team) http.Handler {
	return control.New(control.Config{
		Team:     func(string) (control.Team, error) { return one, nil },
		Busy:     func(err error) bool { return errors.Is(err, errBusy) },
		Missing:  func(err error) bool { return errors.Is(err, errMissing) },
		Duration: time.ParseDuration,
	})
}

// ask is the answer to a request of a control API for one team.
func ask(t *testing.T, one control.Team, method, path, body string) (int, map[string]any) {
	t.Helper()
	w := httptest.NewRecorder()
	handler(one).ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Code, v
}

func TestABusyClockIsAConflict(t *testing.T) {
	t.Parallel()
	status, v := ask(t, newTeam(), "POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
	if status != http.StatusConflict || v["error"] != errBusy.Error() {
		t.Errorf("%d %v", status, v)
	}
}

// TestWaitEndsWithTheMessage that was missing, and not with another one.
func TestWaitEndsWithTheMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam()
		began := time.Now()
		go func() {
			time.Sleep(time.Second)
			one.add(control.Message{SvixID: "msg_1", EventType: "daily.data.sleep.updated", User: "ben", Accepted: true})
			time.Sleep(time.Second)
			one.add(control.Message{SvixID: "msg_2", EventType: "daily.data.sleep.updated", User: "ada", Status: "pending"})
			time.Sleep(time.Second)
			one.add(control.Message{SvixID: "msg_3", EventType: "daily.data.sleep.updated", User: "ada", Status: "success", Accepted: true})
		}()
		status, v := ask(t, one, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.*","user":"ada","at_least":2,"answered":"2xx","timeout":"5s"}`)
		if status != http.StatusOK || v["total"] != 2.0 || time.Since(began) != 3*time.Second {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
	})
}

// TestWaitSaysWhatIsMissing and what came instead.
func TestWaitSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		status, v := ask(t, newTeam(), "POST", "/_sim/v1/wait", `{"event_type":"daily.data.*","user":"1","at_least":3,"answered":"any","timeout":"5s"}`)
		if status != http.StatusRequestTimeout || v["missing"] != 2.0 || len(v["messages"].([]any)) != 1 || time.Since(began) != 5*time.Second {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
		_, v = ask(t, newTeam(), "POST", "/_sim/v1/wait", `{"answered":"failed","timeout":"1s"}`)
		if v["others"].(map[string]any)["daily.data.sleep.created of ada (success)"] != 1.0 || v["wanted"].(map[string]any)["answered"] != "failed" {
			t.Errorf("%v", v)
		}
	})
}

// TestEvictedMessagesCount, though they cannot be shown.
func TestEvictedMessagesCount(t *testing.T) {
	t.Parallel()
	one := newTeam()
	sleep := control.Message{EventType: "daily.data.sleep.created", User: "ada", UserID: "1", Status: "success", Accepted: true}
	steps, unwanted := sleep, sleep
	steps.EventType = "daily.data.steps.created"
	unwanted.Status, unwanted.Accepted = "unwanted", false
	one.evicted = []control.Tally{{Message: sleep, Count: 7}, {Message: steps, Count: 100}, {Message: unwanted, Count: 1000}}
	status, v := ask(t, one, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.*","user":"1","at_least":8}`)
	if status != http.StatusOK || v["total"] != 8.0 || v["evicted"] != 7.0 || len(v["messages"].([]any)) != 1 {
		t.Errorf("%d %v", status, v)
	}
	_, v = ask(t, one, "GET", "/_sim/v1/messages?answered=failed", "")
	if v["total"] != 0.0 || v["evicted"] != nil {
		t.Errorf("unwanted messages count as failed: %v", v)
	}
}

func (t *team) Resend(_ context.Context, svixID, endpointID string) (int, error) {
	if svixID != "msg_0" {
		return 0, errMissing
	}
	return len(endpointID), nil
}

func (t *team) Recover(_ context.Context, endpointID string, since time.Time) (int, error) {
	if endpointID != "" {
		return 0, errBusy
	}
	return int(since.Unix()), nil
}

func TestResendAndRecover(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path, body string
		status     int
		want       string // of the attempts, or in the error
	}{
		{"messages/msg_0/resend", ``, 200, "0"},
		{"messages/msg_0/resend", `{"endpoint_id":"ep_1"}`, 200, "4"},
		{"messages/msg_x/resend", ``, 404, "no such thing"},
		{"messages/msg_0/resend", `{"endpoint":"ep_1"}`, 422, "endpoint"},
		{"recover", `{"since":"1970-01-01T00:01:00Z"}`, 200, "60"},
		{"recover", `{"since":"yesterday"}`, 422, "2026-01-05"},
		{"recover", `{"endpoint_id":"ep_1"}`, 409, "busy"},
	} {
		status, v := ask(t, newTeam(), "POST", "/_sim/v1/"+tt.path, tt.body)
		if got := fmt.Sprint(v["attempts"], v["error"]); status != tt.status || !strings.Contains(got, tt.want) {
			t.Errorf("%s %s: %d %v", tt.path, tt.body, status, v)
		}
	}
}
