package simulator

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/control"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/feed"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// controlled is the team of a key for the control API.
func (s *Simulator) controlled(key string) (control.Team, error) {
	if key == "" {
		key = s.config.APIKey
	}
	t, err := s.teams.Open(key)
	if refused, ok := errors.AsType[*vital.Error](err); ok && refused.Hint != "" {
		return nil, fmt.Errorf("the key in x-vital-api-key opens no team: %s", refused.Hint)
	}
	if err != nil {
		return nil, err
	}
	return controlledTeam{t, s}, nil
}

// controlledTeam is a team as the control API sees it.
type controlledTeam struct {
	*team.Team
	sim *Simulator
}

func (t controlledTeam) Feed() *feed.Feed              { return t.Team.Feed }
func (t controlledTeam) Changed() <-chan struct{}      { return t.Webhooks.Changed() }
func (t controlledTeam) Faults() []fault.State         { return t.Team.Faults.Active() }
func (t controlledTeam) ClearFaults(name string) error { return t.Team.Faults.Clear(name) }
func (t controlledTeam) Injected() []fault.Injection   { return t.Team.Faults.Ledger() }
func (t controlledTeam) Acted() <-chan struct{}        { return t.Team.Faults.Changed() }
func (t controlledTeam) Requests() []journal.Request   { return t.Journal.Requests() }
func (t controlledTeam) Requested() <-chan struct{}    { return t.Journal.Changed() }

func (t controlledTeam) AddFault(text string) (string, error) {
	f, err := parseFault(text)
	if err != nil {
		return "", err
	}
	return t.Team.Faults.Add(f)
}

func (t controlledTeam) Inbox() (out []control.Received) {
	for _, r := range t.Team.Inbox.Received() {
		var event struct {
			EventType string `json:"event_type"`
			Type      string `json:"type"` // of Svix's own
		}
		_ = json.Unmarshal(r.Body, &event) // it is an event of ours: its signature was verified
		out = append(out, control.Received{SvixID: r.ID, EventType: cmp.Or(event.EventType, event.Type), Body: r.Body})
	}
	return out
}

func (t controlledTeam) Messages() []control.Message {
	log := t.Webhooks.Log()
	out := make([]control.Message, len(log))
	for i, d := range log {
		out[i] = control.Message{
			SvixID: d.ID, EventType: d.EventType, User: d.User, UserID: d.UserID, At: d.At,
			Status: control.Status(d.Status), Summary: d.Carries().Summary, Body: d.Body,
			Accepted: d.Status == webhook.Success, EndpointID: d.EndpointID, Attempts: shownAttempts{d},
		}
	}
	return out
}

func (t controlledTeam) Evicted() (out []control.Tally) {
	for tally, count := range t.Webhooks.Evicted() {
		m := control.Message{EventType: tally.EventType, User: tally.User, UserID: tally.UserID, Status: control.Status(webhook.Success), Accepted: true}
		if tally.Unwanted {
			m.Status, m.Accepted = control.Status(webhook.Unwanted), false
		}
		out = append(out, control.Tally{Message: m, Count: count})
	}
	return out
}

// shownAttempts are verified only when they are shown: whoever waits looks at
// all messages with every attempt that ends.
type shownAttempts struct{ webhook.Delivery }

// shownAttempt is an attempt with what was sent and what came back.
type shownAttempt struct {
	ID string `json:"id"` // atmpt_…
	Attempt
	RequestHeaders http.Header `json:"request_headers,omitempty"`
	RequestBody    string      `json:"request_body,omitempty"` // where it is not the message's own
	Response       string      `json:"response,omitempty"`     // the beginning of its body
	DurationMS     int64       `json:"response_duration_ms"`   // wall time
}

// MarshalJSON is the list of attempts.
func (s shownAttempts) MarshalJSON() ([]byte, error) {
	out := make([]shownAttempt, len(s.Attempts))
	for i, a := range s.Attempts {
		out[i] = shownAttempt{
			ID: s.AttemptID(a), Attempt: attempt(s.Delivery, a), RequestHeaders: s.RequestHeader(a),
			RequestBody: string(a.Body), Response: a.Answer, DurationMS: a.Duration.Milliseconds(),
		}
	}
	return json.Marshal(out)
}

