package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	svix "github.com/svix/svix-webhooks/go"
)

// inboxKeeps bounds the number of deliveries that an inbox keeps, inboxHolds their
// bytes. It keeps the newest ones.
const inboxKeeps, inboxHolds = 10_000, 64 << 20

// An Inbox is a correct receiver: it verifies each delivery with the Svix library
// and responds with 204, or with 401 if the signature is invalid. It keeps what it
// has accepted.
type Inbox struct {
	mu      sync.Mutex
	state   InboxState
	trusted []*svix.Webhook // of the secrets; any of them will do
	bytes   int             // of the bodies received
}

// An InboxState is the saved state of an inbox: deliveries and trusted secrets.
type InboxState struct {
	Secrets  []string   `json:"secrets"` // in clear
	Received []Received `json:"received,omitempty"`
}

// Received is one verified delivery.
type Received struct {
	ID   string `json:"id"` // svix-id
	Body Bytes  `json:"body"`
}

// NewInbox returns an inbox that verifies with secret.
func NewInbox(secret Secret) (*Inbox, error) {
	in := &Inbox{}
	return in, in.Trust(secret)
}

// Trust makes the inbox accept another secret as well, such as a rotated one.
func (in *Inbox) Trust(secret Secret) error {
	v, err := newSigner(secret)
	if err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if slices.Contains(in.state.Secrets, secret.Reveal()) {
		return nil
	}
	in.state.Secrets, in.trusted = append(in.state.Secrets, secret.Reveal()), append(in.trusted, v)
	return nil
}

// genuine reports whether a trusted secret has signed the delivery.
func (in *Inbox) genuine(body []byte, h http.Header) bool {
	in.mu.Lock()
	trusted := slices.Clone(in.trusted)
	in.mu.Unlock()
	return slices.ContainsFunc(trusted, func(v *svix.Webhook) bool { return v.Verify(body, h) == nil })
}

// ServeHTTP receives one delivery.
func (in *Inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	if _, err := io.Copy(&body, http.MaxBytesReader(w, r.Body, 1<<20)); err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if !in.genuine(body.Bytes(), r.Header) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	in.keep(Received{ID: r.Header.Get("Svix-Id"), Body: slices.Clone(body.Bytes())})
	w.WriteHeader(http.StatusNoContent)
}

func (in *Inbox) keep(r Received) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.state.Received = append(in.state.Received, r)
	in.bytes += len(r.Body)
	if len(in.state.Received) <= inboxKeeps && in.bytes <= inboxHolds {
		return
	}
	drop := 0 // a tenth more than has to go, so that it seldom happens
	for len(in.state.Received)-drop > inboxKeeps*9/10 || in.bytes > inboxHolds*9/10 {
		in.bytes -= len(in.state.Received[drop].Body)
		drop++
	}
	in.state.Received = slices.Delete(in.state.Received, 0, drop)
}

// Received returns the accepted deliveries, oldest first.
func (in *Inbox) Received() []Received {
	in.mu.Lock()
	defer in.mu.Unlock()
	return append([]Received(nil), in.state.Received...)
}

// Clear removes all deliveries.
func (in *Inbox) Clear() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.state.Received, in.bytes = nil, 0
}

// Save returns the state of the inbox.
func (in *Inbox) Save() InboxState {
	in.mu.Lock()
	defer in.mu.Unlock()
	return InboxState{slices.Clone(in.state.Secrets), slices.Clone(in.state.Received)}
}

// LoadInbox returns an inbox with a saved state.
func LoadInbox(s InboxState) (*Inbox, error) {
	in := &Inbox{}
	for _, secret := range s.Secrets {
		if err := in.Trust(Secret(secret)); err != nil {
			return nil, fmt.Errorf("load inbox: %w", err)
		}
	}
	for _, r := range s.Received {
		if !json.Valid(r.Body) {
			return nil, fmt.Errorf("load inbox: %s is no JSON", r.ID)
		}
		in.keep(r)
	}
	return in, nil
}
