package simtest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Patience bounds how long Expect waits, in wall time.
const Patience = 10 * time.Second

// Expect returns the newest accepted event data of a type, such as vital.Sleep,
// that meets all conditions. It looks at all messages of a Sim, or at those that
// Of, EventType and With select. While deliveries are open, or the clock has a
// speed, it waits, up to Patience. If no data matches, the test ends with a
// report of the nearest mismatch and of all that was sent.
func Expect[T vital.Payload](t testing.TB, from From, conditions ...func(T) bool) T {
	t.Helper()
	m := from.messages()
	if reason := m.impossible(isType[T]); reason != "" {
		t.Fatalf("no event can be %s: %s", asked[T](m, len(conditions)), reason)
	}
	ctx, cancel := context.WithTimeout(m.sim.t.Context(), Patience)
	defer cancel()
	var found T
	var timeline []simulator.Delivered
	look := search[T]{messages: m, conditions: conditions}
	if m.sim.Await(ctx, func(now []simulator.Delivered) (ok bool) {
		timeline = now
		for _, d := range slices.Backward(now) {
			if !d.Accepted() {
				continue
			}
			if found, ok = look.fits(message{d}); ok {
				return true
			}
		}
		return false
	}) {
		return found
	}
	var none T
	if reason := m.unknownUser(); reason != "" {
		t.Fatalf("no event can be %s: %s", asked[T](m, len(conditions)), reason)
	}
	t.Fatalf("%s was not accepted until %s\n%s", asked[T](m, len(conditions)), stamp(m.sim.Now()), instead(m, timeline, conditions))
	return none
}

// Never fails the test for each event data of the type that meets all
// conditions, whether it was accepted or not. It delivers what is due first and
// does not wait for more. It ends the test if no event can ever match: there is no
// such event type, the team has never had the user, or the data has no such key.
func Never[T vital.Payload](t testing.TB, from From, conditions ...func(T) bool) {
	t.Helper()
	m := from.messages()
	if reason := cmp.Or(m.impossible(isType[T]), m.unknownUser()); reason != "" {
		t.Fatalf("no event can be %s: %s", asked[T](m, len(conditions)), reason)
	}
	ctx, cancel := context.WithTimeout(m.sim.t.Context(), Patience)
	defer cancel()
	if err := m.sim.Simulator.Advance(ctx, 0); err != nil && !errors.Is(err, clock.ErrBusy) { // or it is inside of a handler
		t.Fatal(err)
	}
	var came []string
	look := search[T]{messages: m, conditions: conditions}
	timeline := m.sim.Timeline()
	for i, d := range timeline {
		if i > 0 && timeline[i-1].SvixID == d.SvixID {
			continue // it goes to another endpoint as well
		}
		if _, fit := look.fits(message{d}); fit {
			came = append(came, line(d, nil))
		}
	}
	if len(came) > 0 {
		t.Errorf("%s was never to come, and did:\n%s", asked[T](m, len(conditions)), indent(last(came, 10)))
	}
}

// isType reports whether data is of the type.
func isType[T vital.Payload](data vital.Payload) bool {
	_, ok := data.(T)
	return ok
}

// asked says what was asked for.
func asked[T vital.Payload](m Messages, conditions int) string {
	text := fmt.Sprintf("%T", *new(T))
	if text == "<nil>" {
		text = "an event"
	}
	if chosen := m.String(); chosen != "" {
		text += " (" + chosen + ")"
	}
	switch conditions {
	case 0:
		return text
	case 1:
		return text + " that meets the condition"
	}
	return fmt.Sprintf("%s that meets %d conditions", text, conditions)
}

// A search looks for data of a type in messages. It decodes a message once, and only
// where its event type can have data of the type.
type search[T vital.Payload] struct {
	messages   Messages
	conditions []func(T) bool
	others     map[string]bool // event types whose data is of another type
	rejected   map[string]bool // messages that do not fit, by svix-id
}

// fits returns the data of a message, if it is of the type and all that is wanted.
func (s *search[T]) fits(have message) (data T, ok bool) {
	if s.others[have.EventType] || s.rejected[have.SvixID] {
		return data, false
	}
	if s.others == nil {
		s.others, s.rejected = map[string]bool{}, map[string]bool{}
	}
	var decoded bool
	if len(s.messages.misses(have)) == 0 {
		data, ok, decoded = typed[T](have)
		s.others[have.EventType] = decoded && !ok
		ok = ok && !slices.ContainsFunc(s.conditions, func(met func(T) bool) bool { return !met(data) })
	}
	s.rejected[have.SvixID] = !ok
	return data, ok
}

// typed returns the data of a message, if it is of the type. Whether it is depends
// on the event type alone, where the message can be decoded.
func typed[T vital.Payload](have message) (data T, ok, decoded bool) {
	var e vital.Event
	if have.EventType == simulator.EventExhausted || json.Unmarshal(have.Body, &e) != nil {
		return data, false, false
	}
	data, ok = e.Data.(T)
	return data, ok, true
}
