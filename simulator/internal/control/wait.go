package control

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// maxWait bounds how long a wait may last.
const maxWait = 10 * time.Minute

// A wait is what to wait for: messages unless there is a Request or a Fault.
type wait struct {
	EventType string         `json:"event_type,omitempty" jsonschema:"of messages: a type, or a pattern with * for any run of letters"`
	User      string         `json:"user,omitempty" jsonschema:"a client_user_id or user_id"`
	Status    webhook.Status `json:"status,omitempty" jsonschema:"of messages"`
	Answered  string         `json:"answered,omitempty" jsonschema:"of messages 2xx (unless status is given), failed or any; of requests a status, a class such as 2xx, or any"`
	Endpoint  string         `json:"endpoint_id,omitempty" jsonschema:"of messages"`
	Request   string         `json:"request,omitempty" jsonschema:"waits for requests to Vital's API: a method and a path with * for any run of letters, as in GET /v2/summary/sleep/*"`
	Fault     string         `json:"fault,omitempty" jsonschema:"waits for acts of the fault of that name; with request, for requests that it acted on"`
	AtLeast   int            `json:"at_least,omitempty" jsonschema:"number to wait for (default 1)"`
	Timeout   string         `json:"timeout,omitempty" jsonschema:"wall time, up to 10m (default 10s)"`
}

func (w *wait) filters() {}

func (w *wait) defaults() { w.AtLeast, w.Timeout = 1, "10s" }

// Waited is the answer to a wait that has ended in time.
type Waited struct {
	Messages []Message         `json:"messages,omitzero"`
	Evicted  int               `json:"evicted,omitempty" jsonschema:"number of older messages that are not kept"`
	Requests []journal.Request `json:"requests,omitzero"`
	Injected []fault.Injection `json:"injected,omitzero"`
	Total    int               `json:"total"`
}

// Missed is the answer to a wait that has timed out.
type Missed struct {
	Wanted   wait              `json:"wanted"`
	Missing  int               `json:"missing" jsonschema:"number of matches that are missing"`
	Messages []Message         `json:"messages,omitzero" jsonschema:"those that match"`
	Requests []journal.Request `json:"requests,omitzero" jsonschema:"those that match"`
	Injected []fault.Injection `json:"injected,omitzero" jsonschema:"acts of the fault"`
	Near     []Near            `json:"near" jsonschema:"what almost matches, closest first"`
	Others   map[string]int    `json:"others" jsonschema:"number of others, by kind"`
	Faults   []fault.State     `json:"faults,omitzero" jsonschema:"the active faults, if the wait was for one"`
	Now      time.Time         `json:"now" jsonschema:"simulated time"`
}

// A look returns what there is now of what is waited for, and a function that adds
// to the answer what there is instead.
type look func() (found Waited, instead func(*Missed))

// parseWall parses a duration of wall time, in the form of simulated ones or of Go's.
func parseWall(text string) (time.Duration, error) {
	if parsed, err := clock.ParseDuration(text); err == nil {
		return time.Duration(parsed), nil
	}
	return time.ParseDuration(text)
}

// waitFor answers when what is waited for is there, or with what came instead.
func waitFor(c *call, in wait) (Waited, error) {
	if in.AtLeast < 1 {
		return Waited{}, refuse("at_least %d: want 1 or more; GET /_sim/v1/messages shows what there is without waiting", in.AtLeast)
	}
	timeout, err := parseWall(in.Timeout)
	if err != nil || timeout < 0 || timeout > maxWait {
		return Waited{}, refuse("timeout %q: want a duration of wall time such as 500ms, 10s or 5m, up to %dm", in.Timeout, maxWait/time.Minute)
	}
	see, changed, err := in.watch(c)
	if err != nil {
		return Waited{}, err
	}
	ctx, cancel := context.WithTimeout(c.ctx(), timeout)
	defer cancel()
	for {
		next := changed() // before see, so that no change goes unnoticed
		found, instead := see()
		if found.Total >= in.AtLeast {
			return found, nil
		}
		select {
		case <-next:
			continue
		case <-ctx.Done():
		}
		reason := fmt.Sprintf("waited %v: %s, want at least %d", timeout, in.saw(found.Total), in.AtLeast)
		reason += in.standing(c.team)
		if err := c.checkUser(c.team, in.User); err != nil {
			reason += fmt.Sprintf("; %v", err)
		}
		if c.ctx().Err() != nil {
			reason = "the client has gone before its time was up"
		}
		missed := &Missed{
			Wanted: in, Missing: in.AtLeast - found.Total, Messages: found.Messages, Requests: found.Requests, Injected: found.Injected,
			Near: []Near{}, Others: map[string]int{}, Now: c.team.Now(),
		}
		instead(missed)
		return Waited{}, &problem{http.StatusRequestTimeout, reason, nil, missed}
	}
}

