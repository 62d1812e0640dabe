package webhook

import (
	"bytes"
	"io"
	"net/http"
	"sync"

	svix "github.com/svix/svix-webhooks/go"
)

// inboxKeeps is how many deliveries an inbox remembers.
const inboxKeeps = 10_000

// An Inbox is a receiver that does what a good one does: it verifies each
// delivery with the Svix library and answers 204, or 401 where the signature
// does not hold. It keeps what it accepted.
type Inbox struct {
	verifier *svix.Webhook

	mu       sync.Mutex
	received []Received
}

// Received is one verified delivery.
type Received struct {
	ID   string // svix-id
	Body []byte
}

// NewInbox is an inbox that verifies with secret.
func NewInbox(secret Secret) (*Inbox, error) {
	v, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		return nil, err
	}
	return &Inbox{verifier: v}, nil
}

// ServeHTTP receives one delivery.
func (in *Inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body bytes.Buffer
	if _, err := io.Copy(&body, http.MaxBytesReader(w, r.Body, 1<<20)); err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if err := in.verifier.Verify(body.Bytes(), r.Header); err != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	in.keep(Received{ID: r.Header.Get("Svix-Id"), Body: body.Bytes()})
	w.WriteHeader(http.StatusNoContent)
}

func (in *Inbox) keep(r Received) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.received) >= inboxKeeps {
		in.received = append(in.received[:0], in.received[inboxKeeps/10:]...)
	}
	in.received = append(in.received, r)
}

// Received is what the inbox accepted, oldest first.
func (in *Inbox) Received() []Received {
	in.mu.Lock()
	defer in.mu.Unlock()
	return append([]Received(nil), in.received...)
}
