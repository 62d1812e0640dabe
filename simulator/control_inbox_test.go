package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// stands is how the messages of a type stand: the status of each, and what its
// attempts were answered.
func stands(t *testing.T, sim *simulator.Simulator, key, eventType string) string {
	t.Helper()
	_, v := ask(t, sim, key, "GET", "/_sim/v1/messages?event_type="+eventType, "")
	var lines []string
	for _, m := range v["messages"].([]any) {
		line := fmt.Sprint(m.(map[string]any)["status"])
		for _, a := range m.(map[string]any)["attempts"].([]any) {
			line += fmt.Sprintf(" %v", a.(map[string]any)["status_code"])
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestInboxBehaves checks that the inbox follows a requested behaviour the
// requested number of times and then returns to normal, and that it keeps no
// message that it rejects.
func TestInboxBehaves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ behaviour, want string }{
		{`{"answer":500,"times":2}`, "success 500 500 204"},
		{`{"answer":503,"times":1,"retry_after":7200}`, "success 503 204"},
		{`{"answer":202}`, "success 202"},
		{`{"answer":302,"times":1}`, "success 302 204"},
		{`{"answer":410,"times":1}`, "fail 410"},
		{`{"answer":204,"times":7}`, "success 204"},
	} {
		sim := start(t, simulator.Config{})
		if status, v := ask(t, sim, "", "PUT", "/_sim/v1/inbox/behaviour", tt.behaviour); status != http.StatusOK {
			t.Fatalf("%s: %d %v", tt.behaviour, status, v)
		}
		if status, v := ask(t, sim, "", "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`); status != http.StatusOK {
			t.Fatalf("send: %d %v", status, v)
		}
		ask(t, sim, "", "POST", "/_sim/v1/clock/advance", `{"by":"2h"}`)
		if got := stands(t, sim, "", "daily.data.sleep.created"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.behaviour, got, tt.want)
		}
		_, v := ask(t, sim, "", "GET", "/_sim/v1/inbox", "")
		if got := len(v["received"].([]any)); (got == 1) != strings.HasPrefix(tt.want, "success") {
			t.Errorf("%s: %d in the inbox", tt.behaviour, got)
		}
		_, v = ask(t, sim, "", "GET", "/_sim/v1/inbox/behaviour", "")
		if left := fmt.Sprint(v["answer"], v["times"]); left != "204 <nil>" && !strings.Contains(tt.behaviour, "202") {
			t.Errorf("%s: afterwards it is %v", tt.behaviour, v)
		}
	}
}

// TestInboxHangs checks that the inbox hangs until its behaviour is changed and
// then receives what hung.
func TestInboxHangs(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	ask(t, sim, "", "PUT", "/_sim/v1/inbox/behaviour", `{"answer":"hang","times":1}`)
	sent := make(chan int)
	go func() {
		status, _ := ask(t, sim, "", "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`)
		sent <- status
	}()
	var shown map[string]any
	for shown["hanging"] != 1.0 {
		_, shown = ask(t, sim, "", "GET", "/_sim/v1/inbox/behaviour", "")
	}
	if got := stands(t, sim, "", "daily.*"); got != "pending" {
		t.Errorf("while it hangs: %s", got)
	}
	if _, v := ask(t, sim, "", "PUT", "/_sim/v1/inbox/behaviour", `{"answer":204}`); v["answer"] != 204.0 {
		t.Errorf("told otherwise: %v", v)
	}
	if status := <-sent; status != http.StatusOK {
		t.Errorf("the event was answered %d", status)
	}
	if got := stands(t, sim, "", "daily.*"); got != "success 204" {
		t.Errorf("afterwards: %s", got)
	}
	if _, v := ask(t, sim, "", "GET", "/_sim/v1/inbox/behaviour", ""); v["hanging"] != nil {
		t.Errorf("something still hangs: %v", v)
	}
}

// TestInboxHangsUntilTheSenderGivesUp checks a hanging inbox in this process and
// over a network.
func TestInboxHangsUntilTheSenderGivesUp(t *testing.T) {
	t.Parallel()
	for _, listens := range []bool{false, true} {
		sim := start(t, simulator.Config{DeliveryTimeout: 1e6}) // a millisecond
		if listens {
			if err := sim.Listen("127.0.0.1:0"); err != nil {
				t.Fatal(err)
			}
		}
		ask(t, sim, "", "PUT", "/_sim/v1/inbox/behaviour", `{"answer":"hang"}`)
		ask(t, sim, "", "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`)
		if got := sim.Timeline()[0]; len(got.Attempts) != 1 || got.Attempts[0].Error != "no answer within 1ms" || !got.Pending() {
			t.Errorf("listens %v: %+v", listens, got.Attempts)
		}
		if len(sim.Inbox()) != 0 {
			t.Error("what hung was received")
		}
		for v := map[string]any{"hanging": 1.0}; v["hanging"] != nil; { // the server hears of it a moment later
			_, v = ask(t, sim, "", "GET", "/_sim/v1/inbox/behaviour", "")
		}
	}
}

// TestInboxBehaviourIsPerTeam checks that the inbox of a second team has a
// behaviour of its own.
func TestInboxBehaviourIsPerTeam(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	ask(t, sim, "sk_us_a", "PUT", "/_sim/v1/inbox/behaviour", `{"answer":500}`)
	for key, want := range map[string]string{"sk_us_a": "pending 500", "sk_us_b": "success 204"} {
		ask(t, sim, key, "POST", "/_sim/v1/events", `{"event_type":"daily.data.sleep.created","user":"ada"}`)
		if got := stands(t, sim, key, "daily.*"); got != want {
			t.Errorf("%s: %s", key, got)
		}
	}
	ask(t, sim, "sk_us_a", "POST", "/_sim/v1/reset", "")
	if _, v := ask(t, sim, "sk_us_a", "GET", "/_sim/v1/inbox/behaviour", ""); v["answer"] != 204.0 {
		t.Errorf("after a reset: %v", v)
	}
}
