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
	l.evicted(s)
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
		e := saved.open()
		e.Secret = Secret(saved.Secret)
		e.Failures = slices.Clone(saved.Failures)
		for _, f := range append([]former{{Secret: saved.Secret}}, e.Former...) {
			if _, err := ParseSecret(f.Secret); err != nil {
				return fmt.Errorf("endpoint %s: secret: %w", e.id, err)
			}
		}
		if problems := e.Problems(); len(problems) > 0 {
			return fmt.Errorf("endpoint %s: %s: %s", e.id, problems[0].Field, problems[0].Reason)
		}
		l.ends = append(l.ends, e)
		if !e.Removed {
			l.d.endpoints = append(l.d.endpoints, e)
		}
	}
	return nil
}

func (l *loader) messages(s State) error {
	for _, saved := range s.Messages {
		if saved.Named {
			l.entries = append(l.entries, &entry{message: &saved.Message, place: -1, index: -1})
			continue
		}
		l.entries = append(l.entries, l.d.log.add(&saved.Message))
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
		for _, ds := range saved.Deliveries {
			if ds.Endpoint < 0 || ds.Endpoint >= len(l.ends) || saved.Named {
				return fmt.Errorf("message %s: there is no endpoint %d", saved.ID, ds.Endpoint)
			}
			if !slices.Contains([]Status{Pending, Success, Fail}, ds.Status) {
				return fmt.Errorf("message %s: unknown status %q", saved.ID, ds.Status)
			}
			made := ds.delivery
			made.entry, made.endpoint = l.entries[i], l.ends[ds.Endpoint]
			made.Attempts, made.next = nil, nil
			for _, a := range ds.Attempts {
				a.Attempt.Secret = Secret(a.Secret)
				made.Attempts = append(made.Attempts, a.Attempt)
			}
			made.entry.add(&made)
		}
	}
	return nil
}

func (l *loader) waiting(s State) error {
	for i, saved := range s.Endpoints {
		e := l.ends[i]
		held := map[int]*try{}
		for _, ts := range saved.Waiting {
			if ts.Message < 0 || ts.Message >= len(l.entries) || l.entries[ts.Message].delivery(e) == nil {
				return fmt.Errorf("endpoint %s: what waits is no message of its own", e.id)
			}
			t := ts.try
			t.delivery, t.place = l.entries[ts.Message].delivery(e), -1
			if how := t.Tampering; how.Text != "" {
				var err error
				if t.Tampering, err = fault.TamperingOf(how.Text); err != nil {
					return fmt.Errorf("endpoint %s: %w", e.id, err)
				}
				t.Tampering.Delay, t.Tampering.After = how.Delay, how.After
			}
			if !t.Manual {
				t.delivery.next = &t
			}
			e.waiting.add(&t)
			if ts.Held > 0 {
				held[ts.Held] = &t
			}
		}
		for n := 1; held[n] != nil; n++ {
			e.held = append(e.held, held[n])
		}
	}
	return nil
}

// evicted loads what is left of evicted messages, and evicts none more.
func (l *loader) evicted(s State) {
	log := &l.d.log
	log.horizon = s.Horizon
	for _, t := range s.Tallies {
		if log.tallies == nil {
			log.tallies = map[Tally]int{}
		}
		log.tallies[t.Tally] = t.Count
	}
	for _, en := range slices.Clone(log.entries) {
		log.update(en)
	}
}
