package simulator

import (
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// What follows tells the feed of a team, and the metrics, what happens.

// happened is a message as the feed tells of it.
type happened struct {
	SvixID    string    `json:"svix_id"`
	EventType string    `json:"event_type"`
	User      string    `json:"client_user_id"`
	UserID    string    `json:"user_id"`
	At        time.Time `json:"at"` // simulated
	Summary   string    `json:"summary"`
}

func happening(m *webhook.Message) happened {
	return happened{m.ID, m.EventType, m.User, m.UserID, m.At, m.Carries().Summary}
}

// sent tells of messages that are about to be attempted.
func (u *universe) sent(messages []*webhook.Message) {
	for _, m := range messages {
		u.feed.Publish("message", happening(m))
		u.metrics.messages.WithLabelValues(m.EventType).Inc()
	}
}

// tried is an attempt as the feed tells of it.
type tried struct {
	SvixID     string         `json:"svix_id"`
	EventType  string         `json:"event_type"`
	User       string         `json:"client_user_id"`
	EndpointID string         `json:"endpoint_id"`
	Status     webhook.Status `json:"status"` // of the message at the endpoint
	Number     int            `json:"number"`
	Copy       int            `json:"copy,omitempty"`
	Manual     bool           `json:"manual,omitempty"`
	Fault      string         `json:"fault,omitempty"`
	At         time.Time      `json:"at"` // simulated
	StatusCode int            `json:"status_code"`
	OK         bool           `json:"ok"`
	Error      string         `json:"error,omitempty"`
	DurationMS int64          `json:"response_duration_ms"` // wall time
}

// attempt tells of an attempt that has ended. Of messages that the dispatcher
// makes itself it tells with their first one.
func (u *universe) attempt(d webhook.Delivery, a webhook.Attempt) {
	if d.EventType == EventExhausted && a.Number == 1 && a.Copy == 0 {
		u.sent([]*webhook.Message{d.Message})
	}
	u.feed.Publish("attempt", tried{
		d.ID, d.EventType, d.User, d.EndpointID, d.Status, a.Number, a.Copy, a.Manual, a.Fault, a.At, a.StatusCode, a.OK(), a.Error, a.Duration.Milliseconds(),
	})
	u.metrics.attempts.WithLabelValues(d.EventType, statusLabel(a.StatusCode)).Inc()
}

// asked tells of a request to Vital's API.
func (u *universe) asked(q journal.Request) {
	u.feed.Publish("request", q)
	if q.Fault != "" {
		u.acted()
	}
	u.metrics.served("team", q.Method, q.Route, q.Status)
}

// acted tells of what faults have done.
func (u *universe) acted() {
	u.mu.Lock()
	defer u.mu.Unlock()
	acts, now := u.faults.Since(u.told)
	u.told = now
	for _, act := range acts {
		u.feed.Publish("fault", act)
	}
}

// moved tells of time. A clock that is driven moves all the while: of it the
// feed hears once a second of wall time.
func (u *universe) moved(_ time.Time, driven bool) {
	u.mu.Lock()
	wall := u.wall.Now()
	often := driven && wall.Sub(u.ticked) < time.Second
	if !often {
		u.ticked = wall
	}
	u.mu.Unlock()
	if !often {
		u.tick()
	}
}

func (u *universe) tick() {
	u.feed.Publish("clock", control.Clock{Now: u.clock.Now(), Speed: u.driver.Speed()})
}

// setSpeed changes how fast time passes, and tells of it.
func (u *universe) setSpeed(speed float64) error {
	err := u.driver.SetSpeed(speed)
	if err == nil {
		u.tick()
	}
	return err
}

// A step is what the feed tells of a scenario's step.
type step struct {
	Scenario    string    `json:"scenario"`
	Verb        string    `json:"verb"`
	Text        string    `json:"text"`
	State       string    `json:"state"` // started, met or missed (of an expectation), done or failed
	At          time.Time `json:"at"`    // simulated
	Explanation string    `json:"explanation,omitempty"`
	Error       string    `json:"error,omitempty"`
}

// stepWatcher tells the feed, and an Observer where there is one, of steps.
type stepWatcher struct {
	o        Observer
	u        *universe
	scenario string
}

func (w stepWatcher) tell(s scenario.Step, state, explanation string, err error) {
	told := step{Scenario: w.scenario, Verb: s.Verb, Text: s.Text, State: state, At: w.u.clock.Now(), Explanation: explanation}
	if err != nil {
		told.Error = err.Error()
	}
	w.u.feed.Publish("step", told)
}

// StepStarted adds the simulated time.
func (w stepWatcher) StepStarted(s scenario.Step) {
	w.tell(s, "started", "", nil)
	if w.o != nil {
		w.o.StepStarted(s, w.u.clock.Now())
	}
}

// Expectation is the outcome of an expect step.
func (w stepWatcher) Expectation(s scenario.Step, ok bool, explanation string) {
	state := "met"
	if !ok {
		state = "missed"
	}
	w.tell(s, state, explanation, nil)
	if w.o != nil {
		w.o.Expectation(s, ok, explanation)
	}
}

// StepDone is the end of a step.
func (w stepWatcher) StepDone(s scenario.Step, err error) {
	state := "done"
	if err != nil {
		state = "failed"
	}
	w.tell(s, state, "", err)
}
