package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Carries describes the content of an event for people who read a timeline.
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

// An Entry is one event of a timeline: its message, time and content. Entries are
// sorted by time, user and sequence.
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

// A Delivered is the delivery of an entry to one endpoint, with all attempts so
// far. A message that no endpoint wants has one Delivered without attempts.
type Delivered struct {
	Entry
	// EndpointID says where it goes. It is empty where the team has had no more
	// than one endpoint.
	EndpointID string    `json:"endpoint_id,omitempty"`
	Status     string    `json:"-"` // pending, success, fail or unwanted
	Body       []byte    `json:"-"`
	Attempts   []Attempt `json:"attempts"`
}

// Accepted reports whether the endpoint has accepted the message.
func (d Delivered) Accepted() bool { return d.Status == string(webhook.Success) }

// Failed reports whether the delivery has failed for good: the retry schedule is
// exhausted or the endpoint was disabled.
func (d Delivered) Failed() bool { return d.Status == string(webhook.Fail) }

// Pending reports whether a further attempt is scheduled.
func (d Delivered) Pending() bool { return d.Status == string(webhook.Pending) }

// entry returns the entry of a message; user is its name in the scenario.
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
		Response: string(a.Answer),
	}
}

// A timeline shows deliveries. It keeps what it has shown, as neither a message nor an
// attempt that has ended changes: signatures are verified and bodies are hashed once.
type timeline struct {
	mu    sync.Mutex
	shown map[shownKey]shownDelivery
}

type shownKey struct {
	message    *webhook.Message
	endpointID string
}

type shownDelivery struct {
	entry    Entry
	attempts []Attempt
}

// show returns deliveries with the endpoint where there are several; name returns
// how a user is called. It forgets deliveries that are not in the log.
func (t *timeline) show(log []webhook.Delivery, several bool, name func(clientUserID string) string) []Delivered {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown := make(map[shownKey]shownDelivery, len(log))
	out := make([]Delivered, len(log))
	for i, d := range log {
		key := shownKey{d.Message, d.EndpointID}
		known, ok := t.shown[key]
		if !ok {
			known.entry = entry(d.Message, name(d.User))
		}
		for _, a := range d.Attempts[len(known.attempts):] {
			known.attempts = append(known.attempts, attempt(d, a))
		}
		shown[key] = known
		out[i] = Delivered{Entry: known.entry, Status: string(d.Status), Body: d.Body, Attempts: slices.Clone(known.attempts)}
		if known.attempts == nil {
			out[i].Attempts = []Attempt{}
		}
		if several {
			out[i].EndpointID = d.EndpointID
		}
	}
	t.shown = shown
	return out
}

// clientUserID names users in a timeline that no scenario has named.
func clientUserID(id string) string { return id }

// Timeline returns the deliveries of the team so far with their attempts. Of
// accepted messages, only the newest 10,000 or 64 MiB are kept. The user of an
// entry is its client_user_id.
func (s *Simulator) Timeline() []Delivered {
	t := s.teams.Last()
	if t == nil {
		return nil
	}
	return s.timeline.show(t.Webhooks.Log(), t.Webhooks.Added() > 1, clientUserID)
}

// Inbox returns the bodies of the events that the team's built-in receiver has
// verified and accepted, oldest first. It is empty if there is a Target.
func (s *Simulator) Inbox() [][]byte {
	t := s.teams.Last()
	if t == nil {
		return nil
	}
	var bodies [][]byte
	for _, r := range t.Inbox.Received() {
		bodies = append(bodies, r.Body)
	}
	return bodies
}

// Await blocks until done returns true for the timeline of the simulator's own
// team; it calls done at first, and after every attempt that ends. It returns false
// when nothing more can come by itself, since time stands and no delivery or change
// is under way, or when ctx ends.
func (s *Simulator) Await(ctx context.Context, done func([]Delivered) bool) bool {
	return s.teams.Await(ctx, func(*team.Team) bool { return done(s.Timeline()) })
}
