package webhook

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// Load returns a dispatcher with a saved state. The Config is that of the saved
// dispatcher without endpoints. Attempts that were due start with the clock.
func Load(c Config, s State) (*Dispatcher, error) {
	c.Endpoints = nil
	d, err := New(c)
	if err != nil {
		return nil, err
	}
	l := loader{d: d}
	for _, load := range []func(State) error{l.endpoints, l.messages, l.deliveries, l.waiting} {
		if err := load(s); err != nil {
			return nil, fmt.Errorf("load deliveries: %w", err)
		}
	}
	l.forgotten(s)
	return d, nil
}

// A loader turns a state into a dispatcher, which is not shared yet.
type loader struct {
	d       *Dispatcher
	ends    []*endpoint
	entries []*entry // by the message's index
}

func (l *loader) endpoints(s State) error {
	l.d.added = s.Added
	for _, saved := range s.Endpoints {
		secrets := []string{saved.Secret}
		for _, f := range saved.Former {
			secrets = append(secrets, f.Secret)
		}
		for _, secret := range secrets {
			if _, err := ParseSecret(secret); err != nil {
				return fmt.Errorf("endpoint %s: secret: %w", saved.ID, err)
			}
		}
		e := newEndpoint(Endpoint{
			ID: saved.ID, URL: saved.URL, Description: saved.Description, FilterTypes: saved.FilterTypes, RateLimit: saved.RateLimit,
			Disabled: saved.Disabled, Headers: saved.Headers, Sensitive: saved.Sensitive, Secret: Secret(saved.Secret),
			CreatedAt: saved.CreatedAt, UpdatedAt: saved.UpdatedAt,
		}, saved.Ordinal)
		if problems := e.Problems(); len(problems) > 0 {
			return fmt.Errorf("endpoint %s: %s: %s", saved.ID, problems[0].Field, problems[0].Reason)
		}
		e.removed, e.health = saved.Removed, health{saved.Failures, saved.Failing}
		e.made, e.second, e.spent = saved.Made, saved.Second, saved.Spent
		for _, f := range saved.Former {
			e.former = append(e.former, former{Secret(f.Secret), f.Until})
		}
		l.ends = append(l.ends, e)
		if !e.removed {
			l.d.endpoints = append(l.d.endpoints, e)
		}
	}
	return nil
}

func (l *loader) messages(s State) error {
	for _, saved := range s.Messages {
		m := &Message{ID: saved.ID, EventType: saved.EventType, User: saved.User, UserID: saved.UserID, At: saved.At, Seq: saved.Seq, Body: saved.Body}
		if saved.Named {
			l.entries = append(l.entries, &entry{message: m, place: -1, index: -1})
			continue
		}
		l.entries = append(l.entries, l.d.log.add(m))
	}
	for i, saved := range s.Messages {
		m := l.entries[i].message
		if !json.Valid(m.Body) {
			return fmt.Errorf("message %s: its body is no JSON", m.ID)
		}
		if given := saved.GivenUp; given != nil {
			if given.Message < 0 || given.Message >= len(l.entries) || given.Message == i {
				return fmt.Errorf("message %s: there is no message %d", m.ID, given.Message)
			}
			m.Exhausted = &Exhausted{l.entries[given.Message].message, given.EndpointID}
		} else if saved.Note != nil {
			m.Note = *saved.Note
		}
	}
	for _, en := range l.entries { // which nobody hears about
		if given := en.message.Exhausted; given != nil && given.Message.Exhausted != nil {
			return fmt.Errorf("message %s: it says of itself that it was given up", en.message.ID)
		}
	}
	return nil
}

func (l *loader) deliveries(s State) error {
	for i, saved := range s.Messages {
		en := l.entries[i]
		for _, ds := range saved.Deliveries {
			if ds.Endpoint < 0 || ds.Endpoint >= len(l.ends) || saved.Named {
				return fmt.Errorf("message %s: there is no endpoint %d", saved.ID, ds.Endpoint)
			}
			if !slices.Contains([]Status{Pending, Success, Fail}, ds.Status) {
				return fmt.Errorf("message %s: unknown status %q", saved.ID, ds.Status)
			}
			made := &delivery{
				entry: en, endpoint: l.ends[ds.Endpoint], status: ds.Status, begun: ds.Begun, rung: ds.Rung, manual: ds.Manual, accepted: ds.Accepted,
			}
			for _, a := range ds.Attempts {
				made.attempts = append(made.attempts, loadAttempt(a))
			}
			en.add(made)
		}
	}
	return nil
}

func loadAttempt(s AttemptState) Attempt {
	a := Attempt{
		Number: s.Number, Copy: s.Copy, Manual: s.Manual, Fault: s.Fault, At: s.At, Timestamp: s.Timestamp, Signature: s.Signature,
		Secret: Secret(s.Secret), StatusCode: s.StatusCode, Error: s.Error, TimedOut: s.TimedOut, Duration: s.Duration, Answer: string(s.Answer),
		retryAfter: s.RetryAfter, sent: s.Sent, shift: s.Shift,
	}
	if s.Body != nil {
		a.Body = append([]byte{}, *s.Body...)
	}
	if s.Headers != nil {
		a.headers = &headers{s.Headers.Values, s.Headers.Sensitive}
	}
	return a
}

func (l *loader) waiting(s State) error {
	for i, saved := range s.Endpoints {
		e := l.ends[i]
		held := map[int]*try{}
		for _, ts := range saved.Waiting {
			if ts.Message < 0 || ts.Message >= len(l.entries) || l.entries[ts.Message].delivery(e) == nil {
				return fmt.Errorf("endpoint %s: what waits is no message of its own", e.id)
			}
			t := &try{
				delivery: l.entries[ts.Message].delivery(e), first: ts.First, manual: ts.Manual, due: ts.Due, at: ts.At, number: ts.Number, place: -1,
				drawn: ts.Drawn, late: ts.Late, overtake: ts.Overtake,
			}
			if ts.Tampering != nil {
				how, err := fault.TamperingOf(ts.Tampering.Text)
				if err != nil {
					return fmt.Errorf("endpoint %s: %w", e.id, err)
				}
				t.tampering = how
				t.tampering.Delay, t.tampering.After = ts.Tampering.Delay, ts.Tampering.After
			}
			if !t.manual {
				t.delivery.next = t
			}
			e.waiting.add(t)
			if ts.Held > 0 {
				held[ts.Held] = t
			}
		}
		for n := 1; held[n] != nil; n++ {
			e.held = append(e.held, held[n])
		}
	}
	return nil
}

// forgotten restores the evicted messages that deliveries still name, and counts
// the others.
func (l *loader) forgotten(s State) {
	log := &l.d.log
	if h := s.Horizon; h != nil {
		log.horizon = mark{h.At, &Message{ID: h.ID, User: h.User, At: h.MessageAt, Seq: h.Seq}}
	}
	for _, t := range s.Tallies {
		if log.tallies == nil {
			log.tallies = map[Tally]int{}
		}
		log.tallies[Tally{t.EventType, t.User, t.UserID, t.Unwanted}] = t.Count
	}
	for _, en := range slices.Clone(log.entries) {
		log.update(en)
	}
}
