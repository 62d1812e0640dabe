package simulator

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// What follows is what a scenario's expectations look at.

// Now is the simulated time.
func (a *actor) Now() time.Time { return a.universe.clock.Now() }

// Wall is the machine's clock.
func (a *actor) Wall() clock.Wall { return a.config.Wall }

// Messages are all messages of the universe so far, those that its log has
// evicted among them. One is accepted when every endpoint that wants it has
// accepted it.
func (a *actor) Messages() []scenario.Message {
	var out []scenario.Message
	for tally, count := range a.universe.dispatcher.Evicted() {
		m := scenario.Message{EventType: tally.EventType, User: a.names[tally.User], Accepted: !tally.Unwanted, Unwanted: tally.Unwanted, Evicted: true}
		if m.Accepted {
			m.Status, m.Attempts = http.StatusOK, 1 // at least; nobody knows more
		}
		out = append(out, slices.Repeat([]scenario.Message{m}, count)...)
	}
	var last *webhook.Message
	for _, d := range a.universe.dispatcher.Log() {
		if d.Message != last { // the log has the deliveries of a message side by side
			last = d.Message
			out = append(out, scenario.Message{EventType: d.EventType, User: a.names[d.User], At: d.At, Accepted: true})
		}
		m := &out[len(out)-1]
		for _, at := range d.Attempts {
			m.Attempts = max(m.Attempts, at.Number) // copies of one are not further ones
		}
		if n := len(d.Attempts); n > 0 && m.Accepted {
			m.Status = d.Attempts[n-1].StatusCode
		}
		m.Accepted, m.Unwanted = m.Accepted && d.Status == webhook.Success, d.Status == webhook.Unwanted
		if at := acceptedAt(d); at.After(m.AcceptedAt) {
			m.AcceptedAt = at
		}
	}
	return out
}

// acceptedAt is when an endpoint first accepted the message.
func acceptedAt(d webhook.Delivery) (first time.Time) {
	for _, a := range d.Attempts {
		if a.OK() && (first.IsZero() || a.At.Before(first)) {
			first = a.At
		}
	}
	return first
}

// Requests are what clients asked of the API.
func (a *actor) Requests() ([]scenario.Request, int) {
	requests := a.universe.journal.Requests()
	out := make([]scenario.Request, len(requests))
	for i, r := range requests {
		out[i] = scenario.Request{Method: r.Method, Route: r.Route, Path: r.Path, User: a.names[r.ClientUserID], Status: r.Status, Fault: r.Fault}
	}
	return out, a.universe.journal.Forgotten()
}

// Faulted is the ledger of faults, with the scenario's names of users.
func (a *actor) Faulted() []fault.Injection {
	ledger := a.universe.faults.Ledger()
	for i, line := range ledger {
		if name, ok := a.names[line.User]; ok {
			ledger[i].User = name
		}
	}
	return ledger
}

// Readable is what the API has of a resource for a user.
func (a *actor) Readable(user string, resource vital.Resource) (count int, latest []byte, err error) {
	w, id := a.universe.world, a.ids[user]
	if resource.Kind.Timeseries() {
		groups, err := w.Samples(id, resource.Name, "")
		for _, g := range groups {
			g.Each(math.MinInt64, math.MaxInt64, func(view.Point) bool { count++; return true })
		}
		return count, nil, err
	}
	records, err := w.Records(id, resource.Name, "", 0, math.MaxInt32)
	if err != nil || len(records) == 0 {
		return 0, nil, err
	}
	return len(records), records[0].AppendJSON(nil), nil
}

// Target is the origin of the application that the webhooks go to, or where the
// one is that stands in for it.
func (a *actor) Target() string {
	if a.universe.application() != nil {
		return a.sim.URL() + a.universe.inboxPath()
	}
	target := a.config.Target
	if target == "" && len(a.config.Endpoints) > 0 {
		target = a.config.Endpoints[0].URL
	}
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return ""
}

// maxProbed bounds the answer of a probe.
const maxProbed = 4 << 20

// Probe asks the application, over the transport that carries deliveries.
func (a *actor) Probe(ctx context.Context, where string) (status int, body []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, where, nil)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "vitalsim")
	res, err := (&http.Client{Transport: inProcessTransport{handler: a.sim, next: a.config.Transport}}).Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(io.LimitReader(res.Body, maxProbed+1))
	switch {
	case err != nil:
		return 0, nil, err
	case len(body) > maxProbed:
		return 0, nil, fmt.Errorf("the answer is longer than %d bytes", maxProbed)
	}
	return res.StatusCode, body, nil
}
