package control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// maxNear bounds how many near misses an answer has.
const maxNear = 5

// A Near is a near miss: something that almost matches what was waited for.
type Near struct {
	What   string   `json:"what" jsonschema:"an event type, a request or the name of a fault"`
	User   string   `json:"user,omitempty" jsonschema:"client_user_id"`
	SvixID string   `json:"svix_id,omitempty" jsonschema:"of a message"`
	Status string   `json:"status" jsonschema:"its result"`
	Differ []string `json:"differs" jsonschema:"differences from what was wanted"`

	far int // its distance, in steps
}

// differs records a difference, which counts as a number of steps.
func (n *Near) differs(steps int, format string, args ...any) {
	n.far += steps
	n.Differ = append(n.Differ, fmt.Sprintf(format, args...))
}

// nearest returns the nearest of all, those of the same distance newest first. It
// drops matches, and what differs in each of the asked properties.
func nearest(all []Near, asked int) []Near {
	out := slices.DeleteFunc(all, func(n Near) bool { return n.far == 0 || n.far >= 2 && len(n.Differ) >= asked })
	slices.Reverse(out)
	slices.SortStableFunc(out, func(a, b Near) int { return cmp.Compare(a.far, b.far) })
	return append([]Near{}, out[:min(len(out), maxNear)]...)
}

// given returns how many words restrict a match.
func given(words ...string) (n int) {
	for _, w := range words {
		if w != "" && w != "any" {
			n++
		}
	}
	return n
}

func (m match) near(deliveries []webhook.Delivery) []Near {
	all := make([]Near, len(deliveries))
	for i, d := range deliveries {
		n := Near{What: d.EventType, User: d.User, SvixID: d.ID, Status: string(d.Status)}
		if !m.isType(d) {
			n.differs(typesApart(m.EventType, d.EventType), "event_type is %s, wanted %s", d.EventType, m.EventType)
		}
		if !m.isFor(d) {
			n.differs(1, "user is %s, wanted %s", d.User, m.User)
		}
		if !m.hasStatus(d) {
			n.differs(1, "status is %s, wanted %s", d.Status, m.Status)
		}
		if !m.wasAnswered(d) {
			n.differs(1, "answered is %s, wanted %s", answeredOf(d), m.Answered)
		}
		if !m.isAt(d) {
			n.differs(1, "endpoint_id is %q, wanted %s", d.EndpointID, m.Endpoint)
		}
		all[i] = n
	}
	return nearest(all, given(m.EventType, m.User, string(m.Status), string(m.Answered), m.Endpoint))
}

// typesApart returns the distance of two event types: one step if they are about
// the same resource.
func typesApart(wanted, have string) int {
	if resource := resourceOf(wanted); resource != "" && resource == resourceOf(have) {
		return 1
	}
	return 3
}

// resourceOf returns the last word but one of an event type, which is its resource.
func resourceOf(eventType string) string {
	words := strings.Split(eventType, ".")
	if len(words) < 2 {
		return ""
	}
	return strings.Trim(words[len(words)-2], "*")
}

func answeredOf(d webhook.Delivery) Answered {
	switch d.Status {
	case webhook.Unwanted:
		return "nothing: no endpoint wants it"
	case webhook.Success:
		return "2xx"
	case webhook.Pending:
		return "not 2xx yet"
	}
	return "failed"
}

func (a asked) near(requests []journal.Request) []Near {
	all := make([]Near, len(requests))
	for i, q := range requests {
		n := Near{What: q.Method + " " + q.Path, User: q.ClientUserID, Status: fmt.Sprint(q.Status)}
		if !a.isPath(q) {
			n.differs(pathsApart(a.Path, q.Path), "path is %s, wanted %s", q.Path, a.Path)
		}
		if !is(a.Method, q.Method) {
			n.differs(1, "method is %s, wanted %s", q.Method, a.Method)
		}
		if !a.isFor(q) {
			n.differs(1, "user is %q, wanted %s", cmp.Or(q.ClientUserID, q.UserID), a.User)
		}
		if !statusIs(a.Status, q.Status) {
			n.differs(1, "answered is %d, wanted %s", q.Status, a.Status)
		}
		if !is(a.Fault, q.Fault) {
			n.differs(1, "fault is %q, wanted %s", q.Fault, a.Fault)
		}
		all[i] = n
	}
	return nearest(all, given(a.Method, a.Path, a.User, a.Status, a.Fault))
}

// pathsApart returns the distance of two paths: one step if they begin with the same
// three segments, such as /v2/summary/sleep.
func pathsApart(wanted, have string) int {
	a, b := strings.Split(wanted, "/"), strings.Split(have, "/")
	if len(a) > 3 && len(b) > 3 && slices.Equal(a[:4], b[:4]) {
		return 1
	}
	return 3
}

// nameOf returns the method and route of a request, or its path if no route matches.
func nameOf(q journal.Request) string { return q.Method + " " + cmp.Or(q.Route, q.Path) }

// nearFaults returns the active fault with a similar name, if there is one.
func nearFaults(name string, active []fault.State) []Near {
	names := make([]string, len(active))
	for i, f := range active {
		names[i] = f.Name
	}
	meant := near.Word(name, names)
	if meant == "" || meant == name {
		return []Near{}
	}
	f := active[slices.Index(names, meant)]
	return []Near{{What: f.Name, Status: fmt.Sprintf("%d acts", f.Done), Differ: []string{fmt.Sprintf("fault is %s, wanted %s", f.Name, name)}}}
}
