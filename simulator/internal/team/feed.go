package team

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// The functions below publish what happens to the feed of the team, and count it
// in the metrics.

// messageEvent is a message in the feed.
type messageEvent struct {
	SvixID    string    `json:"svix_id"`
	EventType string    `json:"event_type"`
	User      string    `json:"client_user_id"`
	UserID    string    `json:"user_id"`
	At        time.Time `json:"at"` // simulated
	Summary   string    `json:"summary"`
}

// publishMessages announces messages that are about to be attempted.
func (t *Team) publishMessages(messages []*webhook.Message) {
	for _, m := range messages {
		t.Feed.Publish("message", messageEvent{m.ID, m.EventType, m.User, m.UserID, m.At, m.Carries().Summary})
		t.teams.config.Metrics.messages.WithLabelValues(m.EventType).Inc()
	}
}

// attemptEvent is an attempt in the feed.
type attemptEvent struct {
	SvixID     string         `json:"svix_id"`
	EventType  string         `json:"event_type"`
	User       string         `json:"client_user_id"`
	EndpointID string         `json:"endpoint_id"`
	Status     webhook.Status `json:"status"` // of the message at the endpoint
	webhook.Result
	DurationMS int64 `json:"response_duration_ms"` // wall time
}

// A Watcher follows all teams. Its methods may be called at the same time.
type Watcher interface {
	// Attempted is called when an attempt has ended.
	Attempted(t *Team, d webhook.Delivery, a webhook.Attempt)
	// Served is called when a request to Vital's API was answered. The team is nil
	// for a request of the management API, or with a key that opens no team.
	Served(t *Team, q journal.Request)
}

// publishAttempt announces an attempt that has ended. It announces messages that
// the dispatcher makes itself with their first one.
func (t *Team) publishAttempt(d webhook.Delivery, a webhook.Attempt) {
	if d.EventType == webhook.EventExhausted && a.Number == 1 && a.Copy == 0 {
		t.publishMessages([]*webhook.Message{d.Message})
	}
	t.Feed.Publish("attempt", attemptEvent{
		d.ID, d.EventType, d.User, d.EndpointID, d.Status, a.Result(), a.Duration.Milliseconds(),
	})
	t.teams.config.Metrics.attempts.WithLabelValues(d.EventType, statusLabel(a.StatusCode)).Inc()
	if watcher := t.teams.config.Watcher; watcher != nil {
		watcher.Attempted(t, d, a)
	}
}

// RecordRequest adds a request to Vital's API to the journal, and announces it.
func (t *Team) RecordRequest(q journal.Request) {
	t.Journal.Add(q)
	t.Feed.Publish("request", q)
	if q.Fault != "" {
		t.publishFaults()
	}
	t.teams.config.Metrics.Served("team", q.Method, q.Route, q.Status)
}

// publishFaults announces what faults have done since it was last called.
func (t *Team) publishFaults() {
	t.mu.Lock()
	defer t.mu.Unlock()
	acts, now := t.Faults.Since(t.told)
	t.told = now
	for _, act := range acts {
		t.Feed.Publish("fault", act)
	}
}

// publishMove announces that time has moved. A clock that is driven moves all the
// while: the feed shows it once a second of wall time.
func (t *Team) publishMove(_ time.Time, driven bool) {
	t.mu.Lock()
	wall := t.teams.config.Wall.Now()
	often := driven && wall.Sub(t.ticked) < time.Second
	if !often {
		t.ticked = wall
	}
	t.mu.Unlock()
	if !often {
		t.publishClock()
	}
}

// A Clock is the time of a team.
type Clock struct {
	Now   time.Time `json:"now" jsonschema:"simulated time"`
	Speed float64   `json:"speed" jsonschema:"simulated seconds in a second; 0 where time stands still"`
}

// Clock returns the time and how fast it passes.
func (t *Team) Clock() Clock { return Clock{t.clock.Now(), t.driver.Speed()} }

func (t *Team) publishClock() { t.Feed.Publish("clock", t.Clock()) }

// scenarioEvent is the start or the end of a scenario in the feed.
type scenarioEvent struct {
	Scenario string    `json:"scenario"`
	State    string    `json:"state"` // started or ended
	At       time.Time `json:"at"`    // simulated
	Error    string    `json:"error,omitempty"`
}

// publishScenario announces that a scenario has started or ended. The error says why
// it did not play to its end.
func (t *Team) publishScenario(name, state string, err error) {
	event := scenarioEvent{Scenario: name, State: state, At: t.Now()}
	if err != nil {
		event.Error = err.Error()
	}
	t.Feed.Publish("scenario", event)
}

// stepEvent is a scenario's step in the feed.
type stepEvent struct {
	Scenario    string    `json:"scenario"`
	File        string    `json:"file"`
	Line        int       `json:"line"`
	Col         int       `json:"col"`
	Verb        string    `json:"verb"`
	Text        string    `json:"text"`
	State       string    `json:"state"` // started, met or missed (of an expectation), done or failed
	At          time.Time `json:"at"`    // simulated
	Explanation string    `json:"explanation,omitempty"`
	Error       string    `json:"error,omitempty"`
}

// stepPublisher publishes the steps of a scenario to the feed, and passes them on
// to the observer.
type stepPublisher struct {
	observer Observer
	team     *Team
	scenario string
}

func (p stepPublisher) publish(s scenario.Step, state, explanation string, err error) {
	event := stepEvent{
		Scenario: p.scenario, File: s.File, Line: s.Line, Col: s.Col, Verb: s.Verb, Text: s.Text, State: state, At: p.team.Now(), Explanation: explanation,
	}
	if err != nil {
		event.Error = err.Error()
	}
	p.team.Feed.Publish("step", event)
}

// StepStarted publishes the beginning of a step.
func (p stepPublisher) StepStarted(s scenario.Step) {
	p.publish(s, "started", "", nil)
	if p.observer != nil {
		p.observer.StepStarted(s, p.team.Now())
	}
}

// Expectation publishes the outcome of an expect step.
func (p stepPublisher) Expectation(s scenario.Step, ok bool, explanation string) {
	state := "met"
	if !ok {
		state = "missed"
	}
	p.publish(s, state, explanation, nil)
	if p.observer != nil {
		p.observer.Expectation(s, ok, explanation)
	}
}

// StepDone publishes the end of a step.
func (p stepPublisher) StepDone(s scenario.Step, err error) {
	state := "done"
	if err != nil {
		state = "failed"
	}
	p.publish(s, state, "", err)
}
