package management

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/vitalsim/vitalsim/simulator/internal/near"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A wire is an endpoint as the API shows it.
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

// instant is a time as Vital writes it, with a literal +00:00.
type instant time.Time

// MarshalJSON is the time in quotes.
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

// list is GET …/webhook?next_cursor&limit. A cursor is the id of the last
// endpoint of the page before.
func (m *management) list(t *Team, r *http.Request) (any, error) {
	n, err := limit(r, 50, 250)
	if err != nil {
		return nil, err
	}
	all := t.Webhooks.Endpoints()
	if cursor := r.URL.Query().Get("next_cursor"); cursor != "" {
		i := slices.IndexFunc(all, func(e webhook.Endpoint) bool { return e.ID == cursor })
		if i < 0 {
			return nil, vital.Invalid("Value error, invalid cursor", "value_error", "query", "next_cursor")
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

// settings reads what both create and patch can say of an endpoint. What is
// null is taken back, where that has a meaning.
func (m *management) settings(b *body, e *webhook.Endpoint) {
	if v, ok := b.text("url"); ok {
		e.URL = v
	}
	if v, ok := b.flag("disabled"); ok {
		e.Disabled = v
	}
	if b.has("description") {
		e.Description, _ = b.text("description")
	}
	if b.has("rate_limit") {
		if e.RateLimit = b.whole("rate_limit"); e.RateLimit == 0 && b.fields["rate_limit"] != nil {
			e.RateLimit = -1 // a limit of none would be an endpoint that is disabled
		}
	}
	if b.has("filter_types") {
		e.FilterTypes = b.texts("filter_types")
	}
	for i, eventType := range e.FilterTypes {
		if !slices.Contains(m.EventTypes, eventType) {
			b.invalid("there is no such event type"+near.Hint(eventType, m.EventTypes), "filter_types", i)
		}
	}
	if len(b.problems) > 0 {
		return
	}
	for _, p := range e.Problems() {
		b.invalid(p.Reason, p.Field)
	}
}

// create is POST …/webhook.
func (m *management) create(t *Team, r *http.Request) (any, error) {
	b, err := readBody(r)
	if err != nil {
		return nil, err
	}
	var e webhook.Endpoint
	if !b.has("url") {
		b.missing("url")
	}
	b.never("url", "description", "disabled")
	secret, _ := b.text("secret")
	e.Secret = webhook.Secret(secret)
	m.settings(b, &e)
	if err := b.err(); err != nil {
		return nil, err
	}
	made, err := t.Webhooks.AddEndpoint(e, t.Now())
	if err != nil {
		return nil, err
	}
	t.Trust(made.Secret)
	return show(made), nil
}

func (m *management) one(t *Team, r *http.Request) (webhook.Endpoint, error) {
	return t.Webhooks.Endpoint(mux.Vars(r)["webhook_id"])
}

// get is GET …/webhook/{webhook_id}.
func (m *management) get(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	return show(e), nil
}

// patch is PATCH …/webhook/{webhook_id}: what is not named stays as it is.
func (m *management) patch(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	b, err := readBody(r)
	if err != nil {
		return nil, err
	}
	m.settings(b, &e)
	if err := b.err(); err != nil {
		return nil, err
	}
	changed, err := t.Webhooks.ChangeEndpoint(e.ID, t.Now(), func(e *webhook.Endpoint) { m.settings(b, e) })
	if err != nil {
		return nil, err
	}
	return show(changed), nil
}

// remove is DELETE …/webhook/{webhook_id}.
func (m *management) remove(t *Team, r *http.Request) (any, error) {
	return nil, t.Webhooks.RemoveEndpoint(mux.Vars(r)["webhook_id"])
}

// headers is GET …/webhook/{webhook_id}/headers: without the values of
// sensitive ones, of which it tells the names.
func (m *management) headers(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	shown, hidden := e.Masked()
	return map[string]any{"headers": shown, "sensitive": append([]string{}, hidden...)}, nil
}

// setHeaders is PUT …/webhook/{webhook_id}/headers: these and no others.
func (m *management) setHeaders(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	b, err := readBody(r)
	if err != nil {
		return nil, err
	}
	e.Headers = b.table("headers")
	if len(b.problems) == 0 {
		for _, p := range e.Problems() {
			b.invalid(p.Reason, p.Field)
		}
	}
	if err := b.err(); err != nil {
		return nil, err
	}
	_, err = t.Webhooks.ChangeEndpoint(e.ID, t.Now(), func(now *webhook.Endpoint) { now.Headers = e.Headers })
	return nil, err
}

// secret is GET …/webhook/{webhook_id}/secret.
func (m *management) secret(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	return map[string]any{"key": e.Secret.Reveal()}, nil
}

// rotate is POST …/webhook/{webhook_id}/secret/rotate {key}: without a key one
// is made.
func (m *management) rotate(t *Team, r *http.Request) (any, error) {
	e, err := m.one(t, r)
	if err != nil {
		return nil, err
	}
	b, err := readBody(r)
	if err != nil {
		return nil, err
	}
	if key, ok := b.text("key"); ok {
		e.Secret = webhook.Secret(key)
		if _, err := webhook.ParseSecret(key); err != nil {
			b.invalid(strings.TrimPrefix(err.Error(), "parse secret: "), "key")
		}
	} else {
		e.Secret = ""
	}
	if err := b.err(); err != nil {
		return nil, err
	}
	rotated, err := t.Webhooks.RotateSecret(e.ID, e.Secret, t.Now())
	if err != nil {
		return nil, err
	}
	t.Trust(rotated)
	return nil, nil
}
