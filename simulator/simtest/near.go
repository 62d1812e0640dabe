package simtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// maxData bounds the data of the nearest mismatch that is shown.
const maxData = 600

// instead describes what was sent instead of what was expected: the nearest
// message with its differences, the number of messages by event type, and what the
// handler answered to those that it did not accept.
func instead[T vital.Payload](m Messages, timeline []simulator.Delivered, conditions []func(T) bool) string {
	var nearest message
	var differences []string
	others := 0
	for _, d := range slices.Backward(timeline) {
		misses, ok := missesOf(m, message{d}, conditions)
		if !ok {
			continue
		}
		if others++; others == 1 || len(misses) < len(differences) {
			nearest, differences = message{d}, misses
		}
	}
	var b strings.Builder
	if others > 0 {
		fmt.Fprintf(&b, "nearest of %d:\n%s\n%s\n", others, indent([]string{line(nearest.Delivered, nil)}), indent(differences))
		fmt.Fprintf(&b, "  data: %s\n", nearest.data())
	}
	b.WriteString("there were\n" + counts(timeline))
	if refused := refusals(timeline, m.sim.Endpoints()); len(refused) > 0 {
		b.WriteString("\ndeliveries that were not accepted\n" + indent(refused))
	}
	return b.String()
}

// refusals returns lines about the deliveries that were not accepted, grouped by cause:
// the likely reason, and what the handler answered.
func refusals(timeline []simulator.Delivered, endpoints []simulator.Endpoint) (lines []string) {
	for _, g := range simulator.GroupFailures(timeline, endpoints) {
		if g.Undelivered() == 0 {
			continue
		}
		lines = append(lines, g.String())
		if hint := g.Hint(); hint != "" {
			lines = append(lines, "  "+hint)
		}
		if body := g.Response(); body != "" {
			lines = append(lines, "  the handler answered: "+body)
		}
	}
	return lines
}

// missesOf returns the conditions that a message of the type does not meet; false
// for a message of another type.
func missesOf[T vital.Payload](m Messages, have message, conditions []func(T) bool) (misses []string, ok bool) {
	data, ok, _ := typed[T](have)
	if !ok {
		return nil, false
	}
	misses = m.misses(have)
	for i, met := range conditions {
		if !met(data) {
			misses = append(misses, fmt.Sprintf("condition %d of %d is not met", i+1, len(conditions)))
		}
	}
	if !have.Accepted() {
		misses = append(misses, "answer: want 2xx, have "+answers(have.Delivered))
	}
	return misses, true
}

// data returns the data of the event, truncated to maxData.
func (m message) data() string {
	var event struct{ Data json.RawMessage }
	if json.Unmarshal(m.Body, &event) != nil {
		return "no JSON"
	}
	if len(event.Data) > maxData {
		return strings.ToValidUTF8(string(event.Data[:maxData]), "") + "…"
	}
	return string(event.Data)
}

// counts lists the numbers of messages, an event type a line.
func counts(timeline []simulator.Delivered) string {
	var order []string
	sent, accepted := map[string]int{}, map[string]int{}
	for _, d := range timeline {
		if sent[d.EventType]++; sent[d.EventType] == 1 {
			order = append(order, d.EventType)
		}
		if d.Accepted() {
			accepted[d.EventType]++
		}
	}
	if len(order) == 0 {
		return "  no events at all: connect a user and advance the clock"
	}
	lines := make([]string, len(order))
	for i, eventType := range order {
		lines[i] = fmt.Sprintf("%3d %s, %d accepted", sent[eventType], eventType, accepted[eventType])
	}
	return indent(lines)
}
