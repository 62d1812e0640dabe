package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/api"
	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
	"github.com/vitalsim/vitalsim/simulator/internal/rest"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

const key = "sk_us_test"

// client is a client of a simulator's API, and the team of its key.
type client struct {
	testing.TB
	http.Handler
	*team.Team
}

// accepts is a network on which every delivery is accepted.
type accepts struct{}

func (accepts) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusNoContent, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

func newTeam(t testing.TB, pageSize int) *client {
	t.Helper()
	teams := team.NewTeams(team.Config{
		Seed: 1, Start: clock.Epoch, Key: key, Secret: "whsec_c2VjcmV0IG9mIHRoZSBjb250cm9sIHRlc3Rz", Endpoints: []webhook.Endpoint{{URL: "http://application.invalid"}},
		KeepAll: true, Transport: accepts{}, Wall: clock.System, Metrics: team.NewMetrics(),
	})
	t.Cleanup(teams.Close)
	own, err := teams.Own()
	if err != nil {
		t.Fatal(err)
	}
	tm := &client{TB: t, Team: own}
	tm.Handler = tm.handler(pageSize)
	return tm
}

// handler returns the API, in which the key opens the team.
func (t *client) handler(pageSize int) http.Handler {
	logger := slog.New(slog.DiscardHandler)
	return rest.New(rest.Config{
		Logger: logger, Routes: api.Routes(api.Config{PageSize: pageSize, Logger: logger}),
		Middlewares: []rest.Middleware{func(next rest.Handler) rest.Handler {
			return func(w http.ResponseWriter, c *rest.Call) {
				switch c.Header.Get("X-Vital-Api-Key") {
				case key:
					c.Team = t.Team
				case "":
					c.TeamErr = api.MissingKey()
				default:
					c.TeamErr = apierror.Unauthorized("invalid token").WithHint("try %s", key)
				}
				next(w, c)
			}
		}},
	})
}

// run advances the clock of the team.
func (t *client) run(d time.Duration) {
	t.Helper()
	if err := t.Advance(context.Background(), d); err != nil {
		t.Fatal(err)
	}
}

// sent returns the events that the team has sent.
func (t *client) sent() []webhook.Delivery { return t.Webhooks.Log() }

// call is an answer's status and decoded body.
func (t *client) call(method, path, body string) (int, map[string]any) {
	t.Helper()
	w := t.raw(method, path, body, key)
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s %s: %d, not an object: %.200s", method, path, w.Code, w.Body)
	}
	return w.Code, v
}

func (t *client) raw(method, path, body, key string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if key != "" {
		r.Header.Set("x-vital-api-key", key)
	}
	return t.do(r)
}

func (t *client) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	t.ServeHTTP(w, r)
	return w
}

// user creates a user and returns its id.
func (t *client) user(clientUserID string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"client_user_id": clientUserID, "fallback_time_zone": "America/New_York"})
	if err != nil {
		t.Fatal(err)
	}
	status, v := t.call("POST", "/v2/user", string(body))
	if status != http.StatusOK {
		t.Fatalf("create %s: %d %v", clientUserID, status, v)
	}
	return v["user_id"].(string)
}

// connected is a user with a demo connection and two days of live data.
func (t *client) connected() string {
	t.Helper()
	id := t.user("ada")
	t.connect(id, "fitbit")
	t.run(48 * time.Hour)
	return id
}

// connect gives a user a demo connection.
func (t *client) connect(id, provider string) {
	t.Helper()
	status, v := t.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":%q}`, id, provider))
	if want := fmt.Sprintf("Connected user %s to provider %s", id, provider); status != http.StatusOK || v["success"] != true || v["detail"] != want {
		t.Fatalf("connect %s: %d %v", provider, status, v)
	}
}

func TestCreateGetResolve(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	status, made := tm.call("POST", "/v2/user/", `{"client_user_id":"ada","fallback_time_zone":"Europe/London","fallback_birth_date":"1990-02-03",
		"ingestion_start":"2025-01-01","ingestion_end":null,"unknown":1}`)
	if status != http.StatusOK || made["client_user_id"] != "ada" || made["ingestion_start"] != "2025-01-01" || made["ingestion_end"] != nil {
		t.Fatalf("create: %d %v", status, made)
	}
	if zone := made["fallback_time_zone"].(map[string]any); zone["id"] != "Europe/London" || zone["source_slug"] != "manual" {
		t.Errorf("zone %v", zone)
	}
	id := made["user_id"].(string)
	for _, path := range []string{"/v2/user/" + id, "/v2/user/" + id + "/", "/v2/user/resolve/ada", "/v2/user/resolve/ada/"} {
		if status, v := tm.call("GET", path, ""); status != http.StatusOK || v["user_id"] != id {
			t.Errorf("GET %s: %d %v", path, status, v)
		}
	}
	status, v := tm.call("POST", "/v2/user", `{"client_user_id":"ada"}`)
	detail, _ := v["detail"].(map[string]any)
	if status != http.StatusBadRequest || detail["user_id"] != id || detail["error_type"] != "INVALID_REQUEST" || detail["created_on"] != made["created_on"] {
		t.Errorf("conflict: %d %v", status, v)
	}
}

func TestAnyClientUserIDResolves(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	for _, id := range []string{"a/b", "user", "user/", "a b", "50%", "%2F", "жук", "a+b", "?q=1#f", `"`, "..", "a//b"} {
		want := tm.user(id)
		if status, v := tm.call("GET", "/v2/user/resolve/"+strings.ReplaceAll(url.PathEscape(id), "..", "%2E%2E"), ""); status != http.StatusOK || v["user_id"] != want {
			t.Errorf("resolve %q: %d %v", id, status, v)
		}
	}
}

