package team

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/body"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/fixture"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A run is a scenario that plays in a team: the steps are commands of the team, in
// which users have the scenario's names.
type run struct {
	*Team
	ids   map[string]vital.ID // by the scenario's names
	names map[string]string   // by client_user_id
}

// CreateUser adds a user of the scenario.
func (r *run) CreateUser(_ context.Context, u scenario.User) error {
	persona, _ := u.PersonaFile.(*body.Archetype)
	made, err := r.Team.CreateUser(world.NewUser{
		ClientUserID: u.ClientUserID, Zone: u.TimeZone, FallbackTimeZone: u.FallbackTimeZone, Persona: u.Persona, Archetype: persona, Fixture: loaded(u.Fixture),
	})
	if err != nil && r.World.HasHad(u.ClientUserID) {
		return fmt.Errorf("the team was used before (%w): reset it first, or play in the team of another key", err)
	}
	if err != nil {
		return err
	}
	r.ids[u.Name], r.names[u.ClientUserID] = made.UserID, u.Name
	r.setUserName(u.ClientUserID, u.Name)
	return nil
}

// loaded returns the fixture that a scenario names; nil where it names none.
func loaded(f *scenario.Fixture) *fixture.Folder {
	if f == nil {
		return nil
	}
	return f.Loaded.(*fixture.Folder)
}

// Connect links a user to a provider.
func (r *run) Connect(ctx context.Context, c scenario.Connect) error {
	return r.Team.Connect(ctx, Connect{r.ids[c.User], c.Provider, world.ConnectOptions{
		Days: c.Backfill.Days, Chunks: c.Backfill.Chunks, Resources: c.Resources, Fixture: loaded(c.Fixture),
	}})
}

// Advance moves the clock at the pace of Config.PlaySpeed.
func (r *run) Advance(ctx context.Context, d time.Duration) error {
	speed := r.teams.config.PlaySpeed
	for speed > 0 && d > 0 {
		step := d
		if due, ok := r.Due(); ok {
			step = min(d, max(due.Sub(r.Now()), time.Second))
		}
		if err := r.teams.config.Wall.Sleep(ctx, time.Duration(float64(step)/speed)); err != nil {
			return err
		}
		if err := r.Team.Advance(ctx, step); err != nil {
			return err
		}
		d -= step
	}
	return r.Team.Advance(ctx, d)
}

// Sync polls a user's connections now.
func (r *run) Sync(ctx context.Context, s scenario.Sync) error {
	return r.Team.Sync(ctx, Sync{r.ids[s.User], s.Provider, s.Upload})
}

// Refresh polls all connections of a user.
func (r *run) Refresh(ctx context.Context, f scenario.Refresh) error {
	_, err := r.Team.Refresh(ctx, r.ids[f.User])
	return err
}

// Delete deletes a user.
func (r *run) Delete(_ context.Context, d scenario.Delete) error {
	return r.DeleteUser(r.ids[d.User])
}

// Update corrects a record; its event leaves with the next sync.
func (r *run) Update(ctx context.Context, u scenario.Update) error {
	return r.Team.Update(ctx, Update{r.ids[u.User], world.Edit{Provider: u.Provider, Resource: u.Resource, Record: recordRef(u.Record), Set: u.Set}})
}

// DeleteRecord deletes a record at the provider.
func (r *run) DeleteRecord(ctx context.Context, d scenario.DeleteRecord) error {
	return r.Team.DeleteRecord(ctx, DeleteRecord{r.ids[d.User], world.Deletion{Provider: d.Provider, Resource: d.Resource, Record: recordRef(d.Record)}})
}

// recordRef returns the reference to a record that a step names.
func recordRef(r scenario.Record) (ref world.RecordRef) {
	switch r.By {
	case scenario.ByDate:
		ref.Date = vital.Val(r.Date)
	case scenario.ByInstant:
		ref.At = r.At
	}
	return ref
}

// Disconnect ends a link.
func (r *run) Disconnect(ctx context.Context, d scenario.Disconnect) error {
	return r.Team.Disconnect(ctx, Disconnect{r.ids[d.User], d.Provider})
}

// Revoke takes the access to a provider away.
func (r *run) Revoke(ctx context.Context, v scenario.Revoke) error {
	return r.Team.Revoke(ctx, Revoke{r.ids[v.User], v.Provider, v.ErrorType})
}

// Rotate gives every endpoint another secret.
func (r *run) Rotate(_ context.Context, o scenario.Rotate) error {
	return r.RotateSecrets(webhook.Secret(o.Secret))
}

// Recover attempts again what has failed since so long ago.
func (r *run) Recover(ctx context.Context, since time.Duration) error {
	_, err := r.Team.Recover(ctx, "", r.Now().Add(-since))
	return err
}

