package management

import (
	"encoding/json"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"slices"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// A wire is the JSON form of an endpoint.
type wire struct {
	ID          string   `json:"id"`
	Description string   `json:"description"`
	RateLimit   *int     `json:"rate_limit"` // attempts in a second; null for as many as there are
	URL         string   `json:"url"`
	Disabled    bool     `json:"disabled"`
	FilterTypes []string `json:"filter_types"` // null for all
	CreatedAt   instant  `json:"created_at"`
	UpdatedAt   instant  `json:"updated_at"`
}

// instant is a time in Vital's format, with a literal +00:00.
type instant time.Time

// MarshalJSON returns the time in quotes.
func (i instant) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(i).UTC().Format("2006-01-02T15:04:05+00:00"))
}

func show(e webhook.Endpoint) wire {
	w := wire{
		ID: e.ID, Description: e.Description, URL: e.URL, Disabled: e.Disabled, FilterTypes: e.FilterTypes,
		CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt),
	}
	if e.RateLimit > 0 {
		w.RateLimit = &e.RateLimit
	}
	return w
}

// list serves GET …/webhook?next_cursor&limit. A cursor is the id of the last
// endpoint of the page before.
func (m *management) list(t *team.Team, c *rest.Call) (any, error) {
	n, err := limit(c.Request, 50, 250)
	if err != nil {
		return nil, err
	}
	all := t.Webhooks.Endpoints()
	if cursor := c.URL.Query().Get("next_cursor"); cursor != "" {
		i := slices.IndexFunc(all, func(e webhook.Endpoint) bool { return e.ID == cursor })
		if i < 0 {
			return nil, rest.Invalid("invalid cursor").Refuse("query", "next_cursor")
		}
		all = all[i+1:]
	}
	answer := struct {
		Data       []wire  `json:"data"`
		NextCursor *string `json:"next_cursor"`
	}{Data: []wire{}}
	for i, e := range all {
		if i == n {
			answer.NextCursor = &all[i-1].ID
			break
		}
		answer.Data = append(answer.Data, show(e))
	}
	return answer, nil
}

// settings reads the settings of an endpoint that create and patch share. A null
// resets a setting that has a default.
func (m *management) settings(b *rest.Body, e *webhook.Endpoint) {
	if v, ok := b.Text("url"); ok {
		e.URL = v
	}
	if v, ok := b.Bool("disabled"); ok {
		e.Disabled = v
	}
	if b.Has("description") {
		e.Description, _ = b.Text("description")
	}
	if b.Has("rate_limit") {
		if e.RateLimit = b.Int("rate_limit"); e.RateLimit == 0 && b.Fields["rate_limit"] != nil {
			e.RateLimit = -1 // a limit of none would be an endpoint that is disabled
		}
	}
	if b.Has("filter_types") {
		e.FilterTypes = b.Texts("filter_types")
	}
	for i, eventType := range e.FilterTypes {
		if !slices.Contains(m.EventTypes, eventType) {
			b.Invalid("there is no such event type"+near.Hint(eventType, m.EventTypes), "filter_types", i)
		}
	}
	if !b.Valid() {
		return
	}
	for _, p := range e.Problems() {
		b.Invalid(p.Reason, p.Field)
	}
}

// create serves POST …/webhook.
func (m *management) create(t *team.Team, c *rest.Call) (any, error) {
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return nil, err
	}
	var e webhook.Endpoint
	if !b.Has("url") {
		b.Missing("url")
	}
	b.NotNull("url", "description", "disabled")
	secret, _ := b.Text("secret")
	e.Secret = webhook.Secret(secret)
	m.settings(b, &e)
	if err := b.Err(); err != nil {
		return nil, err
	}
	made, err := t.AddEndpoint(e)
	if err != nil {
		return nil, err
	}
	return show(made), nil
}

func (m *management) one(t *team.Team, c *rest.Call) (webhook.Endpoint, error) {
	return t.Webhooks.Endpoint(c.Var("webhook_id"))
}

// get serves GET …/webhook/{webhook_id}.
func (m *management) get(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	return show(e), nil
}

// patch serves PATCH …/webhook/{webhook_id}: missing keys do not
// change.
func (m *management) patch(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return nil, err
	}
	m.settings(b, &e)
	if err := b.Err(); err != nil {
		return nil, err
	}
	changed, err := t.ChangeEndpoint(e.ID, func(e *webhook.Endpoint) { m.settings(b, e) })
	if err != nil {
		return nil, err
	}
	return show(changed), nil
}

// remove serves DELETE …/webhook/{webhook_id}.
func (m *management) remove(t *team.Team, c *rest.Call) (any, error) {
	return nil, t.RemoveEndpoint(c.Var("webhook_id"))
}

// headers serves GET …/webhook/{webhook_id}/headers: sensitive headers
// are listed by name, without their values.
func (m *management) headers(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	shown, hidden := e.Masked()
	return map[string]any{"headers": shown, "sensitive": append([]string{}, hidden...)}, nil
}

// setHeaders serves PUT …/webhook/{webhook_id}/headers: it replaces all
// headers.
func (m *management) setHeaders(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return nil, err
	}
	e.Headers = b.TextMap("headers")
	if b.Valid() {
		for _, p := range e.Problems() {
			b.Invalid(p.Reason, p.Field)
		}
	}
	if err := b.Err(); err != nil {
		return nil, err
	}
	_, err = t.ChangeEndpoint(e.ID, func(now *webhook.Endpoint) { now.Headers = e.Headers })
	return nil, err
}

// secret serves GET …/webhook/{webhook_id}/secret.
func (m *management) secret(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	return map[string]any{"key": e.Secret.Reveal()}, nil
}

// rotate serves POST …/webhook/{webhook_id}/secret/rotate {key}: without a
// key it generates one.
func (m *management) rotate(t *team.Team, c *rest.Call) (any, error) {
	e, err := m.one(t, c)
	if err != nil {
		return nil, err
	}
	b, err := rest.ReadBody(c.Request)
	if err != nil {
		return nil, err
	}
	if key, ok := b.Text("key"); ok {
		e.Secret = webhook.Secret(key)
		if _, err := webhook.ParseSecret(key); err != nil {
			b.Invalid(err.Error(), "key")
		}
	} else {
		e.Secret = ""
	}
	if err := b.Err(); err != nil {
		return nil, err
	}
	_, err = t.RotateSecret(e.ID, e.Secret)
	return nil, err
}
