package team_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestTrigger(t *testing.T) {
	t.Parallel()
	own := newBackend(t, team.Config{}).open("")
	ada := own.user("ada")
	for _, tt := range []struct {
		name     string
		send     team.Trigger
		contains string // of the body that the inbox receives
		want     string // the error; "" for none
	}{
		{"an example", team.Trigger{User: ada, EventType: "daily.data.sleep.created"}, `"client_user_id":"ada"`, ""},
		{"of a provider", team.Trigger{User: ada, EventType: "daily.data.sleep.created", Provider: "oura"}, `"slug":"oura"`, ""},
		{"data", team.Trigger{User: ada, EventType: "daily.data.sleep.created", Data: vital.Raw(`{"total": 7}`)}, `"data":{"total":7}`, ""},
		{"other data", team.Trigger{User: ada, EventType: "daily.data.sleep.created", Data: vital.Workout{}}, "", "data: want vital.Sleep, have vital.Workout"},
		{"unknown provider", team.Trigger{User: ada, EventType: "daily.data.sleep.created", Provider: "ouro"}, "", `provider: there is no "ouro"; did you mean "oura"?`},
		{"unknown user", team.Trigger{User: uuid.Nil, EventType: "daily.data.sleep.created"}, "", "Not found"},
	} {
		own.ClearInbox()
		id, err := own.Trigger(t.Context(), tt.send)
		received := own.Inbox.Received()
		switch {
		case errorText(err) != tt.want:
			t.Errorf("%s: %q, want %q", tt.name, errorText(err), tt.want)
		case tt.want == "" && (len(received) != 1 || received[0].ID != id || !strings.Contains(string(received[0].Body), tt.contains)):
			t.Errorf("%s: received %s as %s, want %s", tt.name, received, id, tt.contains)
		case tt.want != "" && len(received) > 0:
			t.Errorf("%s: received %s", tt.name, received)
		}
	}
}