// Endpoints are those of the team, without their secrets.
func (t controlledTeam) Endpoints() (out []control.Endpoint) {
	for _, e := range t.Webhooks.Endpoints() {
		out = append(out, shownEndpoint(e))
	}
	return out
}

func shownEndpoint(e webhook.Endpoint) control.Endpoint {
	headers, sensitive := e.Masked()
	return control.Endpoint{
		ID: e.ID, URL: e.URL, Description: e.Description, FilterTypes: e.FilterTypes, RateLimit: e.RateLimit, Disabled: e.Disabled,
		Headers: headers, Sensitive: append([]string{}, sensitive...), CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
	}
}

// Fill says how full the log is.
func (t controlledTeam) Fill() control.Fill { return t.Webhooks.Stats() }

// AddEndpoint adds an endpoint that signs with the secret, or the team's own.
func (t controlledTeam) AddEndpoint(s control.Settings, secret string) (control.Endpoint, error) {
	e := webhook.Endpoint{Secret: cmp.Or(webhook.Secret(secret), t.Secret())}
	if err := apply(s, &e); err != nil {
		return control.Endpoint{}, err
	}
	made, err := t.Team.AddEndpoint(e)
	if err != nil {
		return control.Endpoint{}, err
	}
	return shownEndpoint(made), nil
}

// ChangeEndpoint changes what the settings name.
func (t controlledTeam) ChangeEndpoint(id string, s control.Settings) (control.Endpoint, error) {
	e, err := t.Webhooks.Endpoint(id)
	if err != nil {
		return control.Endpoint{}, err
	}
	if err := apply(s, &e); err != nil {
		return control.Endpoint{}, err
	}
	changed, err := t.Team.ChangeEndpoint(id, func(e *webhook.Endpoint) { _ = apply(s, e) }) // which it can be
	return shownEndpoint(changed), err
}

// RotateSecret gives an endpoint another secret and returns it.
func (t controlledTeam) RotateSecret(id, secret string) (string, error) {
	rotated, err := t.Team.RotateSecret(id, webhook.Secret(secret))
	return rotated.Reveal(), err
}

// apply changes what the settings name, and says all that is wrong with the
// endpoint that they make.
func apply(s control.Settings, e *webhook.Endpoint) error {
	var errs []error
	if s.URL.Given {
		e.URL = s.URL.Value
	}
	if s.Description.Given {
		e.Description = s.Description.Value
	}
	if s.FilterTypes.Given {
		types, err := expandTypes(s.FilterTypes.Value)
		if err != nil {
			errs = append(errs, err)
		}
		if e.FilterTypes = types; !s.FilterTypes.Null && types == nil {
			e.FilterTypes = []string{}
		}
	}
	if s.RateLimit.Given {
		if e.RateLimit = s.RateLimit.Value; e.RateLimit == 0 && !s.RateLimit.Null {
			e.RateLimit = -1 // a limit of none would be an endpoint that is disabled
		}
	}
	if s.Disabled.Given {
		e.Disabled = s.Disabled.Value
	}
	if s.Headers.Given {
		e.Headers = s.Headers.Value
	}
	if s.Sensitive.Given {
		e.Sensitive = s.Sensitive.Value
	}
	if len(errs) == 0 {
		for _, p := range e.Problems() {
			errs = append(errs, fmt.Errorf("%s: %s", p.Field, p.Reason))
		}
	}
	return errors.Join(errs...)
}

// expandTypes are the event types that words name, with * for any run of
// letters.
func expandTypes(words []string) (types []string, err error) {
	known := catalog.EventTypes()
	var errs []error
	for _, word := range words {
		matched := typesLike(word, known)
		if matched == nil {
			errs = append(errs, fmt.Errorf("filter_types: there is no event type %.60q%s", word, near.Hint(word, known)))
		}
		for _, eventType := range matched {
			if !slices.Contains(types, eventType) {
				types = append(types, eventType)
			}
		}
	}
	return types, errors.Join(errs...)
}

