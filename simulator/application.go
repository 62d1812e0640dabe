package simulator

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
)

// Where a scenario looks at the application under test and there is none, one
// of ours stands in: an integration as it should be. It takes the webhooks
// first, and what it accepts goes on to the inbox.

// application stands in for the application under test.
func (s *Simulator) application(u *universe) (*receiver.Receiver, error) {
	return receiver.New(receiver.Config{
		Base: s.URL(), Key: u.key, Secret: s.config.Secret,
		Client: &http.Client{Transport: inProcessTransport{handler: s, next: s.config.Transport}},
	})
}

// receive is the built-in receiver of webhooks, one per team.
func (s *Simulator) receive(w http.ResponseWriter, r *http.Request) {
	team, _, probed := strings.Cut(strings.TrimPrefix(r.URL.Path, "/_sim/inbox/"), "/")
	s.mu.Lock()
	u := s.byTeam[team]
	s.mu.Unlock()
	if u == nil {
		http.NotFound(w, r)
		return
	}
	app := u.application()
	switch {
	case probed && app != nil:
		app.ServeHTTP(w, r)
	case probed || r.Method != http.MethodPost:
		http.NotFound(w, r)
	default:
		u.behaviour.answer(w, r, func(w http.ResponseWriter, r *http.Request) {
			if app == nil {
				u.inbox.ServeHTTP(w, r)
				return
			}
			u.both(app, w, r)
		})
	}
}

// maxReceived bounds the body of a webhook.
const maxReceived = 8 << 20

// both lets the application take a webhook, and then the inbox.
func (u *universe) both(app *receiver.Receiver, w http.ResponseWriter, r *http.Request) {
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
	u.inbox.ServeHTTP(w, r)
}

// inboxPath is where the built-in receiver of a universe is.
func (u *universe) inboxPath() string { return "/_sim/inbox/" + u.world.Team().String() }

func (u *universe) application() *receiver.Receiver {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.app
}

func (u *universe) setApplication(app *receiver.Receiver) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.app = app
}
