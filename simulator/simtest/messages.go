package simtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/internal/glob"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Messages are a selection of the messages of a Sim. The selection is evaluated
// at each use.
type Messages struct {
	sim   *Sim
	wants []want

	users, patterns, keys, providers []string // that the wants are about
}

// From is what Expect and Never search: a *Sim, or a selection of its Messages.
type From interface{ messages() Messages }

func (s *Sim) messages() Messages     { return Messages{sim: s} }
func (m Messages) messages() Messages { return m }

// A want is a condition on a message.
type want struct {
	text string               // as people say it: of app-user-1
	miss func(message) string // how a message is otherwise; "" where it is as wanted
}

// Of selects the messages about a user, by client_user_id or user id.
func (s *Sim) Of(user string) Messages { return s.messages().Of(user) }

// EventType selects the messages of an event type, in which * matches any run of
// characters, as in daily.data.sleep.*.
func (s *Sim) EventType(eventType string) Messages {
	s.t.Helper()
	return s.messages().EventType(eventType)
}

// With selects the messages whose data has a value at a key. A dot leads to a
// nested key, as in source.provider. Values are compared as JSON.
func (s *Sim) With(key string, value any) Messages {
	s.t.Helper()
	return s.messages().With(key, value)
}

// Of selects the messages about a user, by client_user_id or user id.
func (m Messages) Of(user string) Messages {
	m.users = append(slices.Clip(m.users), user)
	return m.and("of "+user, func(have message) string {
		return differs("of", user, have.ClientUserID, user == have.ClientUserID || user == have.UserID)
	})
}

// EventType selects the messages of an event type, in which * matches any run of
// characters. It ends the test if there is no such type.
func (m Messages) EventType(eventType string) Messages {
	m.sim.t.Helper()
	if err := catalog.CheckEventType(eventType); err != nil {
		m.sim.t.Fatal(err)
	}
	m.patterns = append(slices.Clip(m.patterns), eventType)
	return m.and(eventType, func(have message) string {
		return differs("event type", eventType, have.EventType, glob.Match(eventType, have.Delivered.EventType))
	})
}

// With selects the messages whose data has a value at a key.
func (m Messages) With(key string, value any) Messages {
	m.sim.t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		m.sim.t.Fatalf("with %s: %v", key, err)
	}
	wanted := canonical(b)
	m.keys = append(slices.Clip(m.keys), key)
	if name, ok := value.(string); ok && slices.Contains(providerKeys, key) {
		m.providers = append(slices.Clip(m.providers), name)
	}
	return m.and(key+" "+wanted, func(have message) string {
		found, ok := have.lookUp(key)
		return differs(key, wanted, found, ok && found == wanted)
	})
}

func (m Messages) and(text string, miss func(message) string) Messages {
	m.wants = append(slices.Clip(m.wants), want{text, miss})
	return m
}

// differs returns a line of a diff, or "" if there is no difference.
func differs(what, wanted, have string, same bool) string {
	if same {
		return ""
	}
	return fmt.Sprintf("%s: want %s, have %s", what, wanted, have)
}

// String describes the selection.
func (m Messages) String() string {
	texts := make([]string, len(m.wants))
	for i, w := range m.wants {
		texts[i] = w.text
	}
	return strings.Join(texts, ", ")
}

// Timeline returns the selected messages with their attempts so far, oldest first.
func (m Messages) Timeline() []simulator.Delivered {
	m.sim.t.Helper()
	m.check()
	return slices.DeleteFunc(m.sim.Timeline(), func(d simulator.Delivered) bool {
		return len(m.misses(message{d})) > 0
	})
}

// misses returns the conditions that a message does not meet.
func (m Messages) misses(have message) (misses []string) {
	for _, w := range m.wants {
		if miss := w.miss(have); miss != "" {
			misses = append(misses, miss)
		}
	}
	return misses
}

// Events returns the decoded events of all messages so far, oldest first. An
// event that goes to several endpoints is returned once.
func (s *Sim) Events() []vital.Event { return s.messages().Events() }

// Events returns the decoded events of the selected messages, oldest first. An
// event that goes to several endpoints is returned once.
func (m Messages) Events() []vital.Event {
	m.sim.t.Helper()
	var events []vital.Event
	before := ""
	for _, d := range m.Timeline() {
		if d.SvixID == before || d.EventType == simulator.EventExhausted { // which is Svix's own
			continue
		}
		before = d.SvixID
		var e vital.Event
		if err := json.Unmarshal(d.Body, &e); err != nil {
			m.sim.t.Fatalf("decode %s: %v", d.EventType, err)
		}
		events = append(events, e)
	}
	return events
}

// A message is one on its way to an endpoint.
type message struct{ simulator.Delivered }

// lookUp returns the JSON at a key of the data, or false and a description of
// what is there instead.
func (m message) lookUp(key string) (text string, ok bool) {
	var event struct{ Data json.RawMessage }
	if err := json.Unmarshal(m.Body, &event); err != nil {
		return "no JSON", false
	}
	at := event.Data
	for part := range strings.SplitSeq(key, ".") {
		var object map[string]json.RawMessage
		if json.Unmarshal(at, &object) != nil || object == nil {
			return "no such key", false
		}
		if at, ok = object[part]; !ok {
			return "no such key" + near.Hint(part, slices.Collect(maps.Keys(object))), false
		}
	}
	return canonical(at), true
}

// canonical returns JSON in one form: 93.0 becomes 93, and keys are sorted.
func canonical(b []byte) string {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return string(b)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return string(b)
	}
	return string(b)
}
