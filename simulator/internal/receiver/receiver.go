// Package receiver implements a correct client application of Vital: it verifies
// webhooks, handles each message once, keeps the newest version of a record, and
// fetches history when it is announced. Like any client it knows only the API, a key
// and a signing secret.
//
// A scenario checks the state of this application if there is no application under
// test. Given a Bug, it makes one mistake but still responds with 2xx, so that tests
// can show that the scenarios find such mistakes.
package receiver

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/vital"
)

// ProbePath is the path at which the application shows the State of a user, by its
// client_user_id: GET /probe/users/app-user-1.
const ProbePath = "/probe/users/"

// Config is the configuration of an application.
type Config struct {
	Base   string // of Vital's API
	Key    string // of the team
	Client *http.Client
	Secret string // whsec_…
	Bug    Bug
}

// A Receiver is the application. It is safe for concurrent use.
type Receiver struct {
	config   Config
	verifier *svix.Webhook

	mu    sync.Mutex
	seen  map[string]bool // svix-ids that were handled
	users map[string]*user
}

// New returns an application without users.
func New(c Config) (*Receiver, error) {
	verifier, err := svix.NewWebhook(c.Secret)
	if err != nil {
		return nil, err
	}
	if c.Client == nil {
		c.Client = http.DefaultClient
	}
	return &Receiver{config: c, verifier: verifier, seen: map[string]bool{}, users: map[string]*user{}}, nil
}

// maxBody bounds the body of a webhook.
const maxBody = 8 << 20

// ServeHTTP receives a webhook, or responds with the state of a user.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if i := strings.Index(req.URL.Path, ProbePath); i >= 0 && req.Method == http.MethodGet {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(r.State(req.URL.Path[i+len(ProbePath):])) // the client may have gone
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	w.WriteHeader(r.Receive(req.Header, body))
}

// Receive handles a webhook and returns the status of the response.
func (r *Receiver) Receive(h http.Header, body []byte) int {
	if !r.genuine(h, body) {
		if r.config.Bug == FirstSignatureOnly {
			return http.StatusOK // and drops it
		}
		return http.StatusUnauthorized
	}
	if r.config.Bug == DropsLargeBodies && len(body) > 100<<10 {
		return http.StatusOK
	}
	id := h.Get("Svix-Id")
	if r.config.Bug != NoDeduplication && !r.begin(id) {
		return http.StatusOK // a message that was handled before
	}
	var event vital.Event
	if err := json.Unmarshal(body, &event); err != nil {
		return http.StatusBadRequest
	}
	if err := r.handle(event); err != nil && r.config.Bug != SwallowsFailures {
		r.forget(id) // it will come again
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// genuine reports whether the secret has signed the webhook: while secrets rotate,
// one of several signatures is enough.
func (r *Receiver) genuine(h http.Header, body []byte) bool {
	if r.config.Bug == FirstSignatureOnly {
		first, _, _ := strings.Cut(h.Get("Svix-Signature"), " ")
		h = h.Clone()
		h.Set("Svix-Signature", first)
	}
	return r.verifier.Verify(body, h) == nil
}

// begin marks a message as handled and reports whether it is new.
func (r *Receiver) begin(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen[id] {
		return false
	}
	r.seen[id] = true
	return true
}

func (r *Receiver) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.seen, id)
}
