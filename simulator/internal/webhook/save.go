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
	s.forgotten(&d.log)
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
	slices.SortFunc(endpoints, func(a, b *endpoint) int { return cmp.Compare(a.ordinal, b.ordinal) })
	for i, e := range endpoints {
		s.endpoints[e] = i
	}
	s.out.Endpoints, s.out.Messages = make([]EndpointState, len(endpoints)), make([]MessageState, len(s.messages))
}

func (s *saver) message(m *Message) MessageState {
	out := MessageState{ID: m.ID, EventType: m.EventType, User: m.User, UserID: m.UserID, At: m.At, Seq: m.Seq, Body: m.Body}
	if given := m.Exhausted; given != nil {
		out.GivenUp = &GivenUpState{s.messages[given.Message], given.EndpointID}
	} else {
		out.Note = &m.Note
	}
	return out
}

func (s *saver) delivery(made *delivery) DeliveryState {
	out := DeliveryState{
		Endpoint: s.endpoints[made.endpoint], Status: made.status, Begun: made.begun, Rung: made.rung, Manual: made.manual, Accepted: made.accepted,
	}
	for _, a := range made.attempts {
		out.Attempts = append(out.Attempts, saveAttempt(a))
	}
	return out
}

func saveAttempt(a Attempt) AttemptState {
	out := AttemptState{
		Number: a.Number, Copy: a.Copy, Manual: a.Manual, Fault: a.Fault, At: a.At, Timestamp: a.Timestamp, Signature: a.Signature,
		Secret: a.Secret.Reveal(), StatusCode: a.StatusCode, Error: a.Error, TimedOut: a.TimedOut, Duration: a.Duration, Answer: Bytes(a.Answer),
		RetryAfter: a.retryAfter, Sent: a.sent, Shift: a.shift,
	}
	if a.Body != nil {
		out.Body = (*Bytes)(&a.Body)
	}
	if a.headers != nil {
		out.Headers = &HeadersState{a.headers.values, a.headers.sensitive}
	}
	return out
}

func (s *saver) endpoint(e *endpoint) EndpointState {
	out := EndpointState{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: e.Headers, Sensitive: e.Sensitive, Secret: e.Secret.Reveal(), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
		Ordinal: e.ordinal, Removed: e.removed, Failures: slices.Clone(e.health.failures), Failing: e.health.since,
		Made: e.made, Second: e.second, Spent: e.spent,
	}
	for _, f := range e.former {
		out.Former = append(out.Former, FormerState{f.secret.Reveal(), f.until})
	}
	held := slices.DeleteFunc(slices.Clone(e.held), func(t *try) bool { return t.place < 0 }) // whose hour was over
	waiting := slices.Clone(e.waiting)
	slices.SortFunc(waiting, func(a, b *try) int {
		return cmp.Or(a.due.Compare(b.due), compareMessages(a.delivery.message(), b.delivery.message()), cmp.Compare(a.number, b.number))
	})
	for _, t := range waiting {
		saved := TryState{
			Message: s.messages[t.delivery.message()], First: t.first, Manual: t.manual, Due: t.due, At: t.at, Number: t.number,
			Drawn: t.drawn, Late: t.late, Overtake: t.overtake, Held: slices.Index(held, t) + 1,
		}
		if t.tampering.Fault != "" {
			saved.Tampering = &TamperingState{t.tampering.Text, t.tampering.Delay, t.tampering.After}
		}
		out.Waiting = append(out.Waiting, saved)
	}
	return out
}

// forgotten returns the evicted messages that deliveries still name.
func (s *saver) forgotten(l *log) {
	keys := slices.SortedFunc(maps.Keys(l.tallies), func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.EventType, b.EventType), cmp.Compare(a.UserID, b.UserID), cmp.Compare(a.User, b.User), compareBools(a.Unwanted, b.Unwanted))
	})
	for _, t := range keys {
		s.out.Tallies = append(s.out.Tallies, TallyState{t.EventType, t.User, t.UserID, t.Unwanted, l.tallies[t]})
	}
	if m := l.horizon.message; m != nil {
		s.out.Horizon = &MarkState{l.horizon.at, m.At, m.User, m.Seq, m.ID}
	}
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
