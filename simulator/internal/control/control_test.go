package control_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/store"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

func TestAdvanceDuringAnAdvanceIsAConflict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam(t)
		var sender sync.WaitGroup
		defer sender.Wait()
		sender.Go(func() { one.send("daily.data.sleep.created", "ada", 0) })
		synctest.Wait() // until the advance of send waits for its delivery
		busy := one.Advance(t.Context(), time.Hour)
		status, v := one.ask("POST", "/_sim/v1/clock/advance", `{"by":"1h"}`)
		if !errors.Is(busy, clock.ErrBusy) || status != http.StatusConflict || v["error"] != busy.Error() {
			t.Errorf("%v, and then %d %v", busy, status, v)
		}
	})
}

func TestWaitEndsWithTheMissingMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam(t)
		one.send("daily.data.sleep.created", "ada", 200)
		began := time.Now()
		var sender sync.WaitGroup
		defer sender.Wait()
		sender.Go(func() {
			time.Sleep(time.Second)
			one.send("daily.data.sleep.updated", "ben", 200)
			time.Sleep(time.Second)
			one.send("daily.data.sleep.updated", "ada", 500)
			time.Sleep(time.Second)
			one.send("daily.data.sleep.updated", "ada", 200)
		})
		status, v := one.ask("POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.*","user":"ada","at_least":2,"answered":"2xx","timeout":"5s"}`)
		if status != http.StatusOK || v["total"] != 2.0 || time.Since(began) != 3*time.Second {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
	})
}

func TestWaitReturnsWhatIsMissingAndWhatCameInstead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one := newTeam(t)
		_, id := one.send("daily.data.sleep.created", "ada", 200)
		began := time.Now()
		status, v := one.ask("POST", "/_sim/v1/wait", fmt.Sprintf(`{"event_type":"daily.data.*","user":%q,"at_least":3,"answered":"any","timeout":"5s"}`, id))
		if status != http.StatusRequestTimeout || v["missing"] != 2.0 || len(v["messages"].([]any)) != 1 || time.Since(began) != 5*time.Second {
			t.Errorf("after %v: %d %v", time.Since(began), status, v)
		}
		_, v = one.ask("POST", "/_sim/v1/wait", `{"answered":"failed","timeout":"1s"}`)
		if v["others"].(map[string]any)["daily.data.sleep.created of ada (success)"] != 1.0 || v["wanted"].(map[string]any)["answered"] != "failed" {
			t.Errorf("%v", v)
		}
	})
}

func TestEvictedMessagesAreCounted(t *testing.T) {
	t.Parallel()
	one := newTeam(t)
	_, id := one.send("daily.data.sleep.created", "ada", 200)
	var file bytes.Buffer
	if err := one.Snapshot(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	state, err := store.Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	state.Webhooks.Tallies = []webhook.TallyState{
		{Tally: webhook.Tally{EventType: "daily.data.sleep.created", User: "ada", UserID: id}, Count: 7},
		{Tally: webhook.Tally{EventType: "daily.data.steps.created", User: "ada", UserID: id}, Count: 100},
		{Tally: webhook.Tally{EventType: "daily.data.sleep.created", User: "ada", UserID: id, Unwanted: true}, Count: 1000},
	}
	if err := store.Write(&file, state); err != nil {
		t.Fatal(err)
	}
	if err := one.teams.Restore("", &file); err != nil {
		t.Fatal(err)
	}
	one.open()
	status, v := one.ask("POST", "/_sim/v1/wait", fmt.Sprintf(`{"event_type":"daily.data.sleep.*","user":%q,"at_least":8}`, id))
	if status != http.StatusOK || v["total"] != 8.0 || v["evicted"] != 7.0 || len(v["messages"].([]any)) != 1 {
		t.Errorf("%d %v", status, v)
	}
	_, v = one.ask("GET", "/_sim/v1/messages?answered=failed", "")
	if v["total"] != 0.0 || v["evicted"] != nil {
		t.Errorf("unwanted messages count as failed: %v", v)
	}
}

func TestResendAndRecover(t *testing.T) {
	t.Parallel()
	one := newTeam(t)
	first, _ := one.send("daily.data.sleep.created", "ada", 500)
	one.advance(time.Second)
	since := one.Now().Format(time.RFC3339)
	one.advance(time.Second)
	one.send("daily.data.steps.created", "ada", 500)
	one.disable(true)
	one.disable(false)
	id := one.endpointID()
	for _, tt := range []struct {
		path, body string
		status     int
		want       string // attempts, or part of the error
	}{
		{"recover", `{"since":"` + since + `"}`, 200, "1"},
		{"recover", ``, 200, "2"},
		{"recover", `{"endpoint_id":"` + id + `"}`, 200, "2"},
		{"recover", `{"since":"yesterday"}`, 422, "2026-01-05"},
		{"messages/" + first + "/resend", ``, 200, "1"},
		{"messages/" + first + "/resend", `{"endpoint_id":"` + id + `"}`, 200, "1"},
		{"messages/" + first + "/resend", `{"endpoint_id":"ep_1"}`, 404, "no such endpoint"},
		{"messages/msg_x/resend", ``, 404, "no such message"},
		{"messages/" + first + "/resend", `{"endpoint":"ep_1"}`, 422, "endpoint"},
		{"recover", `{"endpoint_id":"ep_1"}`, 404, "no such endpoint"},
	} {
		status, v := one.ask("POST", "/_sim/v1/"+tt.path, tt.body)
		got := fmt.Sprint(v["attempts"])
		if status != http.StatusOK {
			got = fmt.Sprint(v["error"])
		}
		if status != tt.status || got != tt.want && (status == http.StatusOK || !strings.Contains(got, tt.want)) {
			t.Errorf("%s %s: %d %v, want %d %s", tt.path, tt.body, status, v, tt.status, tt.want)
		}
	}
	one.disable(true)
	for _, path := range []string{"messages/" + first + "/resend", "recover"} {
		status, v := one.ask("POST", "/_sim/v1/"+path, `{"endpoint_id":"`+id+`"}`)
		if status != http.StatusConflict || !strings.Contains(fmt.Sprint(v["error"]), "disabled") {
			t.Errorf("%s at a disabled endpoint: %d %v", path, status, v)
		}
	}
}