// Connect makes a link for the control API.
func (t controlledTeam) Connect(ctx context.Context, c control.Connection) (string, error) {
	f, err := t.sim.requestedFixture(c.Fixture)
	if err != nil {
		return "", err
	}
	if c.Provider == "" && f != nil && len(f.Providers()) == 1 {
		c.Provider = f.Providers()[0]
	}
	if c.Provider == "" {
		return "", errors.New("provider: missing; want a slug such as fitbit")
	}
	if f != nil {
		if err := f.Recorded(c.Provider); err != nil {
			return "", err
		}
	}
	persona, err := t.sim.requestedPersona(c.Persona)
	if err != nil {
		return "", err
	}
	user, err := t.UserOrNew(world.NewUser{ClientUserID: c.User, Zone: c.TimeZone, FallbackTimeZone: c.Fallback, Persona: c.Persona, Archetype: persona, Fixture: f})
	if err != nil {
		return "", err
	}
	err = t.Team.Connect(ctx, team.Connect{User: user.UserID, Provider: c.Provider, ConnectOptions: world.ConnectOptions{
		Days: c.Backfill.Days, Chunks: c.Backfill.Chunks, Resources: c.Resources, Fixture: f,
	}})
	if err != nil {
		return "", team.Explained(err)
	}
	return user.UserID.String(), nil
}

// Send sends an event that nothing in the world has caused, and returns when
// it was attempted.
func (t controlledTeam) Send(ctx context.Context, s control.Sending) (string, error) {
	if err := team.CheckEventType(s.EventType); err != nil {
		return "", fmt.Errorf("event_type: %w", err)
	}
	data, err := team.PayloadOf(s.Data)
	switch {
	case data == nil && err == nil: // before a user is created for it
		err = team.CheckExample(s.EventType, s.Provider)
	case s.Provider != "":
		err = fmt.Errorf("provider %q: goes with an example alone; write it into data", s.Provider)
	}
	if err != nil {
		return "", err
	}
	user, err := t.UserOrNew(world.NewUser{ClientUserID: s.User})
	if err != nil {
		return "", err
	}
	id, err := t.Trigger(ctx, team.Trigger{User: user.UserID, EventType: s.EventType, Data: data, Provider: s.Provider})
	return id, team.Explained(err)
}

// examples are the event types of which there are examples.
var examples = sync.OnceValue(func() []control.Example {
	all := []control.Example{}
	for _, eventType := range team.Examples() {
		all = append(all, control.Example{EventType: eventType, About: aboutEvent(eventType)})
	}
	return all
})

// aboutEvent says in a few words when an event comes.
func aboutEvent(eventType string) string {
	r, ok := vital.EventResource(eventType)
	switch {
	case ok && eventType == vital.HistoricalEvent(r.Name):
		return "a range of " + r.Name + " from before the connection can be read"
	case ok && eventType == vital.DailyEvent(r.Name, true):
		return r.Name + " that was announced has changed"
	case ok:
		return "new " + r.Name
	}
	return map[string]string{
		vital.EventConnectionCreated: "a user is connected",
		vital.EventConnectionError:   "the access to a provider is lost",
		vital.EventDeviceCreated:     "a user wears a device",
		vital.EventDeviceUpdated:     "a user's device has changed",
	}[eventType]
}

// script is the scenario that a control request wants. Its fixtures and personas
// are those that control requests can name.
func (s *Simulator) script(in control.Script) (*scenario.Scenario, error) {
	if in.Text != "" {
		return s.parseControlled(unnamed, in.Text)
	}
	if names := ScenarioNames(); !slices.Contains(names, in.Name) {
		return nil, fmt.Errorf("name: no shipped scenario is called %q%s; GET /_sim/v1/scenarios lists them", in.Name, near.Hint(in.Name, names))
	}
	sc, err := LoadScenario(in.Name)
	if err != nil {
		return nil, err
	}
	return sc.parsed, nil
}

