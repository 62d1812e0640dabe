package management_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/management"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

const (
	key   = "mg_test"
	first = webhook.Secret("whsec_dml0YWxzaW0tZXhhbXBsZS1ub3QtYS1zZWNyZXQ=") // an example
	given = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg="                 // another
)

var (
	org    = uuid.MustParse("00000000-0000-4000-8000-00000000000a")
	teamID = uuid.MustParse("00000000-0000-4000-8000-00000000000b")
	nobody = uuid.MustParse("00000000-0000-4000-8000-00000000000c")
)

// a client manages one team.
type client struct {
	t       *testing.T
	handler http.Handler
	team    *team.Team
	hooks   *webhook.Dispatcher
}

// advance moves the clock of the team.
func (c *client) advance(d time.Duration) {
	c.t.Helper()
	if err := c.team.Advance(c.t.Context(), d); err != nil {
		c.t.Fatal(err)
	}
}

// trusted are the secrets that the team's inbox has learned since its beginning.
func (c *client) trusted() []string { return c.team.Inbox.Save().Secrets[1:] }

func newClient(t *testing.T) *client {
	t.Helper()
	teams := team.NewTeams(team.Config{
		Start: clock.Epoch, Key: "sk_us_test", Secret: first, Endpoints: []webhook.Endpoint{{URL: "http://first.invalid"}},
		Transport: accepts{}, Wall: clock.System, Metrics: team.NewMetrics(),
	})
	t.Cleanup(teams.Close)
	one, err := teams.Own()
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, team: one, hooks: one.Webhooks}
	c.advance(time.Hour)
	logger := slog.New(slog.DiscardHandler)
	c.handler = rest.New(rest.Config{Logger: logger, Routes: management.Routes(management.Config{
		Org: org, Key: key, Token: func(team vital.ID) string { return "token of " + team.String() },
		Team: func(id vital.ID) *team.Team {
			if id == teamID {
				return one
			}
			return nil
		},
		EventTypes: []string{"daily.data.sleep.created", "daily.data.steps.created", webhook.EventExhausted},
		Logger:     logger,
	})})
	return c
}

type accepts struct{}

func (accepts) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 204, Body: http.NoBody, Request: r}, nil
}

// send makes a request with the key; path is below the team's sandbox.
func (c *client) send(method, path, body string) (int, map[string]any) {
	c.t.Helper()
	return c.ask(method, fmt.Sprintf("/v1/org/%s/team/%s/sandbox%s", org, teamID, path), body, "X-Management-Key", key)
}

func (c *client) ask(method, path, body string, header ...string) (int, map[string]any) {
	c.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	var v map[string]any
	if raw, _ := io.ReadAll(w.Body); len(raw) > 0 {
		if err := json.Unmarshal(raw, &v); err != nil || w.Header().Get("Content-Type") != "application/json" {
			c.t.Errorf("%s %s: %d %s", method, path, w.Code, raw)
		}
	} else if w.Code != http.StatusNoContent {
		c.t.Errorf("%s %s: %d without a body", method, path, w.Code)
	}
	if v == nil {
		v = map[string]any{}
	}
	if hint := w.Header().Get("Vitalsim-Hint"); hint != "" {
		v["hint"] = hint
	}
	return w.Code, v
}

