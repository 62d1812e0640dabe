package control

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// A match says which messages are meant; empty fields mean all.
type match struct {
	EventType string `json:"event_type"` // a type, or a pattern with *
	User      string `json:"user"`       // user_id or client_user_id
	Status    string `json:"status"`     // pending, success, fail or unwanted
	Answered  string `json:"answered"`   // 2xx, failed or any, as in a scenario's expect
	Endpoint  string `json:"endpoint_id"`
}

func (m match) accepts(msg Message) bool {
	typed, err := path.Match(m.EventType, msg.EventType)
	return (m.EventType == "" || err == nil && typed) &&
		(m.User == "" || m.User == msg.User || m.User == msg.UserID) &&
		(m.Status == "" || m.Status == msg.Status) &&
		(m.Endpoint == "" || m.Endpoint == msg.EndpointID) &&
		(m.Answered == "" || m.Answered == "any" || msg.Status != "unwanted" && msg.Accepted == (m.Answered == "2xx"))
}

// evicted is how many messages match of those that are not kept.
func (m match) evicted(t Team) (n int) {
	for _, tally := range t.Evicted() {
		if m.accepts(tally.Message) {
			n += tally.Count
		}
	}
	return n
}

// distinct is how many messages there are; several endpoints get the same one.
func distinct(messages []Message) int {
	ids := map[string]bool{}
	for _, m := range messages {
		ids[m.SvixID] = true
	}
	return len(ids)
}

// messages is GET /_sim/v1/messages?event_type=…&user=…&status=…&endpoint_id=….
func (a *api) messages(t Team, r *http.Request) (any, error) {
	query := r.URL.Query()
	m := match{EventType: query.Get("event_type"), User: query.Get("user"), Status: query.Get("status"), Answered: query.Get("answered"), Endpoint: query.Get("endpoint_id")}
	if err := m.check(); err != nil {
		return nil, err
	}
	found := []Message{}
	for _, msg := range t.Messages() {
		if m.accepts(msg) {
			found = append(found, msg)
		}
	}
	return m.answer(found, m.evicted(t)), nil
}

// answer shows what was found, and how much more there was.
func (m match) answer(found []Message, evicted int) map[string]any {
	answer := map[string]any{"messages": found, "total": distinct(found) + evicted}
	if evicted > 0 {
		answer["evicted"] = evicted
	}
	return answer
}

func (m match) check() error {
	if _, err := path.Match(m.EventType, ""); err != nil {
		return refuse("event_type %q: %v", m.EventType, err)
	}
	if !slices.Contains([]string{"", "pending", "success", "fail", "unwanted"}, m.Status) {
		return refuse("status %q: want pending, success, fail or unwanted", m.Status)
	}
	if !slices.Contains([]string{"", "2xx", "failed", "any"}, m.Answered) {
		return refuse("answered %q: want 2xx, failed or any", m.Answered)
	}
	return nil
}

// maxWait bounds how long a wait may last.
const maxWait = 10 * time.Minute

// wait is POST /_sim/v1/wait {"event_type","user","status","answered","at_least","timeout"}:
// it answers once so many messages match, accepted ones unless status or
// answered say otherwise, or with 408 and what has arrived instead. With
// {"fault","at_least","timeout"} it waits for so many acts of a fault.
func (a *api) wait(t Team, r *http.Request) (any, error) {
	body := struct {
		match
		Fault   string `json:"fault"`
		AtLeast int    `json:"at_least"`
		Timeout string `json:"timeout"`
	}{AtLeast: 1, Timeout: "10s"}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	if body.AtLeast < 1 {
		return nil, refuse("at_least %d: want 1 or more; GET /_sim/v1/messages shows what there is without waiting", body.AtLeast)
	}
	timeout, err := a.Duration(body.Timeout)
	if err != nil || timeout > maxWait {
		return nil, refuse("timeout %q: want a duration such as 10s, of wall time, up to %v", body.Timeout, maxWait)
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	if body.Fault == "" {
		return waitForMessages(ctx, t, body.match, body.AtLeast, timeout)
	}
	if body.match != (match{}) {
		return nil, refuse("fault %q: goes with at_least and timeout alone", body.Fault)
	}
	return waitForFault(ctx, t, body.Fault, body.AtLeast, timeout)
}

func waitForMessages(ctx context.Context, t Team, m match, atLeast int, timeout time.Duration) (any, error) {
	if m.Status == "" && m.Answered == "" {
		m.Answered = "2xx"
	}
	for {
		changed := t.Changed()
		found, others := []Message{}, map[string]int{}
		for _, msg := range t.Messages() {
			if m.accepts(msg) {
				found = append(found, msg)
			} else {
				others[fmt.Sprintf("%s of %s (%s)", msg.EventType, msg.User, msg.Status)]++
			}
		}
		evicted := m.evicted(t)
		total := distinct(found) + evicted
		if total >= atLeast {
			return m.answer(found, evicted), nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			reason := fmt.Sprintf("waited %v for %d messages that match, saw %d", timeout, atLeast, total)
			return nil, &problem{http.StatusRequestTimeout, reason, map[string]any{
				"wanted": m, "missing": atLeast - total, "messages": found, "others": others, "now": t.Now(),
			}}
		}
	}
}

func waitForFault(ctx context.Context, t Team, name string, atLeast int, timeout time.Duration) (any, error) {
	for {
		acted := t.Acted()
		found, others := []fault.Injection{}, map[string]int{}
		for _, i := range t.Injected() {
			if i.Fault == name {
				found = append(found, i)
			} else {
				others[i.Fault]++
			}
		}
		if len(found) >= atLeast {
			return map[string]any{"injected": found, "total": len(found)}, nil
		}
		select {
		case <-acted:
		case <-ctx.Done():
			reason := fmt.Sprintf("waited %v for %d acts of fault %s, saw %d", timeout, atLeast, name, len(found))
			return nil, &problem{http.StatusRequestTimeout, reason, map[string]any{
				"missing": atLeast - len(found), "injected": found, "others": others, "faults": t.Faults(), "now": t.Now(),
			}}
		}
	}
}
