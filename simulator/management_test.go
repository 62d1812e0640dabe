package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// request is a request with the headers given, its status, answer and hint.
func request(t testing.TB, h http.Handler, method, path, body string, header ...string) (status int, answer map[string]any, hint string) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
	}
	return w.Code, answer, w.Header().Get("Vitalsim-Hint")
}

// teamPath is where the management API has a team.
func teamPath(sim *simulator.Simulator, team any) string {
	return fmt.Sprintf("/v1/org/%s/team/%s", sim.OrgID(), team)
}

// offset is a wall clock that is moved by hand.
type offset struct {
	clock.Wall
	by time.Duration
}

func (o *offset) Now() time.Time { return o.Wall.Now().Add(o.by) }

// TestAccessTokenOpensTheTeam checks that an access token opens its team, and no
// other, for ten minutes.
func TestAccessTokenOpensTheTeam(t *testing.T) {
	t.Parallel()
	wall := &offset{Wall: clock.System}
	sim := start(t, simulator.Config{Wall: wall, ManagementKey: "mg_given", ListedKeys: []string{"sk_us_other"}})
	mint := func(team any) string {
		status, v, hint := request(t, sim, "POST", teamPath(sim, team)+"/create_api_access_token", `{"env":"sandbox"}`, "X-Management-Key", "mg_given")
		if status != 200 || v["expires_in"] != 600.0 {
			t.Fatalf("%d %v %s", status, v, hint)
		}
		return v["access_token"].(string)
	}
	token := mint(sim.TeamID())
	users := func(header ...string) (int, map[string]any, string) {
		return request(t, sim, "GET", "/v2/user", "", header...)
	}
	link(t, sim, sim.APIKey(), "ada")
	if status, v, _ := users("Authorization", "Bearer "+token); status != 200 || v["total"] != 1.0 {
		t.Errorf("with a token: %d %v", status, v)
	}
	if status, v, _ := users("authorization", "bearer "+token); status != 200 || v["total"] != 1.0 {
		t.Errorf("in small letters: %d %v", status, v)
	}
	// A team that nobody has opened yet is found by its listed key.
	other := start(t, simulator.Config{APIKey: "sk_us_other"}).TeamID()
	if status, v, _ := users("Authorization", "Bearer "+mint(other)); status != 200 || v["total"] != 0.0 {
		t.Errorf("of another team: %d %v", status, v)
	}
	if err := sim.Reset(); err != nil {
		t.Fatal(err)
	}
	if status, v, _ := users("Authorization", "Bearer "+token); status != 200 || v["total"] != 0.0 {
		t.Errorf("after a reset: %d %v", status, v)
	}
	for credential, want := range map[string]string{
		"Bearer " + sim.APIKey():         "belongs in the header x-vital-api-key",
		"Bearer " + sim.ManagementKey():  "management API mints",
		"Bearer " + token[:len(token)-2]: "management API mints",
		"Bearer":                         "management API mints",
	} {
		if status, v, hint := users("Authorization", credential); status != 401 || v["detail"] != "invalid token" || !strings.Contains(hint, want) {
			t.Errorf("%s: %d %v, %s", credential, status, v, hint)
		}
	}
	if status, v, _ := users("Authorization", "Basic YTpi"); status != 401 || v["detail"] != "Missing x-vital-api-key" {
		t.Errorf("Basic: %d %v", status, v)
	}
	if status, _, _ := users("Authorization", "Basic YTpi", "X-Vital-Api-Key", sim.APIKey()); status != 200 {
		t.Errorf("a key beside something else: %d", status)
	}
	wall.by = 10 * time.Minute
	if status, v, _ := users("Authorization", "Bearer "+token); status != 401 {
		t.Errorf("after ten minutes: %d %v", status, v)
	}
	if status, _, hint := request(t, sim, "GET", teamPath(sim, start(t, simulator.Config{APIKey: "sk_us_unlisted"}).TeamID())+"/sandbox/webhook", "", "X-Management-Key", "mg_given"); status != 404 || hint == "" {
		t.Errorf("a team that nobody opened: %d %s", status, hint)
	}
}

