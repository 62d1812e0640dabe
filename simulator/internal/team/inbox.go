package team

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
)

// InboxPath is where the built-in receivers of teams are.
const InboxPath = "/_sim/inbox/"

// inboxPath returns the path of the team's own receiver.
func (t *Team) inboxPath() string { return InboxPath + t.World.Team().String() }

// ClearInbox empties the inbox.
func (t *Team) ClearInbox() { t.Inbox.Clear() }

// maxReceived bounds the body of a webhook.
const maxReceived = 8 << 20

// receive is the handler of the built-in receiver of webhooks. Where a scenario looks at the
// application under test and there is none, one of ours takes its part: it gets
// the webhooks first, and what it accepts goes on to the inbox.
func (t *Team) receive(w http.ResponseWriter, r *http.Request, probed bool) {
	app := t.application()
	switch {
	case probed && app != nil:
		app.ServeHTTP(w, r)
	case probed || r.Method != http.MethodPost:
		http.NotFound(w, r)
	default:
		t.behaviour.answer(w, r, func(w http.ResponseWriter, r *http.Request) {
			if app == nil {
				t.Inbox.ServeHTTP(w, r)
				return
			}
			t.deliverToBoth(app, w, r)
		})
	}
}

// deliverToBoth lets the application take a webhook, and then the inbox.
func (t *Team) deliverToBoth(app *receiver.Receiver, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReceived))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok && tooLarge != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if status := app.Receive(r.Header, body); status >= http.StatusMultipleChoices {
		w.WriteHeader(status)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	t.Inbox.ServeHTTP(w, r)
}

// newApplication returns an application for the team that integrates Vital as it
// should be done.
func (t *Team) newApplication() (*receiver.Receiver, error) {
	c := t.teams.config
	return receiver.New(receiver.Config{
		Base: c.URL(), Key: t.Key, Secret: c.Secret.Reveal(), Client: &http.Client{Transport: c.Transport},
	})
}

func (t *Team) application() *receiver.Receiver {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.app
}

func (t *Team) setApplication(app *receiver.Receiver) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.app = app
}