// text is a value as JSON, for comparisons.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// TestLifeOfAWebhook creates, changes and deletes a webhook.
func TestLifeOfAWebhook(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	status, made := c.send("POST", "/webhook", `{"url":"http://second.invalid/hook","description":"steps","rate_limit":7,"filter_types":["daily.data.steps.created"],"secret":"`+given+`","extra":1}`)
	id, _ := made["id"].(string)
	want := `{"created_at":"2026-01-05T09:00:00+00:00","description":"steps","disabled":false,"filter_types":["daily.data.steps.created"],"id":"` + id + `","rate_limit":7,"updated_at":"2026-01-05T09:00:00+00:00","url":"http://second.invalid/hook"}`
	if status != 200 || !strings.HasPrefix(id, "ep_") || text(made) != want {
		t.Fatalf("made: %d %s, want %s", status, text(made), want)
	}
	c.advance(time.Hour)
	for _, step := range []struct {
		method, path, body string
		status             int
		want               string // of the answer, as JSON with the keys sorted; "" for none
	}{
		{"GET", "/webhook/" + id, "", 200, want},
		{"GET", "/webhook/" + id + "/secret", "", 200, `{"key":"` + given + `"}`},
		{"GET", "/webhook/" + id + "/headers", "", 200, `{"headers":{},"sensitive":[]}`},
		{"PUT", "/webhook/" + id + "/headers", `{"headers":{"X-Route":"west","Authorization":"Bearer 1"}}`, 204, ""},
		{"GET", "/webhook/" + id + "/headers", "", 200, `{"headers":{"X-Route":"west"},"sensitive":["Authorization"]}`},
		{"PUT", "/webhook/" + id + "/headers", `{"headers":{"X-Other":"east"}}`, 204, ""},
		{"GET", "/webhook/" + id + "/headers", "", 200, `{"headers":{"X-Other":"east"},"sensitive":[]}`},
		{"PATCH", "/webhook/" + id, `{}`, 200, strings.Replace(want, `"updated_at":"2026-01-05T09`, `"updated_at":"2026-01-05T10`, 1)},
		{"PATCH", "/webhook/" + id, `{"url":null,"disabled":null}`, 200, strings.Replace(want, `"updated_at":"2026-01-05T09`, `"updated_at":"2026-01-05T10`, 1)},
		{"PATCH", "/webhook/" + id, `{"url":"http://third.invalid","description":null,"rate_limit":null,"filter_types":null,"disabled":true}`, 200,
			`{"created_at":"2026-01-05T09:00:00+00:00","description":"","disabled":true,"filter_types":null,"id":"` + id + `","rate_limit":null,"updated_at":"2026-01-05T10:00:00+00:00","url":"http://third.invalid"}`},
		{"DELETE", "/webhook/" + id, "", 204, ""},
		{"DELETE", "/webhook/" + id, "", 404, `{"detail":"Not found"}`},
		{"GET", "/webhook/" + id, "", 404, `{"detail":"Not found"}`},
		{"PATCH", "/webhook/" + id, `{}`, 404, `{"detail":"Not found"}`},
		{"GET", "/webhook/" + id + "/headers", "", 404, `{"detail":"Not found"}`},
		{"PUT", "/webhook/" + id + "/headers", `{"headers":{}}`, 404, `{"detail":"Not found"}`},
		{"GET", "/webhook/" + id + "/secret", "", 404, `{"detail":"Not found"}`},
		{"POST", "/webhook/" + id + "/secret/rotate", `{"key":null}`, 404, `{"detail":"Not found"}`},
	} {
		status, got := c.send(step.method, step.path, step.body)
		if step.want == "" {
			step.want = "{}"
		}
		if status != step.status || text(got) != step.want {
			t.Errorf("%s %s %s: %d %s, want %d %s", step.method, step.path, step.body, status, text(got), step.status, step.want)
		}
	}
	if got := c.trusted()[0]; got != given {
		t.Error("nobody is told of the new secret")
	}
}

// TestRotation rotates a secret with a given key and without one.
func TestRotation(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	id := c.hooks.Endpoints()[0].ID
	for i, body := range []string{`{"key":"` + given + `"}`, `{"key":null}`, `{}`} {
		if status, v := c.send("POST", "/webhook/"+id+"/secret/rotate", body); status != 204 {
			t.Errorf("rotate %s: %d %v", body, status, v)
		}
		_, v := c.send("GET", "/webhook/"+id+"/secret", "")
		trusted := c.trusted()
		if got := v["key"].(string); len(trusted) != i+1 || trusted[i] != got || i == 0 && got != given || i > 0 && trusted[i-1] == got {
			t.Errorf("rotate %s: the secret is %v, trusted are %d", body, got, len(trusted))
		}
	}
	c.hooks.Send(&webhook.Message{ID: "msg_1", EventType: "test", User: "ada", At: c.team.Now(), Body: []byte("{}")})
	c.advance(0)
	if got := c.hooks.Log()[0].Attempts[0].Signature; len(strings.Fields(got)) != 4 {
		t.Errorf("signatures %q, want those of four secrets", got)
	}
}

// TestListPages lists all endpoints in pages of two.
func TestListPages(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	for i := range 4 {
		if status, v := c.send("POST", "/webhook", fmt.Sprintf(`{"url":"http://%d.invalid"}`, i)); status != 200 || v["rate_limit"] != nil || v["filter_types"] != nil {
			t.Fatalf("%d %v", status, v)
		}
	}
	var urls []string
	query, pages := "?limit=2", 0
	for {
		status, v := c.send("GET", "/webhook"+query, "")
		if status != 200 {
			t.Fatalf("%d %v", status, v)
		}
		pages++
		for _, e := range v["data"].([]any) {
			urls = append(urls, e.(map[string]any)["url"].(string))
		}
		cursor, more := v["next_cursor"].(string)
		if !more {
			break
		}
		query = "?limit=2&next_cursor=" + cursor
	}
	if pages != 3 || !slices.Equal(urls, []string{"http://first.invalid", "http://0.invalid", "http://1.invalid", "http://2.invalid", "http://3.invalid"}) {
		t.Errorf("%d pages of %q", pages, urls)
	}
	if _, v := c.send("GET", "/webhook", ""); len(v["data"].([]any)) != 5 || v["next_cursor"] != nil {
		t.Errorf("without a limit: %v", v)
	}
}

func TestAccessTokens(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	path := fmt.Sprintf("/v1/org/%s/team/%s/create_api_access_token", org, teamID)
	status, v := c.ask("POST", path, `{"env":"sandbox"}`, "X-Management-Key", key)
	if status != 200 || v["access_token"] != "token of "+teamID.String() || v["expires_in"] != 600.0 {
		t.Errorf("%d %v", status, v)
	}
	for body, want := range map[string]int{`{"env":"production"}`: 404, `{"env":"staging"}`: 422, `{"env":null}`: 422, `{"env":1}`: 422, `{}`: 422, ``: 422, `{`: 422} {
		if status, v := c.ask("POST", path, body, "X-Management-Key", key); status != want {
			t.Errorf("%s: %d %v, want %d", body, status, v, want)
		}
	}
}