// TestInvalidRequests checks that the response is a 422 in FastAPI's shape with all
// problems.
func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.user("ada")
	for _, tt := range []struct {
		method, path, body string
		locs               []string
	}{
		{"POST", "/v2/user", `{}`, []string{"body client_user_id"}},
		{"POST", "/v2/user", `{"client_user_id":""}`, []string{"body client_user_id"}},
		{"POST", "/v2/user", `{"client_user_id":null}`, []string{"body client_user_id"}},
		{"POST", "/v2/user", `{"client_user_id":7,"fallback_time_zone":"Mars/Base","fallback_birth_date":"soon"}`, []string{"body client_user_id", "body fallback_time_zone", "body fallback_birth_date"}},
		{"POST", "/v2/user", `[]`, []string{"body"}},
		{"POST", "/v2/user", `{`, []string{"body 0"}},
		{"POST", "/v2/user", ``, []string{"body"}},
		{"GET", "/v2/user/not-a-uuid", ``, []string{"path user_id"}},
		{"GET", "/v2/user/providers/{" + strings.ReplaceAll(id, "-", "") + "}", ``, []string{"path user_id"}},
		{"POST", "/v2/user/refresh/" + id + "?timeout=4", ``, []string{"query timeout"}},
		{"POST", "/v2/user/refresh/" + id + "?timeout=NaN", ``, []string{"query timeout"}},
		{"POST", "/v2/link/connect/demo", `{"user_id":"x","provider":"fitbit"}`, []string{"body user_id"}},
		{"POST", "/v2/link/connect/demo", `{}`, []string{"body user_id", "body provider"}},
		{"POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbitt"}`, id), []string{"body provider"}},
		{"GET", "/v2/summary/sleep/" + id, ``, []string{"query start_date"}},
		{"GET", "/v2/summary/sleep/" + id + "?start_date=soon&end_date=later", ``, []string{"query start_date", "query end_date"}},
		{"GET", "/v2/summary/sleep/" + id + "?start_date=2026-02-30", ``, []string{"query start_date"}},
		{"GET", "/v2/timeseries/" + id + "/heartrate/grouped?start_date=2026-01-01&next_cursor=x", ``, []string{"query next_cursor"}},
	} {
		status, v := tm.call(tt.method, tt.path, tt.body)
		var locs []string
		problems, _ := v["detail"].([]any)
		for _, p := range problems {
			problem := p.(map[string]any)
			locs = append(locs, strings.Trim(fmt.Sprint(problem["loc"]), "[]"))
			if problem["msg"] == "" || problem["type"] == "" {
				t.Errorf("%s %s: %v", tt.method, tt.path, problem)
			}
		}
		if status != http.StatusUnprocessableEntity || strings.Join(locs, ",") != strings.Join(tt.locs, ",") {
			t.Errorf("%s %s %s: %d %v, want problems at %q", tt.method, tt.path, tt.body, status, v, tt.locs)
		}
	}
}

func TestUnknownUsersAndRefusedRequests(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	all := "?start_date=2026-01-01"
	for _, tt := range []struct {
		method, path, body string
		status             int
		detail             string
	}{
		{"GET", "/v2/user/" + nobody, "", 404, "Not found"},
		{"GET", "/v2/user/resolve/nobody", "", 404, "User not found"},
		{"GET", "/v2/user/providers/" + nobody, "", 404, "Not found"},
		{"GET", "/v2/summary/sleep/" + nobody + all, "", 404, "Not found"},
		{"GET", "/v2/timeseries/" + nobody + "/heartrate" + all, "", 404, "Not found"},
		{"POST", "/v2/user/refresh/" + nobody, "", 404, "Not found"},
		{"POST", "/v2/link/connect/demo", `{"user_id":"` + nobody + `","provider":"fitbit"}`, 404, "Not found"},
		{"GET", "/v2/user/" + nobody + "/providers", "", 405, "Method Not Allowed"},
		{"PUT", "/v2/user", "", 405, "Method Not Allowed"},
		{"POST", "/v2/user", strings.Repeat(" ", 2<<20), 400, "Request body too large"},
		{"GET", "/v2/usr/x", "", 404, "Not Found"},
		{"GET", "/", "", 404, "Not Found"},
		{"GET", "/v2/summary/slep/" + nobody, "", 404, "Not Found"},
		{"GET", "/v2/timeseries/" + nobody + "/sleep/grouped", "", 404, "Not Found"},
	} {
		w := tm.raw(tt.method, tt.path, tt.body, key)
		var v struct{ Detail string }
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != tt.status || v.Detail != tt.detail {
			t.Errorf("%s %s: %d %s, want %d %q", tt.method, tt.path, w.Code, w.Body, tt.status, tt.detail)
		}
		if w.Code == 405 && w.Header().Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", tt.method, tt.path)
		}
	}
	if hint := tm.raw("GET", "/v2/summary/slep/"+nobody, "", key).Header().Get("Vitalsim-Hint"); !strings.Contains(hint, `"sleep"`) {
		t.Errorf("hint %q", hint)
	}
	id := tm.user("ada")
	status, v := tm.call("POST", "/v2/user/refresh/"+id, "")
	if _, detail := v["detail"]; status != 400 || detail || v["success"] != false || v["error"] != "user has no connected sources" {
		t.Errorf("refresh without connections: %d %v", status, v)
	}
}