func TestResendAndRecover(t *testing.T) {
	t.Parallel()
	b := newBackend(t, team.Config{Endpoints: []webhook.Endpoint{{URL: application, FilterTypes: []string{"daily.data.sleep.created"}}}})
	own := b.open("")
	b.status.Store(http.StatusInternalServerError)
	first := own.trigger("daily.data.sleep.created")
	own.advance(20 * time.Hour)
	own.trigger("daily.data.sleep.created")
	own.advance(30 * time.Hour)
	b.status.Store(http.StatusNoContent)
	if n, err := own.Recover(t.Context(), "", clock.Epoch.Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("recovered %d, %v, want the second message", n, err)
	}
	if n, err := own.Resend(t.Context(), first, ""); n != 1 || err != nil {
		t.Errorf("resent %d, %v", n, err)
	}
	want := []string{
		"0s daily.data.sleep.created ada success 500 500 500 500 500 500 500 500 204",
		"20h0m0s daily.data.sleep.created ada success 500 500 500 500 500 500 500 500 204",
	}
	if got := own.timeline(); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	id := own.Webhooks.Endpoints()[0].ID
	_, unknown := own.Resend(t.Context(), "msg_unknown", "")
	_, nowhere := own.Resend(t.Context(), first, "ep_unknown")
	_, err := own.ChangeEndpoint(id, func(e *webhook.Endpoint) { e.Disabled = true })
	own.check(err)
	_, disabled := own.Recover(t.Context(), id, clock.Epoch)
	own.check(own.RemoveEndpoint(id))
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"resend an unknown message", unknown, `resend "msg_unknown": the log has no such message; of accepted ones it keeps the newest`},
		{"resend to an unknown endpoint", nowhere, `resend "` + first + `": endpoint "ep_unknown": there is no such endpoint`},
		{"recover at a disabled endpoint", disabled, `recover: endpoint "` + id + `": the endpoint is disabled; enable it first`},
		{"remove an endpoint twice", own.RemoveEndpoint(id), `endpoint "` + id + `": there is no such endpoint`},
	} {
		if got := errorText(tt.err); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestRotateSecrets checks that the inbox accepts the old and the new secret, and
// that every endpoint signs with both for a day.
func TestRotateSecrets(t *testing.T) {
	t.Parallel()
	own := newBackend(t, team.Config{}).open("")
	added, err := own.AddEndpoint(webhook.Endpoint{URL: application})
	own.check(err)
	if added.Secret == "" || added.Secret == secret {
		t.Errorf("the endpoint that was added has the secret %q", added.Secret.Reveal())
	}
	own.check(own.RotateSecrets(newer))
	for _, e := range own.Webhooks.Endpoints() {
		if e.Secret != newer {
			t.Errorf("endpoint %s has another secret", e.URL)
		}
	}
	if own.Secret() != secret {
		t.Error("the rotation has changed the simulator's secret")
	}
	for _, want := range []int{2, 1} { // signatures
		own.trigger("daily.data.sleep.created")
		log := own.Webhooks.Log()
		for _, d := range log[len(log)-2:] {
			a := d.Attempts[0]
			if !a.OK() || len(strings.Fields(a.Signature)) != want {
				t.Errorf("%v at %s: status %d, signatures %q, want %d", d.At, d.EndpointID, a.StatusCode, a.Signature, want)
			}
		}
		own.advance(25 * time.Hour)
	}
	made, err := own.RotateSecret(added.ID, "")
	if err != nil || made == newer || !strings.HasPrefix(made.Reveal(), "whsec_") {
		t.Errorf("made %q, %v", made.Reveal(), err)
	}
	want := "secret: the key after whsec_ has 5 bytes; Svix takes 24 to 64"
	if err := own.RotateSecrets("whsec_c2hvcnQ="); errorText(err) != want {
		t.Errorf("a short secret: %v, want %s", err, want)
	}
}

func TestBehave(t *testing.T) {
	t.Parallel()
	usual := team.Behaviour{Answer: team.UsualReply}
	for _, tt := range []struct {
		name string
		set  team.Behaviour
		want string // the attempts of a message, by their status codes
		left team.Behaviour
		kept int // messages in the inbox
	}{
		{"twice 500", team.Behaviour{Answer: 500, Times: 2}, "500 500 204", usual, 1},
		{"201 for long", team.Behaviour{Answer: 201, Times: 10}, "201", team.Behaviour{Answer: 201, Times: 9}, 1},
		{"retry after an hour", team.Behaviour{Answer: 503, Times: 1, RetryAfter: 3600}, "503 204", usual, 1},
		{"hang once", team.Behaviour{Answer: team.Hang, Times: 1}, "0 204", usual, 1},
		{"always 404", team.Behaviour{Answer: 404, Times: 9}, "404 404 404 404 404 404", team.Behaviour{Answer: 404, Times: 3}, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			own := newBackend(t, team.Config{}).open("")
			own.Behave(tt.set)
			own.trigger("daily.data.sleep.created")
			own.advance(12 * time.Hour)
			if got, want := own.timeline()[0], "0s daily.data.sleep.created ada "; !strings.HasPrefix(got, want) || !strings.HasSuffix(got, " "+tt.want) {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
			if got := own.Behaviour(); got != tt.left {
				t.Errorf("%s: left %+v, want %+v", tt.name, got, tt.left)
			}
			if got := len(own.Inbox.Received()); got != tt.kept {
				t.Errorf("%s: %d messages in the inbox, want %d", tt.name, got, tt.kept)
			}
		})
	}
}

func TestBehaveReleasesWhatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		own := newBackend(t, team.Config{}).open("")
		own.Behave(team.Behaviour{Answer: team.Hang, Times: 3})
		sent := make(chan string)
		go func() { sent <- own.trigger("daily.data.sleep.created") }()
		synctest.Wait()
		if got, want := own.Behaviour(), (team.Behaviour{Answer: team.Hang, Times: 2, Hanging: 1}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		own.Behave(team.Behaviour{})
		id := <-sent
		if got := own.Inbox.Received(); len(got) != 1 || got[0].ID != id {
			t.Errorf("received %v, want %s", got, id)
		}
	})
}

func TestReplyInJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want team.Reply
		err  string
	}{
		{`"hang"`, team.Hang, ""},
		{"503", 503, ""},
		{"199", 0, `answer 199: want a status from 200 to 599, or "hang"`},
		{`"never"`, 0, `answer "never": want a status from 200 to 599, or "hang"`},
	} {
		var got team.Reply
		err := got.UnmarshalJSON([]byte(tt.text))
		if errorText(err) != tt.err || got != tt.want {
			t.Errorf("%s: %v, %v", tt.text, got, err)
		}
		if back, err := got.MarshalJSON(); tt.err == "" && (err != nil || string(back) != tt.text) {
			t.Errorf("%s became %s, %v", tt.text, back, err)
		}
	}
}
