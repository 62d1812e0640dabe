package team

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// A Behaviour is how the built-in receiver answers.
type Behaviour struct {
	Answer     Reply `json:"answer"`
	Times      int   `json:"times,omitempty" jsonschema:"how often, 10 unless it says; what is left of it where it is shown"`
	RetryAfter int   `json:"retry_after,omitempty" jsonschema:"seconds, with 429 or 503"`
	Hanging    int   `json:"hanging,omitempty" jsonschema:"deliveries that have no answer yet; only shown"`
}

// A Reply is a status, or Hang.
type Reply int

const (
	// Hang is no answer until the sender gives up, or the behaviour changes.
	Hang Reply = 0
	// UsualReply is how the built-in receiver answers what it has verified.
	UsualReply Reply = http.StatusNoContent
)

const hang = "hang"

// MarshalJSON writes the status, or "hang".
func (r Reply) MarshalJSON() ([]byte, error) {
	if r == Hang {
		return json.Marshal(hang)
	}
	return json.Marshal(int(r))
}

// UnmarshalJSON reads a status, or "hang".
func (r *Reply) UnmarshalJSON(b []byte) error {
	if string(b) == `"`+hang+`"` {
		*r = Hang
		return nil
	}
	var status int
	if err := json.Unmarshal(b, &status); err != nil || status < 200 || status > 599 {
		return fmt.Errorf(`answer %.20s: want a status from 200 to 599, or "hang"`, b)
	}
	*r = Reply(status)
	return nil
}

// Behave sets how the inbox answers from the next delivery on. It releases
// deliveries that hang.
func (t *Team) Behave(b Behaviour) { t.behaviour.set(b) }

// Behaviour returns how the inbox answers, and how often it still does.
func (t *Team) Behaviour() Behaviour { return t.behaviour.shown() }

// A behaviour is how a built-in receiver answers now. The zero value is as usual.
type behaviour struct {
	mu      sync.Mutex
	current Behaviour // with Times left; 0 means as usual
	hanging int
	changed chan struct{} // closed when the behaviour changes; nil while nothing hangs
}

// set takes effect with the next delivery, and releases what hangs.
func (b *behaviour) set(to Behaviour) {
	b.mu.Lock()
	defer b.mu.Unlock()
	to.Hanging = 0
	b.current = to
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

// shown returns the current behaviour with what is left of it.
func (b *behaviour) shown() Behaviour {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := b.current
	if out.Times == 0 {
		out = Behaviour{Answer: UsualReply}
	}
	out.Hanging = b.hanging
	return out
}

// take returns how to answer the next delivery, and a channel that is closed when
// the behaviour changes.
func (b *behaviour) take() (how Behaviour, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.current.Times == 0 {
		return Behaviour{Answer: UsualReply}, nil
	}
	b.current.Times--
	if b.current.Answer == Hang {
		b.hanging++
		if b.changed == nil {
			b.changed = make(chan struct{})
		}
	}
	return b.current, b.changed
}

func (b *behaviour) released() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hanging--
}

// answer answers a delivery; next receives it as usual. Next never sees what
// answer refuses. A delivery that hangs goes to next when the behaviour changes.
func (b *behaviour) answer(w http.ResponseWriter, r *http.Request, next func(http.ResponseWriter, *http.Request)) {
	how, changed := b.take()
	switch {
	case how.Answer == Hang:
		defer b.released()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxReceived)) // a server sees that a sender goes once it has read all
		if err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		select {
		case <-changed:
			next(w, r)
		case <-r.Context().Done(): // the sender has given up
		}
	case how.Answer >= 200 && how.Answer < 300:
		next(acceptedWith{w, int(how.Answer)}, r)
	default:
		if how.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(how.RetryAfter))
		}
		w.WriteHeader(int(how.Answer))
	}
}

// acceptedWith replaces the receiver's 2xx by another one.
type acceptedWith struct {
	http.ResponseWriter
	status int
}

// WriteHeader replaces a 2xx status.
func (w acceptedWith) WriteHeader(status int) {
	if status >= 200 && status < 300 {
		status = w.status
	}
	w.ResponseWriter.WriteHeader(status)
}
