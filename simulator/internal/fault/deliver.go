package fault

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// A Message is what a Set needs to know of a webhook message.
type Message struct {
	ID        string // svix-id
	EventType string
	Seq       int64 // orders messages of the same user and instant
	User      User
	Endpoints []string // ids of those that it goes to
}

// A choice is a message on which a fault will act, once for each endpoint.
type choice struct {
	fault   *active
	message Message
	acted   map[string]bool // by endpoint
}

// Sent lets the faults choose among messages before their first attempt. They choose
// in the order in which messages were made, since attempts for several users run at
// once and their order must not decide which message is the third.
func (s *Set) Sent(messages ...Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range messages {
		taken := map[int]bool{} // by attempt
		for _, a := range s.active {
			if a.Side != Delivery || taken[a.Attempt] || !m.User.is(a.User) || a.Event != "" && !glob.Match(a.Event, m.EventType) || !a.isAtAny(m.Endpoints) {
				continue
			}
			if a.takes(s.seed, m.User, m.EventType) {
				taken[a.Attempt] = true
				s.chosen[m.ID] = append(s.chosen[m.ID], &choice{fault: a, message: m, acted: map[string]bool{}})
			}
		}
	}
}

// isAtAny reports whether the fault acts at one of the endpoints at least.
func (a *active) isAtAny(endpoints []string) bool {
	return slices.ContainsFunc(endpoints, func(id string) bool { return a.Endpoint == "" || glob.Match(a.Endpoint, id) })
}

// A Tampering is what a fault does to one attempt. The zero value does nothing.
type Tampering struct {
	Fault  string        `json:"-"`               // name of the fault, which marks the attempt in the log
	Copies int           `json:"-"`               // how many more times the same request is sent, with the same svix-id
	Delay  time.Duration `json:"delay,omitempty"` // simulated: the attempt leaves this much later, and its lane goes on
	// After is how many further messages of its lane are attempted before it
	// leaves. It waits for them at most an hour of simulated time.
	After  int                 `json:"after,omitempty"`
	Drop   bool                `json:"-"`    // the attempt never leaves, and the delivery fails at once; resend and recover still send it
	Pad    int                 `json:"-"`    // bytes to which the body is padded before it is signed
	Secret string              `json:"-"`    // whsec_…, signs instead of the endpoint's secret
	Shift  time.Duration       `json:"-"`    // of svix-timestamp, before it is signed
	Body   func([]byte) []byte `json:"-"`    // changes a copy of the body after it was signed
	Header func(http.Header)   `json:"-"`    // changes the headers last, whose names are as they are written
	Text   string              `json:"text"` // the fault in its own grammar, from which TamperingOf makes the Tampering again
}

// TamperingOf returns what a fault of deliveries does to an attempt, from its text.
func TamperingOf(text string) (Tampering, error) {
	f, err := Parse(text, Catalog{})
	if err != nil {
		return Tampering{}, fmt.Errorf("read fault %.80q: %w", text, err)
	}
	return f.tampering(), nil
}

// Tamper returns what faults do to an attempt of a message at an endpoint and records
// it in the ledger, so the caller must do it. A fault acts on a message once for each
// endpoint.
func (s *Set) Tamper(svixID, endpoint string, attempt int, at time.Time) Tampering {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.chosen[svixID] {
		a := c.fault
		if a.Attempt != attempt || c.acted[endpoint] || a.Endpoint != "" && !glob.Match(a.Endpoint, endpoint) {
			continue
		}
		c.acted[endpoint] = true
		s.note(a, Injection{
			At: at, User: c.message.User.key(), EventType: c.message.EventType,
			SvixID: svixID, Attempt: attempt, Endpoint: endpoint, seq: c.message.Seq,
		})
		return a.tampering()
	}
	return Tampering{}
}

// staleness is the age of a stale timestamp: receivers allow five minutes.
const staleness = time.Hour

// wrongSecret signs what should not verify. It is an example, not a secret.
var wrongSecret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("vitalsim-wrong-not-a-secret"))

func (f Fault) tampering() Tampering {
	e := f.Sending
	t := Tampering{Fault: f.Name, Copies: e.Duplicate, Delay: e.Delay, After: e.Reorder, Drop: e.Drop, Pad: e.Pad, Text: f.String()}
	if e.WrongSecret {
		t.Secret = wrongSecret
	}
	if e.Stale {
		t.Shift = -staleness
	}
	if e.Tamper || e.Oversize > 0 {
		t.Body = func(body []byte) []byte {
			if e.Tamper {
				body = tampered(body)
			}
			return Padded(body, e.Oversize)
		}
	}
	if e.NoHeaders || e.ContentType != "" {
		t.Header = func(h http.Header) {
			for name := range h { // in any case: as they are written
				switch lower := strings.ToLower(name); {
				case e.NoHeaders && slices.Contains([]string{"svix-id", "svix-timestamp", "svix-signature"}, lower):
					delete(h, name)
				case e.ContentType != "" && lower == "content-type":
					h[name] = []string{e.ContentType}
				}
			}
		}
	}
	return t
}

// tampered returns the body with its last digit changed: still JSON, but not the
// signed bytes.
func tampered(body []byte) []byte {
	out := append([]byte(nil), body...)
	for i := len(out) - 1; i >= 0; i-- {
		if c := out[i]; '0' <= c && c <= '9' {
			out[i] = '0' + (c-'0'+1)%10
			return out
		}
	}
	return append(out, ' ')
}

// Padded returns the body with blanks up to n bytes.
func Padded(body []byte, n int) []byte {
	if len(body) >= n {
		return body
	}
	out := make([]byte, n)
	for i := copy(out, body); i < n; i++ {
		out[i] = ' '
	}
	return out
}
