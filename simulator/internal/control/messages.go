package control

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
)

// A Log is the messages of a team.
type Log interface {
	// Messages are all messages that are kept, in the order of the timeline.
	Messages() []Message
	// Evicted are those that are not: they can only be counted.
	Evicted() []Tally
	// Changed is closed with the next attempt that ends.
	Changed() <-chan struct{}
	// Resend attempts a message again, Recover all that failed since a time: at
	// one endpoint, or where endpointID is empty at all; n is how many attempts.
	Resend(ctx context.Context, svixID, endpointID string) (n int, err error)
	Recover(ctx context.Context, endpointID string, since time.Time) (n int, err error)
}

// A Message is a webhook message on its way to an endpoint, with its attempts.
type Message struct {
	SvixID     string          `json:"svix_id"`
	EndpointID string          `json:"endpoint_id" jsonschema:"empty where no endpoint wants it"`
	EventType  string          `json:"event_type"`
	User       string          `json:"client_user_id"`
	UserID     string          `json:"user_id"`
	At         time.Time       `json:"at" jsonschema:"simulated time"`
	Status     Status          `json:"status"`
	Summary    string          `json:"summary" jsonschema:"what it brings, in a few words"`
	Accepted   bool            `json:"-"` // an attempt was answered with a 2xx
	Attempts   Attempts        `json:"attempts"`
	Body       json.RawMessage `json:"body" jsonschema:"the event"`
}

// Attempts are those of a message; they are encoded only where it is shown.
type Attempts any

// A Status says where a message stands, in Svix's words.
type Status string

// statuses are those that there are.
var statuses = []string{"pending", "success", "fail", "unwanted"}

// An Answered says how a message was answered, as in a scenario's expect.
type Answered string

var answers = []string{"2xx", "failed", "any"}

// A Tally is a number of messages of which only type, users and status are known.
type Tally struct {
	Message
	Count int
}

// A match says which messages are meant; empty fields mean all.
type match struct {
	EventType string   `json:"event_type,omitempty" jsonschema:"a type, or a pattern with * for any run of letters"`
	User      string   `json:"user,omitempty" jsonschema:"a client_user_id or user_id"`
	Status    Status   `json:"status,omitempty"`
	Answered  Answered `json:"answered,omitempty"`
	Endpoint  string   `json:"endpoint_id,omitempty"`
}

func (m match) check() error {
	if m.Status != "" && !slices.Contains(statuses, string(m.Status)) {
		return refuse("status %q: want pending, success, fail or unwanted", m.Status)
	}
	if m.Answered != "" && !slices.Contains(answers, string(m.Answered)) {
		return refuse("answered %q: want 2xx, failed or any", m.Answered)
	}
	return nil
}

func (m match) accepts(msg Message) bool {
	return m.isType(msg) && m.isFor(msg) && m.isAt(msg) && m.hasStatus(msg) && m.wasAnswered(msg)
}

func (m match) isType(msg Message) bool {
	return m.EventType == "" || glob.Match(m.EventType, msg.EventType)
}

func (m match) isFor(msg Message) bool {
	return m.User == "" || m.User == msg.User || m.User == msg.UserID
}

func (m match) isAt(msg Message) bool { return m.Endpoint == "" || m.Endpoint == msg.EndpointID }

func (m match) hasStatus(msg Message) bool { return m.Status == "" || m.Status == msg.Status }

func (m match) wasAnswered(msg Message) bool {
	return m.Answered == "" || m.Answered == "any" || msg.Status != "unwanted" && msg.Accepted == (m.Answered == "2xx")
}

// evicted is how many messages match of those that are not kept.
func (m match) evicted(t Log) (n int) {
	for _, tally := range t.Evicted() {
		if m.accepts(tally.Message) {
			n += tally.Count
		}
	}
	return n
}

// distinct is how many messages there are; several endpoints get the same one.
func distinct(messages []Message) int {
	ids := map[string]bool{}
	for _, m := range messages {
		ids[m.SvixID] = true
	}
	return len(ids)
}

// Messages are those that match, and how many there were in all.
type Messages struct {
	Messages []Message `json:"messages"`
	Total    int       `json:"total" jsonschema:"how many match; what goes to several endpoints counts once"`
	Evicted  int       `json:"evicted,omitempty" jsonschema:"those of the total that are too old to be kept"`
}

func (m match) answer(found []Message, evicted int) Messages {
	return Messages{found, distinct(found) + evicted, evicted}
}

func showMessages(c *call, m match) (Messages, error) {
	if err := m.check(); err != nil {
		return Messages{}, err
	}
	found := []Message{}
	for _, msg := range c.team.Messages() {
		if m.accepts(msg) {
			found = append(found, msg)
		}
	}
	return m.answer(found, m.evicted(c.team)), nil
}

type resend struct {
	EndpointID string `json:"endpoint_id,omitempty" jsonschema:"at that endpoint alone; else at all that it was for"`
}

// An Again is how many attempts were made once more.
type Again struct {
	Attempts int `json:"attempts"`
}

// resendMessage makes one more attempt with the same svix-id.
func resendMessage(c *call, in resend) (Again, error) {
	n, err := c.team.Resend(c.ctx(), c.r.PathValue("svix_id"), in.EndpointID)
	return Again{n}, err
}

type recovery struct {
	EndpointID string `json:"endpoint_id,omitempty" jsonschema:"at that endpoint alone; else at all that are enabled"`
	Since      string `json:"since,omitempty" jsonschema:"a simulated time such as 2026-01-05T08:00:00Z; the beginning where it is left out"`
}

// recoverMessages makes one more attempt at all that failed since a time.
func recoverMessages(c *call, in recovery) (Again, error) {
	var since time.Time
	if in.Since != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, in.Since); err != nil {
			return Again{}, refuse("since %q: want a time such as 2026-01-05T08:00:00Z", in.Since)
		}
	}
	n, err := c.team.Recover(c.ctx(), in.EndpointID, since)
	return Again{n}, err
}
