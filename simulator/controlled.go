package simulator

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/feed"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// controlled is the team of a key for the control API.
func (s *Simulator) controlled(key string) (control.Team, error) {
	if key == "" {
		key = s.config.APIKey
	}
	u, err := s.open(key)
	if refused, ok := errors.AsType[*vital.Error](err); ok && refused.Hint != "" {
		return nil, fmt.Errorf("the key in x-vital-api-key opens no team: %s", refused.Hint)
	}
	if err != nil {
		return nil, err
	}
	return controlledTeam{u, s, key}, nil
}

// controlledTeam is a universe as the control API sees it.
type controlledTeam struct {
	*universe
	sim *Simulator
	key string
}

func (t controlledTeam) Now() time.Time { return t.clock.Now() }
func (t controlledTeam) Advance(ctx context.Context, d time.Duration) error {
	if err := t.sim.changes.wait(ctx, t.key); err != nil {
		return err
	}
	return t.clock.Advance(ctx, d)
}
func (t controlledTeam) Speed() float64               { return t.driver.Speed() }
func (t controlledTeam) SetSpeed(speed float64) error { return t.setSpeed(speed) }
func (t controlledTeam) Snapshot(ctx context.Context, w io.Writer) error {
	return t.sim.snapshot(ctx, t.key, w)
}
func (t controlledTeam) Feed() *feed.Feed             { return t.feed }
func (t controlledTeam) Changed() <-chan struct{}     { return t.dispatcher.Changed() }
func (t controlledTeam) ClearInbox()                  { t.inbox.Clear() }
func (t controlledTeam) Behave(b control.Behaviour)   { t.behaviour.behave(b) }
func (t controlledTeam) Behaviour() control.Behaviour { return t.behaviour.shown() }

func (t controlledTeam) Faults() []fault.State                { return t.faults.Active() }
func (t controlledTeam) AddFault(text string) (string, error) { return t.addFault(text) }
func (t controlledTeam) ClearFaults(name string) error        { return t.faults.Clear(name) }
func (t controlledTeam) Injected() []fault.Injection          { return t.faults.Ledger() }
func (t controlledTeam) Acted() <-chan struct{}               { return t.faults.Changed() }
func (t controlledTeam) Requests() []journal.Request          { return t.journal.Requests() }
func (t controlledTeam) Requested() <-chan struct{}           { return t.journal.Changed() }

func (t controlledTeam) Inbox() (out []control.Received) {
	for _, r := range t.inbox.Received() {
		var event struct {
			EventType string `json:"event_type"`
			Type      string `json:"type"` // of Svix's own
		}
		_ = json.Unmarshal(r.Body, &event) // it is an event of ours: its signature was verified
		out = append(out, control.Received{SvixID: r.ID, EventType: cmp.Or(event.EventType, event.Type), Body: r.Body})
	}
	return out
}

func (t controlledTeam) Messages() []control.Message {
	log := t.dispatcher.Log()
	out := make([]control.Message, len(log))
	for i, d := range log {
		out[i] = control.Message{
			SvixID: d.ID, EventType: d.EventType, User: d.User, UserID: d.UserID, At: d.At,
			Status: control.Status(d.Status), Summary: d.Carries().Summary, Body: d.Body,
			Accepted: d.Status == webhook.Success, EndpointID: d.EndpointID, Attempts: shownAttempts{d},
		}
	}
	return out
}

func (t controlledTeam) Evicted() (out []control.Tally) {
	for tally, count := range t.dispatcher.Evicted() {
		m := control.Message{EventType: tally.EventType, User: tally.User, UserID: tally.UserID, Status: control.Status(webhook.Success), Accepted: true}
		if tally.Unwanted {
			m.Status, m.Accepted = control.Status(webhook.Unwanted), false
		}
		out = append(out, control.Tally{Message: m, Count: count})
	}
	return out
}

// shownAttempts are verified only when they are shown: whoever waits looks at
// all messages with every attempt that ends.
type shownAttempts struct{ webhook.Delivery }

// shownAttempt is an attempt with what was sent and what came back.
type shownAttempt struct {
	ID string `json:"id"` // atmpt_…
	Attempt
	RequestHeaders http.Header `json:"request_headers,omitempty"`
	RequestBody    string      `json:"request_body,omitempty"` // where it is not the message's own
	Response       string      `json:"response,omitempty"`     // the beginning of its body
	DurationMS     int64       `json:"response_duration_ms"`   // wall time
}

// MarshalJSON is the list of attempts.
func (s shownAttempts) MarshalJSON() ([]byte, error) {
	out := make([]shownAttempt, len(s.Attempts))
	for i, a := range s.Attempts {
		out[i] = shownAttempt{
			ID: s.AttemptID(a), Attempt: attempt(s.Delivery, a), RequestHeaders: s.RequestHeader(a),
			RequestBody: string(a.Body), Response: a.Answer, DurationMS: a.Duration.Milliseconds(),
		}
	}
	return json.Marshal(out)
}

func (t controlledTeam) Resend(ctx context.Context, svixID, endpointID string) (int, error) {
	return t.resend(ctx, svixID, endpointID)
}

func (t controlledTeam) Recover(ctx context.Context, endpointID string, since time.Time) (int, error) {
	return t.recover(ctx, endpointID, since)
}

// document is the control API in OpenAPI's terms.
var document = sync.OnceValue(func() json.RawMessage {
	return control.Document(control.Shapes{Attempts: []shownAttempt{}, Fill: webhook.Stats{}, Report: Report{}})
})
