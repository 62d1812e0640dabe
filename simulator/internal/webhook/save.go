package webhook

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// ErrOpen is the error of Save while attempts are open.
var ErrOpen = errors.New("save deliveries: some are open; wait for their end")

// Save returns the state of the dispatcher; it fails while attempts are open.
func (d *Dispatcher) Save() (State, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.judgeIdle()
	if d.open > 0 {
		return State{}, ErrOpen
	}
	s := saver{endpoints: map[*endpoint]int{}, messages: map[*Message]int{}}
	s.out.Added = d.added
	s.gather(d)
	for _, en := range d.log.entries {
		if en == nil {
			continue
		}
		saved := s.message(en.message)
		for _, made := range en.deliveries {
			saved.Deliveries = append(saved.Deliveries, s.delivery(made))
		}
		s.out.Messages[s.messages[en.message]] = saved
	}
	for m, i := range s.messages {
		if s.out.Messages[i].ID != "" {
			continue
		}
		saved := s.message(m)
		saved.Named = true
		s.out.Messages[i] = saved
	}
	for e, i := range s.endpoints {
		s.out.Endpoints[i] = s.endpoint(e)
	}
	s.evicted(&d.log)
	return s.out, nil
}

// A saver turns a dispatcher into its state.
type saver struct {
	out       State
	endpoints map[*endpoint]int
	messages  map[*Message]int
}

// gather gives every endpoint and message its index.
func (s *saver) gather(d *Dispatcher) {
	endpoints := slices.Clone(d.endpoints)
	var named []*Message
	for _, en := range d.log.entries {
		if en == nil {
			continue
		}
		s.messages[en.message] = len(s.messages)
		if given := en.message.Exhausted; given != nil {
			named = append(named, given.Message)
		}
		for _, made := range en.deliveries {
			if !slices.Contains(endpoints, made.endpoint) {
				endpoints = append(endpoints, made.endpoint)
			}
		}
	}
	for _, m := range named {
		if _, there := s.messages[m]; !there {
			s.messages[m] = len(s.messages)
		}
	}
	slices.SortFunc(endpoints, func(a, b *endpoint) int { return cmp.Compare(a.Ordinal, b.Ordinal) })
	for i, e := range endpoints {
		s.endpoints[e] = i
	}
	s.out.Endpoints, s.out.Messages = make([]EndpointState, len(endpoints)), make([]MessageState, len(s.messages))
}

func (s *saver) message(m *Message) MessageState {
	out := MessageState{Message: *m}
	if given := m.Exhausted; given != nil {
		out.GivenUp = &GivenUpState{s.messages[given.Message], given.EndpointID}
	}
	return out
}

func (s *saver) delivery(made *delivery) DeliveryState {
	out := DeliveryState{delivery: *made, Endpoint: s.endpoints[made.endpoint]}
	for _, a := range made.Attempts {
		out.Attempts = append(out.Attempts, AttemptState{a, a.Secret.Reveal()})
	}
	return out
}

func (s *saver) endpoint(e *endpoint) EndpointState {
	out := EndpointState{endpoint: *e, Secret: e.Secret.Reveal()}
	out.Failures = slices.Clone(e.Failures)
	held := slices.DeleteFunc(slices.Clone(e.held), func(t *try) bool { return t.place < 0 }) // whose hour was over
	waiting := slices.Clone(e.waiting)
	slices.SortFunc(waiting, (*try).compare)
	for _, t := range waiting {
		out.Waiting = append(out.Waiting, TryState{*t, s.messages[t.delivery.message()], slices.Index(held, t) + 1})
	}
	return out
}

// evicted saves what is left of evicted messages.
func (s *saver) evicted(l *log) {
	for _, t := range slices.SortedFunc(maps.Keys(l.tallies), Tally.compare) {
		s.out.Tallies = append(s.out.Tallies, TallyState{t, l.tallies[t]})
	}
	s.out.Horizon = l.horizon
}
