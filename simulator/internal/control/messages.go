package control

import (
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// statuses are the statuses of messages.
var statuses = []webhook.Status{webhook.Pending, webhook.Success, webhook.Fail, webhook.Unwanted}

// Answered is how a message was answered, as in a scenario's expect.
type Answered string

var answers = []string{"2xx", "failed", "any"}

// A match selects messages; empty fields match all.
type match struct {
	EventType string         `json:"event_type,omitempty" jsonschema:"a type, or a pattern with * for any run of letters"`
	User      string         `json:"user,omitempty" jsonschema:"a client_user_id or user_id"`
	Status    webhook.Status `json:"status,omitempty"`
	Answered  Answered       `json:"answered,omitempty"`
	Endpoint  string         `json:"endpoint_id,omitempty"`
}

func (m match) check() error {
	if m.Status != "" && !slices.Contains(statuses, m.Status) {
		return refuse("status %q: want pending, success, fail or unwanted", m.Status)
	}
	if m.Answered != "" && !slices.Contains(answers, string(m.Answered)) {
		return refuse("answered %q: want 2xx, failed or any", m.Answered)
	}
	return nil
}

func (m match) accepts(d webhook.Delivery) bool {
	return m.isType(d) && m.isFor(d) && m.isAt(d) && m.hasStatus(d) && m.wasAnswered(d)
}

func (m match) isType(d webhook.Delivery) bool {
	return m.EventType == "" || glob.Match(m.EventType, d.EventType)
}

func (m match) isFor(d webhook.Delivery) bool {
	return m.User == "" || m.User == d.User || m.User == d.UserID
}

func (m match) isAt(d webhook.Delivery) bool { return m.Endpoint == "" || m.Endpoint == d.EndpointID }

func (m match) hasStatus(d webhook.Delivery) bool { return m.Status == "" || m.Status == d.Status }

func (m match) wasAnswered(d webhook.Delivery) bool {
	return m.Answered == "" || m.Answered == "any" || d.Status != webhook.Unwanted && (d.Status == webhook.Success) == (m.Answered == "2xx")
}

// split returns the messages of a team that match, and those that do not.
func (m match) split(t *team.Team) (matching, others []webhook.Delivery) {
	for _, d := range t.Webhooks.Log() {
		if m.accepts(d) {
			matching = append(matching, d)
		} else {
			others = append(others, d)
		}
	}
	return matching, others
}

// evicted returns how many of the messages match that the log has evicted. Only
// their type, user and status are known.
func (m match) evicted(t *team.Team) (n int) {
	for tally, count := range t.Webhooks.Evicted() {
		d := webhook.Delivery{Message: &webhook.Message{EventType: tally.EventType, User: tally.User, UserID: tally.UserID}, Status: webhook.Success}
		if tally.Unwanted {
			d.Status = webhook.Unwanted
		}
		if m.accepts(d) {
			n += count
		}
	}
	return n
}

// distinct returns the number of messages. A message that goes to several endpoints
// counts once.
func distinct(deliveries []webhook.Delivery) int {
	ids := map[string]bool{}
	for _, d := range deliveries {
		ids[d.ID] = true
	}
	return len(ids)
}

// Messages are the messages that match.
type Messages struct {
	Messages []Message `json:"messages"`
	Total    int       `json:"total" jsonschema:"how many match; what goes to several endpoints counts once"`
	Evicted  int       `json:"evicted,omitempty" jsonschema:"number of older ones that are not kept"`
	// Elsewhere are the keys of the other teams that have messages, if this one has
	// none that match.
	Elsewhere []string `json:"elsewhere,omitempty" jsonschema:"if none match: the keys of other teams that have messages"`
}

func showMessages(c *call, m match) (Messages, error) {
	if err := c.possible(m, false); err != nil {
		return Messages{}, err
	}
	found, _ := m.split(c.team)
	evicted := m.evicted(c.team)
	out := Messages{newMessages(found), distinct(found) + evicted, evicted, nil}
	if out.Total == 0 {
		for _, t := range c.Teams.All() {
			if t != c.team && len(t.Webhooks.Log()) > 0 {
				out.Elsewhere = append(out.Elsewhere, t.Key)
			}
		}
	}
	return out, nil
}

type resend struct {
	EndpointID string `json:"endpoint_id,omitempty" jsonschema:"id of the only endpoint to attempt (default: all endpoints of the message)"`
}

// Again is the number of attempts of a resend or recovery.
type Again struct {
	Attempts int `json:"attempts"`
}

// resendMessage attempts a message again, with the same svix-id.
func resendMessage(c *call, in resend) (Again, error) {
	n, err := c.team.Resend(c.ctx(), c.r.PathValue("svix_id"), in.EndpointID)
	return Again{n}, err
}

type recovery struct {
	EndpointID string `json:"endpoint_id,omitempty" jsonschema:"id of the only endpoint to attempt (default: all that are enabled)"`
	Since      string `json:"since,omitempty" jsonschema:"a simulated time such as 2026-01-05T08:00:00Z (default: the start)"`
}

// recoverMessages attempts all messages again that have failed since a time.
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
