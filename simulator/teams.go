package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// team opens the universe of a key for a request.
func (s *Simulator) team(key string) (api.Team, error) {
	u, err := s.open(key)
	if err != nil {
		return api.Team{}, err
	}
	return api.Team{World: u.world, Now: u.clock.Now, Send: u.send}, nil
}

// open is the universe of a key that a client has sent. The answer to a refused
// key is Vital's own; why it was refused stands in the hint.
func (s *Simulator) open(key string) (*universe, error) {
	refused := func(why string) (*universe, error) {
		return nil, vital.Unauthorized("invalid token").WithHint("%s", why)
	}
	listed := len(s.config.ListedKeys) == 0 || key == s.config.APIKey || slices.Contains(s.config.ListedKeys, key)
	switch {
	case strings.HasPrefix(key, "pk_"):
		return refused("this is a production key; never give one to a fake. Use a sandbox key, such as sk_us_anything")
	case !isSandboxKey(key):
		return refused("sandbox keys begin with sk_us_ or sk_eu_; any such key opens a team of its own")
	case !listed:
		return refused("only listed keys open teams here, and this one is not listed")
	}
	return s.universe(key)
}

var errClosed = errors.New("open team: the simulator is closed; make a new one")

func (s *Simulator) universe(key string) (*universe, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errClosed
	}
	if u, ok := s.universes[key]; ok {
		return u, nil
	}
	if len(s.universes) >= maxUniverses {
		return nil, vital.TooManyRequests("Too Many Requests").WithHint("%d API keys are in use, which is the limit", maxUniverses)
	}
	config := s.config
	if n := s.resets[key]; n > 0 && config.RunID != "" {
		config.RunID += fmt.Sprintf("-%d", n) // or receivers would take what follows for repeats
	}
	u, err := newUniverse(config, s.faults, key, s.cache, s.url, s)
	if err != nil {
		return nil, err
	}
	s.universes[key] = u
	s.byTeam[u.world.Team().String()] = u
	return u, nil
}

// reset lets the team of a key start over; "" is the simulator's own.
func (s *Simulator) reset(key string) error {
	if key == "" {
		key = s.config.APIKey
	}
	if _, err := s.open(key); err != nil {
		return err
	}
	s.mu.Lock()
	u := s.universes[key]
	s.forget(key)
	s.mu.Unlock()
	if u != nil {
		u.close()
	}
	return nil
}

// resetAll lets every team start over.
func (s *Simulator) resetAll() {
	s.mu.Lock()
	var closing []*universe
	for key, u := range s.universes {
		closing = append(closing, u)
		s.forget(key)
	}
	s.mu.Unlock()
	for _, u := range closing {
		u.close()
	}
}

// forget drops a universe; s.mu is held.
func (s *Simulator) forget(key string) {
	if u := s.universes[key]; u != nil {
		delete(s.byTeam, u.world.Team().String())
		delete(s.universes, key)
		s.resets[key]++
	}
}

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
func (t controlledTeam) SetSpeed(speed float64) error { return t.driver.SetSpeed(speed) }
func (t controlledTeam) Changed() <-chan struct{}     { return t.dispatcher.Changed() }
func (t controlledTeam) ClearInbox()                  { t.inbox.Clear() }

func (t controlledTeam) Faults() []fault.State                { return t.faults.Active() }
func (t controlledTeam) AddFault(text string) (string, error) { return t.addFault(text) }
func (t controlledTeam) ClearFaults(name string) error        { return t.faults.Clear(name) }
func (t controlledTeam) Injected() []fault.Injection          { return t.faults.Ledger() }
func (t controlledTeam) Acted() <-chan struct{}               { return t.faults.Changed() }
func (t controlledTeam) Requests() []journal.Request          { return t.journal.Requests() }

func (t controlledTeam) Inbox() (out []control.Received) {
	for _, r := range t.inbox.Received() {
		var event struct {
			EventType string `json:"event_type"`
		}
		_ = json.Unmarshal(r.Body, &event) // it is an event of ours: its signature was verified
		out = append(out, control.Received{SvixID: r.ID, EventType: event.EventType, Body: r.Body})
	}
	return out
}

func (t controlledTeam) Messages() []control.Message {
	log := t.dispatcher.Log()
	out := make([]control.Message, len(log))
	for i, d := range log {
		change := changeOf(d.Message)
		out[i] = control.Message{
			SvixID: d.ID, EventType: d.EventType, User: d.User, UserID: change.UserID.String(), At: d.At,
			Status: string(d.Status), Summary: change.Carries.Summary, Body: d.Body,
			Accepted: d.Status == webhook.Success, EndpointID: d.EndpointID, Attempts: shownAttempts{d},
		}
	}
	return out
}

func (t controlledTeam) Evicted() (out []control.Tally) {
	for tally, count := range t.dispatcher.Evicted() {
		m := control.Message{EventType: tally.EventType, User: tally.User, UserID: tally.UserID, Status: string(webhook.Success), Accepted: true}
		if tally.Unwanted {
			m.Status, m.Accepted = string(webhook.Unwanted), false
		}
		out = append(out, control.Tally{Message: m, Count: count})
	}
	return out
}

// shownAttempts are verified only when they are shown: whoever waits looks at
// all messages with every attempt that ends.
type shownAttempts struct{ webhook.Delivery }

// MarshalJSON is the list of attempts.
func (s shownAttempts) MarshalJSON() ([]byte, error) {
	return json.Marshal(attempts(s.Delivery))
}

func parseDuration(text string) (time.Duration, error) {
	d, err := clock.ParseDuration(text)
	return time.Duration(d), err
}