// unnamed is what errors call a text that is given no file's name.
const unnamed = "scenario.yaml"

// parseControlled reads the text of a scenario that came over the control API.
func (s *Simulator) parseControlled(file, text string) (*scenario.Scenario, error) {
	c := words()
	c.Fixture, c.PersonaFile = namedFixture(s.requestedFixture), settledPersona(s.requestedPersona)
	sc, err := scenario.Parse(file, []byte(text), c)
	if wrong, ok := errors.AsType[scenario.Errors](err); ok {
		return nil, flawed(wrong)
	}
	return sc, err
}

// flawed are the errors of a scenario as the control API tells them.
func flawed(errs scenario.Errors) control.Flaws {
	out := make(control.Flaws, len(errs))
	for i, e := range errs {
		out[i] = flaw(e.Pos, e.Verb, e.Cause, e.Error())
	}
	return out
}

func flaw(at scenario.Pos, verb, cause, text string) control.Flaw {
	return control.Flaw{File: at.File, Line: at.Line, Col: at.Col, Verb: verb, Cause: cause, Text: text}
}

// check says what is wrong with the text of a scenario.
func (s *Simulator) check(file, text string) control.Checked {
	out := control.Checked{Errors: []control.Flaw{}, Warnings: []control.Flaw{}}
	sc, err := s.parseControlled(cmp.Or(file, unnamed), text)
	if flaws, ok := errors.AsType[control.Flaws](err); ok {
		out.Errors = flaws
		return out
	}
	for _, w := range sc.Warnings {
		out.Warnings = append(out.Warnings, flaw(w.Pos, "", w.Text, w.String()))
	}
	out.OK = true
	return out
}

// shipped are the scenarios that ship, with their texts.
var shipped = sync.OnceValue(func() []control.Scenario {
	all := []control.Scenario{}
	for _, name := range ScenarioNames() {
		text, err := scenarios.FS.ReadFile(name + ".yaml")
		if err != nil {
			continue // ends in .yml, and none does
		}
		sc, err := ParseScenario(name+".yaml", text)
		if err != nil {
			panic(err) // a test loads each of them
		}
		all = append(all, control.Scenario{Name: name, About: strings.TrimSpace(sc.About), Text: string(text)})
	}
	return all
})

// Play plays a scenario for the control API.
func (t controlledTeam) Play(ctx context.Context, in control.Script) (control.Report, error) {
	play, err := t.script(in)
	if err != nil {
		return nil, err
	}
	return shownReport(t.Team.Play(ctx, play))
}

// StartPlaying is Play without waiting for the end.
func (t controlledTeam) StartPlaying(in control.Script) error {
	play, err := t.script(in)
	if err != nil {
		return err
	}
	return t.Team.StartPlaying(play)
}

func (t controlledTeam) script(in control.Script) (play team.Play, err error) {
	sc, err := t.sim.script(in)
	if err == nil && sc.HasSeed && sc.Seed != t.Seed() {
		play.Warnings = []string{fmt.Sprintf("played with seed %d of the simulator, not with %d of the scenario", t.Seed(), sc.Seed)}
	}
	play.Scenario = sc
	return play, err
}

// shownReport is a report that may be none.
func shownReport(report *team.Report, err error) (control.Report, error) {
	if report == nil {
		return nil, err
	}
	return newReport(report), err
}

// Playing is what plays in the team.
func (t controlledTeam) Playing() control.Playing {
	p := t.Team.Playing()
	out := control.Playing{Playing: p.Playing, Name: p.Name}
	if p.Report != nil {
		out.Report = newReport(p.Report)
	}
	if p.Err != nil {
		out.Error = p.Err.Error()
	}
	return out
}

// document is the control API in OpenAPI's terms.
var document = sync.OnceValue(func() json.RawMessage {
	return control.Document(control.Shapes{Attempts: []shownAttempt{}, Fill: webhook.Stats{}, Report: Report{}})
})

func clockDuration(text string) (time.Duration, error) {
	d, err := clock.ParseDuration(text)
	return time.Duration(d), err
}
