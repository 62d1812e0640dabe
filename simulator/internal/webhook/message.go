package webhook

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/event"
)

// A Message is one event on its way to the endpoints that want it: sent at
// least once to each, with the same id on every attempt. It is never changed.
type Message struct {
	ID        string // svix-id, msg_…
	EventType string
	User      string // the client_user_id; messages of a user leave in order
	UserID    string // what the team's API calls the user
	At        time.Time
	Seq       int64  // orders messages of the same user and instant
	Body      []byte // exactly what is signed and sent
	Note      event.Note
	Exhausted *Exhausted // of an event EventExhausted: the message that was given up; else nil
}

// Carries describes the message for people who read a timeline.
func (m *Message) Carries() event.Carries {
	if e := m.Exhausted; e != nil {
		return event.Carries{Summary: fmt.Sprintf("gave up %s at %s", e.Message.ID, e.EndpointID)}
	}
	return m.Note.Carries
}

// MessageID makes a svix-id of what the message is: the same parts give the
// same id. It has the form of Svix's own, msg_ and 27 digits of base 62.
func MessageID(seed uint64, parts ...string) string { return "msg_" + digest(seed, parts...) }

// digest is 27 digits of base 62 that only the parts decide.
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

// hash knows where each part ends.
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
