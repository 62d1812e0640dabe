package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// Carries is what an event brings, for people who read a timeline.
type Carries = world.Carries

// An Entry is one event of a timeline: which message leaves when, and what it
// brings. Entries are sorted by time, user and sequence.
type Entry struct {
	At           time.Time `json:"at"` // simulated
	EventType    string    `json:"event_type"`
	User         string    `json:"user"` // the scenario's name of the user
	UserID       string    `json:"user_id"`
	ClientUserID string    `json:"client_user_id"`
	SvixID       string    `json:"svix_id"`
	BodyBytes    int       `json:"body_bytes"`
	BodySHA256   string    `json:"body_sha256"` // of the exact bytes sent
	Carries      Carries   `json:"carries"`
}

// An Attempt is one try to deliver a message.
type Attempt struct {
	Number     int           `json:"number"` // from 1
	At         time.Time     `json:"at"`     // simulated
	StatusCode int           `json:"status_code"`
	OK         bool          `json:"ok"`              // answered with a 2xx in time
	Error      string        `json:"error,omitempty"` // why there was no answer
	Verified   bool          `json:"verified"`        // the Svix library accepts what was sent
	Duration   time.Duration `json:"-"`               // wall time, so it differs from run to run
}

// A Delivered entry is one with all its attempts so far.
type Delivered struct {
	Entry
	Body     []byte    `json:"-"`
	Attempts []Attempt `json:"attempts"`
}

// Accepted is whether the message has arrived.
func (d Delivered) Accepted() bool {
	return len(d.Attempts) > 0 && d.Attempts[len(d.Attempts)-1].OK
}

// Failed is whether the message was given up: the retry schedule has run out.
func (d Delivered) Failed() bool { return !d.Accepted() && len(d.Attempts) >= len(webhook.Schedule) }

// A Report is what became of a scenario.
type Report struct {
	Scenario     string      `json:"scenario"`
	Seed         uint64      `json:"seed"`
	Start        time.Time   `json:"start"`
	End          time.Time   `json:"end"`
	RunID        string      `json:"run_id,omitempty"`
	Warnings     []string    `json:"warnings,omitempty"`
	Timeline     []Delivered `json:"timeline"`
	Faults       []Injection `json:"faults,omitempty"` // exactly what was injected
	Expectations int         `json:"expectations"`
	Failures     []string    `json:"failures,omitempty"` // of expectations, with their positions
}

// Count is how many messages were accepted, were given up, and are still
// waiting for a retry.
func (r *Report) Count() (accepted, failed, pending int) {
	for _, d := range r.Timeline {
		switch {
		case d.Accepted():
			accepted++
		case d.Failed():
			failed++
		default:
			pending++
		}
	}
	return accepted, failed, pending
}

// OK is whether every message was accepted and every expectation met.
func (r *Report) OK() bool {
	accepted, _, _ := r.Count()
	return accepted == len(r.Timeline) && len(r.Failures) == 0
}

// A Plan is the timeline of a scenario as it would be sent.
type Plan struct {
	Scenario string    `json:"scenario"`
	Seed     uint64    `json:"seed"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
	Warnings []string  `json:"warnings,omitempty"`
	Timeline []Entry   `json:"timeline"`
}

// entry is the timeline's view of a message; user is its name in the scenario.
func entry(m *webhook.Message, user string) Entry {
	change := m.Note.(world.Change)
	sum := sha256.Sum256(m.Body)
	return Entry{
		At: m.At, EventType: m.EventType, User: user, UserID: change.UserID.String(), ClientUserID: m.User,
		SvixID: m.ID, BodyBytes: len(m.Body), BodySHA256: hex.EncodeToString(sum[:]), Carries: change.Carries,
	}
}

func attempt(secret webhook.Secret, m *webhook.Message, a webhook.Attempt) Attempt {
	return Attempt{
		Number: a.Number, At: a.At, StatusCode: a.StatusCode, OK: a.OK(), Error: a.Error,
		Verified: webhook.VerifySignature(secret, m, a) == nil, Duration: a.Duration,
	}
}

func attempts(secret webhook.Secret, d webhook.Delivery) []Attempt {
	out := make([]Attempt, len(d.Attempts))
	for i, a := range d.Attempts {
		out[i] = attempt(secret, d.Message, a)
	}
	return out
}

// timeline is every message of a universe; name tells how its users are called.
func timeline(u *universe, secret webhook.Secret, name func(clientUserID string) string) []Delivered {
	log := u.dispatcher.Log()
	out := make([]Delivered, len(log))
	for i, d := range log {
		out[i] = Delivered{Entry: entry(d.Message, name(d.User)), Body: d.Body, Attempts: attempts(secret, d)}
	}
	return out
}
