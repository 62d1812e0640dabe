package simtest

import (
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

// Patience is how long Expect waits, in wall time.
const Patience = 10 * time.Second

// Expect is the newest event data of a type, such as vital.Sleep, that meets
// all conditions and was accepted: of a Sim, or of those of its messages that
// Of, EventType and With choose. While deliveries are open, or the clock has a
// speed, it waits for one, up to Patience. Where there is none the test ends,
// and tells what came nearest and what was sent at all.
func Expect[T vital.Payload](t testing.TB, from From, conditions ...func(T) bool) T {
	t.Helper()
	m := from.messages()
	ctx, cancel := context.WithTimeout(m.sim.t.Context(), Patience)
	defer cancel()
	var found T
	var timeline []simulator.Delivered
	if m.sim.Await(ctx, func(now []simulator.Delivered) (ok bool) {
		timeline = now
		for _, d := range slices.Backward(now) {
			if !d.Accepted() {
				continue
			}
			if found, ok = fits(m, message{d}, conditions); ok {
				return true
			}
		}
		return false
	}) {
		return found
	}
	var none T
	t.Fatalf("%s was not accepted until %s\n%s", asked[T](m, len(conditions)), stamp(m.sim.Now()), instead(m, timeline, conditions))
	return none
}

// Never fails the test for each event data of the type that meets all
// conditions, whether it was accepted or not. What is due is delivered first;
// nothing else is waited for.
func Never[T vital.Payload](t testing.TB, from From, conditions ...func(T) bool) {
	t.Helper()
	m := from.messages()
	ctx, cancel := context.WithTimeout(m.sim.t.Context(), Patience)
	defer cancel()
	if err := m.sim.Simulator.Advance(ctx, 0); err != nil && !errors.Is(err, clock.ErrBusy) { // or it is inside of a handler
		t.Fatal(err)
	}
	var came []string
	timeline := m.sim.Timeline()
	for i, d := range timeline {
		if i > 0 && timeline[i-1].SvixID == d.SvixID {
			continue // it goes to another endpoint as well
		}
		if _, fit := fits(m, message{d}, conditions); fit {
			came = append(came, line(d, nil))
		}
	}
	if len(came) > 0 {
		t.Errorf("%s was never to come, and did:\n%s", asked[T](m, len(conditions)), indent(last(came, 10)))
	}
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

// fits is the data of a message, if it is of the type and all that is wanted.
func fits[T vital.Payload](m Messages, have message, conditions []func(T) bool) (data T, ok bool) {
	if len(m.misses(have)) > 0 {
		return data, false
	}
	data, ok = typed[T](have)
	return data, ok && !slices.ContainsFunc(conditions, func(met func(T) bool) bool { return !met(data) })
}

// typed is the data of a message, if it is of the type.
func typed[T vital.Payload](have message) (data T, ok bool) {
	var e vital.Event
	if have.EventType == simulator.EventExhausted || json.Unmarshal(have.Body, &e) != nil {
		return data, false
	}
	data, ok = e.Data.(T)
	return data, ok
}
