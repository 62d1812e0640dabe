package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Carries is what an event brings, for people who read a timeline.
type Carries struct {
	Provider     string      `json:"provider,omitempty"`
	Resource     string      `json:"resource,omitempty"`
	RecordID     string      `json:"record_id,omitempty"`
	CalendarDate *vital.Date `json:"calendar_date,omitempty"`
	Start        *time.Time  `json:"start,omitempty"` // of a historical pull, or of samples
	End          *time.Time  `json:"end,omitempty"`
	Samples      int         `json:"samples,omitempty"`
	Chunk        int         `json:"chunk,omitempty"` // of a historical pull, from 1
	Chunks       int         `json:"chunks,omitempty"`
	IsFinal      *bool       `json:"is_final,omitempty"`
	Summary      string      `json:"summary"` // all of it in a few words
}

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
	Number     int           `json:"number"`           // from 1
	Copy       int           `json:"copy,omitempty"`   // 0 is the attempt itself, what follows was sent once more on purpose
	Manual     bool          `json:"manual,omitempty"` // resent or recovered, not by the schedule
	Fault      string        `json:"fault,omitempty"`  // what was done to it on purpose
	At         time.Time     `json:"at"`               // simulated
	StatusCode int           `json:"status_code"`
	OK         bool          `json:"ok"`              // answered with a 2xx in time
	Error      string        `json:"error,omitempty"` // why there was no answer
	Verified   bool          `json:"verified"`        // the Svix library accepts what was sent
	Duration   time.Duration `json:"-"`               // wall time, so it differs from run to run
	EndpointID string        `json:"-"`               // which endpoint it was made at
	Response   string        `json:"-"`               // the beginning of the answer's body
}

// A Delivered entry is one on its way to an endpoint, with all its attempts so
// far. A message that no endpoint wants has one without attempts.
type Delivered struct {
	Entry
	// EndpointID says where it goes. It is empty where the team has had no more
	// than one endpoint.
	EndpointID string    `json:"endpoint_id,omitempty"`
	Status     string    `json:"-"` // pending, success, fail or unwanted
	Body       []byte    `json:"-"`
	Attempts   []Attempt `json:"attempts"`
}

// Accepted is whether the message has arrived.
func (d Delivered) Accepted() bool { return d.Status == string(webhook.Success) }

// Failed is whether the message was given up: the retry schedule has run out,
// or the endpoint was disabled.
func (d Delivered) Failed() bool { return d.Status == string(webhook.Fail) }

// Pending is whether the message will be attempted by itself.
func (d Delivered) Pending() bool { return d.Status == string(webhook.Pending) }

// A Report is what became of a scenario.
type Report struct {
	Scenario     string      `json:"scenario"`
	Seed         uint64      `json:"seed"`
	Start        time.Time   `json:"start"`
	End          time.Time   `json:"end"`
	RunID        string      `json:"run_id,omitempty"`
	Warnings     []string    `json:"warnings,omitempty"`
	Timeline     []Delivered `json:"timeline"`
	Evicted      int         `json:"evicted,omitempty"` // accepted messages that are too old to be in the timeline still; see Timeline
	Faults       []Injection `json:"faults,omitempty"`  // exactly what was injected
	Expectations int         `json:"expectations"`
	Failures     []string    `json:"failures,omitempty"` // of expectations, with their positions
}

// Count is how many messages were accepted, were given up, and are still
// waiting for a retry. What no endpoint wants is none of these.
func (r *Report) Count() (accepted, failed, pending int) {
	accepted = r.Evicted
	for _, d := range r.Timeline {
		switch {
		case d.Accepted():
			accepted++
		case d.Failed():
			failed++
		case d.Pending():
			pending++
		}
	}
	return accepted, failed, pending
}

// OK is whether every message that an endpoint wants was accepted and every
// expectation met.
func (r *Report) OK() bool {
	_, failed, pending := r.Count()
	return failed+pending == 0 && len(r.Failures) == 0
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
	sum := sha256.Sum256(m.Body)
	return Entry{
		At: m.At, EventType: m.EventType, User: user, UserID: m.UserID, ClientUserID: m.User,
		SvixID: m.ID, BodyBytes: len(m.Body), BodySHA256: hex.EncodeToString(sum[:]), Carries: Carries(m.Carries()),
	}
}

func attempt(d webhook.Delivery, a webhook.Attempt) Attempt {
	return Attempt{
		Number: a.Number, Copy: a.Copy, Manual: a.Manual, Fault: a.Fault, At: a.At, StatusCode: a.StatusCode, OK: a.OK(), Error: a.Error,
		Verified: webhook.VerifySignature(a.Secret, d.Message, a) == nil, Duration: a.Duration, EndpointID: d.EndpointID,
		Response: a.Answer,
	}
}

func attempts(d webhook.Delivery) []Attempt {
	out := make([]Attempt, len(d.Attempts))
	for i, a := range d.Attempts {
		out[i] = attempt(d, a)
	}
	return out
}

// evicted is how many accepted messages a universe has that its log has not.
func evicted(u *universe) (n int) {
	for tally, count := range u.dispatcher.Evicted() {
		if !tally.Unwanted {
			n += count
		}
	}
	return n
}

// timeline is every delivery of a universe; name tells how its users are called.
func timeline(u *universe, name func(clientUserID string) string) []Delivered {
	log := u.dispatcher.Log()
	several := u.dispatcher.Added() > 1
	out := make([]Delivered, len(log))
	for i, d := range log {
		out[i] = Delivered{Entry: entry(d.Message, name(d.User)), Status: string(d.Status), Body: d.Body, Attempts: attempts(d)}
		if several {
			out[i].EndpointID = d.EndpointID
		}
	}
	return out
}