// TestRequestsWithATokenAreWaitedFor checks that an advance waits for requests with
// a token as for those with a key.
func TestRequestsWithATokenAreWaitedFor(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	_, v, _ := request(t, sim, "POST", teamPath(sim, sim.TeamID())+"/create_api_access_token", `{"env":"sandbox"}`, "X-Management-Key", simulator.ExampleManagementKey)
	bearer := "Bearer " + v["access_token"].(string)
	_, user, _ := request(t, sim, "POST", "/v2/user", `{"client_user_id":"ada"}`, "Authorization", bearer)
	status, v, _ := request(t, sim, "POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"oura"}`, user["user_id"]), "Authorization", bearer)
	if err := sim.Advance(t.Context(), time.Hour); err != nil || status != 200 {
		t.Fatal(status, v, err)
	}
	if all := sim.Timeline(); len(all) < 2 || all[0].ClientUserID != "ada" {
		t.Errorf("%d messages", len(all))
	}
}

// TestManagedWebhooksGetEvents creates, filters and rotates a webhook over the
// management API, beside the inbox.
func TestManagedWebhooksGetEvents(t *testing.T) {
	t.Parallel()
	got := 0
	sim := start(t, simulator.Config{Transport: network(func(r *http.Request) (*http.Response, error) {
		if got++; r.Host != "sleep.invalid" || r.Header.Get("X-Route") != "west" {
			t.Errorf("a delivery to %s with %v", r.Host, r.Header)
		}
		return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
	})})
	manage := func(method, path, body string) map[string]any {
		status, v, hint := request(t, sim, method, teamPath(sim, sim.TeamID())+"/sandbox/webhook"+path, body, "X-Management-Key", simulator.ExampleManagementKey)
		if status != 200 && status != 204 {
			t.Fatalf("%s %s: %d %v %s", method, path, status, v, hint)
		}
		return v
	}
	inbox := manage("GET", "", "")["data"].([]any)[0].(map[string]any)["id"].(string)
	sleep := manage("POST", "", `{"url":"http://sleep.invalid","filter_types":["daily.data.sleep.created"]}`)["id"].(string)
	manage("PUT", "/"+sleep+"/headers", `{"headers":{"X-Route":"west"}}`)
	manage("POST", "/"+inbox+"/secret/rotate", `{"key":null}`)
	link(t, sim, sim.APIKey(), "ada")
	if err := sim.Advance(t.Context(), 72*time.Hour); err != nil { // beyond the overlap
		t.Fatal(err)
	}
	atSleep, atInbox := 0, 0
	for _, d := range sim.Timeline() {
		switch {
		case !d.Accepted() || !d.Attempts[0].Verified || len(d.Attempts) != 1:
			t.Errorf("%s at %s: %+v", d.EventType, d.EndpointID, d.Attempts)
		case d.EndpointID == sleep && d.EventType == "daily.data.sleep.created":
			atSleep++
		case d.EndpointID == inbox:
			atInbox++
		default:
			t.Errorf("%s at %q", d.EventType, d.EndpointID)
		}
	}
	if atSleep == 0 || atSleep != got || atInbox != len(sim.Inbox()) || atInbox <= atSleep {
		t.Errorf("%d at the new endpoint, which saw %d, and %d at the inbox, which saw %d", atSleep, got, atInbox, len(sim.Inbox()))
	}
}

func TestOrganizationDependsOnItsKey(t *testing.T) {
	t.Parallel()
	one, same := start(t, simulator.Config{}), start(t, simulator.Config{})
	other := start(t, simulator.Config{ManagementKey: "mg_other"})
	seed := uint64(9)
	seeded := start(t, simulator.Config{Seed: &seed})
	if one.OrgID() != same.OrgID() || one.OrgID() == other.OrgID() || one.OrgID() == seeded.OrgID() || one.OrgID() == one.TeamID() {
		t.Errorf("organizations %s %s %s %s", one.OrgID(), same.OrgID(), other.OrgID(), seeded.OrgID())
	}
	for _, key := range []string{"mg_", "sk_us_1", "secret"} {
		if _, err := simulator.New(simulator.Config{ManagementKey: key}); err == nil || !strings.Contains(err.Error(), "mg_") || strings.Contains(err.Error(), "secret") {
			t.Errorf("management key %q: %v", key, err)
		}
	}
}
