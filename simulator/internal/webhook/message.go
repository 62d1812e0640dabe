package webhook

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"slices"
	"time"
)

// A Message is one event on its way to an endpoint: sent at least once, with
// the same id on every attempt. Everything but the attempts is fixed when the
// message is made.
type Message struct {
	ID        string // svix-id, msg_…
	EventType string
	User      string // the client_user_id; messages of a user leave in order
	At        time.Time
	Seq       int64  // orders messages of the same user and instant
	Body      []byte // exactly what is signed and sent
	Note      any    // what the sender wants to know it by; never sent

	status   Status
	attempts []Attempt
}

// A Status is where a message stands, in Svix's words.
type Status string

// The states of a message: pending until an attempt is answered 2xx (success)
// or the schedule has run out (fail).
const (
	Pending Status = "pending"
	Success Status = "success"
	Fail    Status = "fail"
)

// An Attempt is one try to deliver a message.
type Attempt struct {
	Number     int       // from 1
	At         time.Time // simulated
	Timestamp  time.Time // svix-timestamp, wall time
	Signature  string    // svix-signature
	StatusCode int       // 0 where there was no answer
	Error      string    // why there was no answer, or why it counts as a failure
	TimedOut   bool
	Duration   time.Duration // wall time
}

// OK is whether the attempt was accepted: any 2xx (contract 6.5).
func (a Attempt) OK() bool { return a.StatusCode >= 200 && a.StatusCode < 300 && a.Error == "" }

// Delivery is what is known of a message at one moment: a copy, safe to keep.
type Delivery struct {
	*Message
	Status   Status
	Attempts []Attempt
}

func (m *Message) delivery() Delivery {
	return Delivery{Message: m, Status: m.status, Attempts: slices.Clone(m.attempts)}
}

// MessageID makes a svix-id of what the message is: the same parts give the
// same id. It has the form of Svix's own, msg_ and 27 digits of base 62.
func MessageID(seed uint64, parts ...string) string {
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint64(nil, seed))
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write([]byte(p))
	}
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	n, rem, base := new(big.Int).SetBytes(h.Sum(nil)), new(big.Int), big.NewInt(62)
	id := make([]byte, 27)
	for i := range id {
		n.DivMod(n, base, rem)
		id[i] = digits[rem.Int64()]
	}
	return "msg_" + string(id)
}
