package webhook

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
)

// A Message is one event for the endpoints that want it. It is sent at least once to
// each, with the same id on every attempt. It is never changed.
type Message struct {
	ID        string     `json:"id"` // svix-id, msg_…
	EventType string     `json:"event_type"`
	User      string     `json:"user"`    // the client_user_id; messages of a user leave in order
	UserID    string     `json:"user_id"` // what the team's API calls the user
	At        time.Time  `json:"at"`
	Seq       int64      `json:"seq"`  // orders messages of the same user and instant
	Body      Bytes      `json:"body"` // exactly what is signed and sent
	Note      event.Note `json:"note,omitzero"`
	Exhausted *Exhausted `json:"-"` // of an event EventExhausted: the message that was given up; else nil
}

// Carries describes the message for people who read a timeline.
func (m *Message) Carries() event.Carries {
	if e := m.Exhausted; e != nil {
		return event.Carries{Summary: fmt.Sprintf("gave up %s at %s", e.Message.ID, e.EndpointID)}
	}
	return m.Note.Carries
}

// MessageID returns the svix-id for the identity of a message: the same parts give
// the same id. It has Svix's form, msg_ and 27 digits of base 62.
func MessageID(seed uint64, parts ...string) string { return "msg_" + digest(seed, parts...) }

// digest returns 27 digits of base 62 that depend only on the parts.
func digest(seed uint64, parts ...string) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	sum := hash(seed, parts...)
	n, rem, base := new(big.Int).SetBytes(sum[:]), new(big.Int), big.NewInt(62)
	id := make([]byte, 27)
	for i := range id {
		n.DivMod(n, base, rem)
		id[i] = digits[rem.Int64()]
	}
	return string(id)
}

// hash hashes the parts with their lengths, so that each boundary counts.
func hash(seed uint64, parts ...string) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint64(nil, seed))
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write([]byte(p))
	}
	h.Sum(sum[:0])
	return sum
}