// standing says how to bring messages that cannot come while time stands still. It
// returns "" if they could.
func (w wait) standing(t *team.Team) string {
	due, ok := t.Due()
	if w.Request != "" || w.Fault != "" || t.Speed() > 0 || !ok {
		return ""
	}
	left := due.Sub(t.Now()).Truncate(time.Second) + time.Second
	return fmt.Sprintf("; time stands still, and the next thing is due at %s: vitalsim clock advance %s brings it", due.UTC().Format(time.DateTime), clock.Duration(left))
}

// saw says how much there is of what is waited for.
func (w wait) saw(n int) string {
	switch {
	case w.Request != "":
		return fmt.Sprintf("%d requests match", n)
	case w.Fault != "":
		return fmt.Sprintf("fault %s has acted %d times", w.Fault, n)
	}
	return fmt.Sprintf("%d messages match", n)
}

// watch returns how to look for what is wanted, and a function that returns the
// channel which the next change closes.
func (w *wait) watch(c *call) (look, func() <-chan struct{}, error) {
	t := c.team
	switch {
	case w.Request != "":
		in, err := w.requests()
		if err == nil {
			err = c.possibleRequests(in, true)
		}
		return func() (Waited, func(*Missed)) { return in.look(t) }, t.Journal.Changed, err
	case w.Fault != "":
		if w.EventType != "" || w.User != "" || w.Status != "" || w.Answered != "" || w.Endpoint != "" {
			return nil, nil, refuse("fault %q: can be combined only with request, at_least and timeout", w.Fault)
		}
		return func() (Waited, func(*Missed)) { return lookAtFault(t, w.Fault) }, t.Faults.Changed, nil
	}
	if w.Status == "" && w.Answered == "" {
		w.Answered = "2xx"
	}
	m := match{w.EventType, w.User, w.Status, Answered(w.Answered), w.Endpoint}
	return func() (Waited, func(*Missed)) { return m.look(t) }, t.Webhooks.Changed, c.possible(m, true)
}

// requests returns the requests that are waited for.
func (w *wait) requests() (asked, error) {
	if w.EventType != "" || w.Status != "" || w.Endpoint != "" {
		return asked{}, refuse("request %q: can be combined only with user, answered, fault, at_least and timeout", w.Request)
	}
	in := asked{Path: w.Request, User: w.User, Status: w.Answered, Fault: w.Fault}
	if method, path, ok := strings.Cut(w.Request, " "); ok {
		in.Method, in.Path = method, path
	}
	if !strings.HasPrefix(in.Path, "/") {
		return asked{}, refuse("request %q: want a method and a path such as GET /v2/summary/*", w.Request)
	}
	if in.Status == "any" {
		in.Status = ""
	}
	if err := in.check(); err != nil {
		return asked{}, refuse("answered %q: want a status such as 503, a class such as 2xx, or any", w.Answered)
	}
	return in, nil
}

func (m match) look(t *team.Team) (Waited, func(*Missed)) {
	found, others := m.split(t)
	evicted := m.evicted(t)
	return Waited{Messages: newMessages(found), Evicted: evicted, Total: distinct(found) + evicted}, func(missed *Missed) {
		for _, d := range others {
			missed.Others[fmt.Sprintf("%s of %s (%s)", d.EventType, d.User, d.Status)]++
		}
		missed.Near = m.near(others)
	}
}

func (a asked) look(t *team.Team) (Waited, func(*Missed)) {
	requests := t.Journal.Requests()
	found := slices.DeleteFunc(slices.Clone(requests), func(q journal.Request) bool { return !a.accepts(q) })
	return Waited{Requests: found, Total: len(found)}, func(missed *Missed) {
		for _, q := range requests {
			if !a.accepts(q) {
				missed.Others[fmt.Sprintf("%s of %s (%d)", nameOf(q), q.ClientUserID, q.Status)]++
			}
		}
		missed.Near = a.near(requests)
	}
}

func lookAtFault(t *team.Team, name string) (Waited, func(*Missed)) {
	ledger := t.Faults.Ledger()
	found := slices.DeleteFunc(slices.Clone(ledger), func(i fault.Injection) bool { return i.Fault != name })
	return Waited{Injected: found, Total: len(found)}, func(missed *Missed) {
		for _, i := range ledger {
			if i.Fault != name {
				missed.Others[i.Fault]++
			}
		}
		missed.Faults = append([]fault.State{}, t.Faults.Active()...)
		missed.Near = nearFaults(name, missed.Faults)
	}
}