// Send lets an event leave that nothing in the world has caused.
func (r *run) Send(ctx context.Context, s scenario.Send) error {
	var data vital.Payload // nil for an example
	if s.Data != nil {
		data = vital.Raw(s.Data)
	}
	_, err := r.Trigger(ctx, Trigger{User: r.ids[s.User], EventType: s.Event, Data: data})
	return err
}

// Fault makes a fault active.
func (r *run) Fault(_ context.Context, f fault.Fault) error {
	_, err := r.Faults.Add(f)
	return err
}

// Clear ends a fault, or all.
func (r *run) Clear(_ context.Context, name string) error { return r.Faults.Clear(name) }

// Wall returns the machine's clock.
func (r *run) Wall() clock.Wall { return r.teams.config.Wall }

// Messages returns all messages of the team so far, also those that its log has
// evicted. One is accepted when every endpoint that wants it has accepted it.
func (r *run) Messages() []scenario.Message {
	var out []scenario.Message
	for tally, count := range r.Webhooks.Evicted() {
		m := scenario.Message{EventType: tally.EventType, User: r.names[tally.User], Accepted: !tally.Unwanted, Unwanted: tally.Unwanted, Evicted: true}
		if m.Accepted {
			m.Status, m.Attempts = http.StatusOK, 1 // the log does not know more
		}
		out = append(out, slices.Repeat([]scenario.Message{m}, count)...)
	}
	var last *webhook.Message
	for _, d := range r.Webhooks.Log() {
		if d.Message != last { // the log has the deliveries of a message side by side
			last = d.Message
			out = append(out, scenario.Message{EventType: d.EventType, User: r.names[d.User], At: d.At, Accepted: true})
		}
		m := &out[len(out)-1]
		for _, at := range d.Attempts {
			m.Attempts = max(m.Attempts, at.Number) // copies of one are not further ones
		}
		if n := len(d.Attempts); n > 0 && m.Accepted {
			m.Status = d.Attempts[n-1].StatusCode
		}
		if m.Refusal == "" {
			m.Refusal = refusal(d)
		}
		m.Accepted, m.Unwanted = m.Accepted && d.Status == webhook.Success, d.Status == webhook.Unwanted
		if at := acceptedAt(d); at.After(m.AcceptedAt) {
			m.AcceptedAt = at
		}
	}
	return out
}

// refusal returns why the receiver has not accepted the message. It returns "" if it
// has, if nothing was attempted, and if a fault acted on the last attempt.
func refusal(d webhook.Delivery) string {
	if n := len(d.Attempts); n > 0 && d.Status != webhook.Success && d.Attempts[n-1].Fault == "" {
		return d.Attempts[n-1].Cause()
	}
	return ""
}

// acceptedAt returns when an endpoint first accepted the message.
func acceptedAt(d webhook.Delivery) (first time.Time) {
	for _, a := range d.Attempts {
		if a.OK() && (first.IsZero() || a.At.Before(first)) {
			first = a.At
		}
	}
	return first
}

// Requests returns the requests of clients to the API.
func (r *run) Requests() ([]scenario.Request, int) {
	requests := r.Journal.Requests()
	out := make([]scenario.Request, len(requests))
	for i, q := range requests {
		out[i] = scenario.Request{Method: q.Method, Route: q.Route, Path: q.Path, User: r.names[q.ClientUserID], Status: q.Status, Fault: q.Fault}
	}
	return out, r.Journal.Forgotten()
}

// Faulted returns the ledger of faults, with the scenario's names of users.
func (r *run) Faulted() []fault.Injection {
	ledger := r.Faults.Ledger()
	for i, line := range ledger {
		if name, ok := r.names[line.User]; ok {
			ledger[i].User = name
		}
	}
	return ledger
}

// Readable returns how many records or samples of a resource the API has for a user, and
// the newest record.
func (r *run) Readable(user string, resource vital.Resource) (count int, latest []byte, err error) {
	return r.readable(r.ids[user], resource)
}

// Target returns the origin of the application that gets the webhooks, or of the
// built-in one.
func (r *run) Target() string {
	if r.application() != nil {
		return r.teams.config.URL() + r.inboxPath()
	}
	if u, err := url.Parse(r.teams.target()); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return ""
}

// maxProbed bounds the answer of a probe.
const maxProbed = 4 << 20

// Probe requests a URL of the application, over the transport that carries
// deliveries.
func (r *run) Probe(ctx context.Context, where string) (status int, body []byte, err error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, where, nil)
	if err != nil {
		return 0, nil, err
	}
	q.Header.Set("Accept", "application/json")
	q.Header.Set("User-Agent", "vitalsim")
	res, err := (&http.Client{Transport: r.teams.config.Transport}).Do(q)
	if err != nil {
		return 0, nil, errors.New(webhook.Cause(0, err.Error()))
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
