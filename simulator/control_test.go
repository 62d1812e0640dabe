package simulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// ask is a request with a key, its status and its decoded answer. What the
// control API answers is held against its document.
func ask(t testing.TB, h http.Handler, key, method, path, body string) (int, map[string]any) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Vital-Api-Key", key)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if strings.HasPrefix(path, "/_sim/v1/") {
		theSpec(t).conforms(t, r, w.Code, w.Header(), w.Body.Bytes())
	}
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Code, v
}

func start(t testing.TB, c simulator.Config) *simulator.Simulator {
	t.Helper()
	sim, err := simulator.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	return sim
}

// link creates a user with a demo connection.
func link(t testing.TB, h http.Handler, key, clientUserID string) string {
	t.Helper()
	_, v := ask(t, h, key, "POST", "/v2/user", fmt.Sprintf(`{"client_user_id":%q}`, clientUserID))
	id := v["user_id"].(string)
	if status, v := ask(t, h, key, "POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, id)); status != 200 {
		t.Fatalf("connect: %d %v", status, v)
	}
	return id
}

func TestControlMovesTheClockAndShowsMessages(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	const key = simulator.ExampleKey
	if _, v := ask(t, sim, key, "GET", "/_sim/v1/clock", ""); v["now"] != "2026-01-05T08:00:00Z" || v["speed"] != 0.0 {
		t.Errorf("clock %v", v)
	}
	id := link(t, sim, key, "ada")
	if status, v := ask(t, sim, "", "POST", "/_sim/v1/clock/advance", `{"by":"1d12h"}`); status != 200 || v["now"] != "2026-01-06T20:00:00Z" {
		t.Errorf("advance: %d %v", status, v)
	}
	_, all := ask(t, sim, key, "GET", "/_sim/v1/messages", "")
	_, some := ask(t, sim, key, "GET", "/_sim/v1/messages?event_type=daily.data.sleep.*&status=success&user="+id, "")
	_, none := ask(t, sim, key, "GET", "/_sim/v1/messages?status=pending", "")
	if all["total"].(float64) < 20 || some["total"].(float64) < 1 || none["total"] != 0.0 {
		t.Errorf("messages: %v, %v, %v", all["total"], some["total"], none["total"])
	}
	_, failed := ask(t, sim, key, "GET", "/_sim/v1/messages?answered=failed", "")
	if _, ok := ask(t, sim, key, "GET", "/_sim/v1/messages?answered=2xx", ""); failed["total"] != 0.0 || ok["total"] != all["total"] {
		t.Errorf("answered: %v failed, %v 2xx", failed["total"], ok["total"])
	}
	message := some["messages"].([]any)[0].(map[string]any)
	if message["client_user_id"] != "ada" || message["body"].(map[string]any)["event_type"] != message["event_type"] || len(message["attempts"].([]any)) != 1 {
		t.Errorf("message %v", message)
	}
	if _, v := ask(t, sim, key, "GET", "/_sim/v1/inbox", ""); float64(len(v["received"].([]any))) != all["total"] ||
		v["received"].([]any)[0].(map[string]any)["event_type"] != "provider.connection.created" {
		t.Errorf("%d in the inbox", len(v["received"].([]any)))
	}
	if _, v := ask(t, sim, key, "DELETE", "/_sim/v1/inbox", ""); len(v["received"].([]any)) != 0 {
		t.Errorf("after clearing: %v", v)
	}
	if status, v := ask(t, sim, key, "PUT", "/_sim/v1/clock/speed", `{"speed":2}`); status != 200 || v["speed"] != 2.0 {
		t.Errorf("speed: %d %v", status, v)
	}
}

func TestControlWaits(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	const key = simulator.ExampleKey
	link(t, sim, key, "ada")
	done := make(chan map[string]any)
	go func() {
		_, v := ask(t, sim, key, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.created","user":"ada","timeout":"1m"}`)
		done <- v
	}()
	ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"2d"}`)
	if v := <-done; v["total"].(float64) < 1 {
		t.Errorf("waited for %v", v)
	}
	status, v := ask(t, sim, key, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.glucose.created","timeout":"0s"}`)
	if status == 200 {
		t.Errorf("no timeout: %v", v)
	}
	status, v = ask(t, sim, key, "POST", "/_sim/v1/wait", `{"event_type":"daily.data.glucose.created","at_least":2,"timeout":"1s"}`)
	if status != http.StatusRequestTimeout || v["missing"] != 2.0 || !strings.Contains(fmt.Sprint(v["others"]), "daily.data.sleep.created of ada (success)") {
		t.Errorf("%d %v", status, v)
	}
}

func TestControlRefusesWithReasons(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	for _, tt := range []struct {
		method, path, body string
		status             int
		reason             string
	}{
		{"POST", "/_sim/v1/clock/advance", `{"by":"soon"}`, 422, `by "soon": `},
		{"POST", "/_sim/v1/clock/advance", `{"for":"1d"}`, 422, "unknown field"},
		{"PUT", "/_sim/v1/clock/speed", `{}`, 422, "speed: missing"},
		{"PUT", "/_sim/v1/clock/speed", `{"speed":-1}`, 422, "want 0 to"},
		{"GET", "/_sim/v1/messages?status=lost", "", 422, "want pending, success, fail or unwanted"},
		{"POST", "/_sim/v1/wait", `{"timeout":"1d"}`, 422, "timeout"},
		{"POST", "/_sim/v1/wait", `{"answered":"3xx"}`, 422, "want 2xx, failed or any"},
		{"POST", "/_sim/v1/wait", `{"at_least":0}`, 422, "at_least"},
		{"GET", "/_sim/v1/clocks", "", 404, `did you mean "GET /_sim/v1/clock"?`},
		{"GET", "/_sim/", "", 404, "(GET /_sim/openapi.json describes all)"},
	} {
		status, v := ask(t, sim, "", tt.method, tt.path, tt.body)
		if reason, _ := v["error"].(string); status != tt.status || !strings.Contains(reason, tt.reason) {
			t.Errorf("%s %s %s: %d %v", tt.method, tt.path, tt.body, status, v)
		}
	}
	if status, v := ask(t, sim, "pk_us_x", "GET", "/_sim/v1/clock", ""); status != http.StatusUnauthorized || !strings.Contains(v["error"].(string), "production key") {
		t.Errorf("a production key: %d %v", status, v)
	}
}

// TestOnlyAStarIsSpecial checks that event types are matched as everywhere else: a
// bracket stands for itself, so that a pattern with one can match nothing.
func TestOnlyAStarIsSpecial(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	link(t, sim, sim.APIKey(), "ada")
	for pattern, want := range map[string]bool{"provider.*.created": true, "provider.[a-d]*": false, "[": false} {
		status, v := ask(t, sim, "", "GET", "/_sim/v1/messages?event_type="+url.QueryEscape(pattern), "")
		if want && (status != http.StatusOK || v["total"] == 0.0) || !want && status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %v", pattern, status, v)
		}
	}
}

func TestResetStartsOver(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	total := func(key string) any { _, v := ask(t, sim, key, "GET", "/v2/user", ""); return v["total"] }
	for _, key := range []string{"sk_us_a", "sk_us_b"} {
		link(t, sim, key, "ada")
		ask(t, sim, key, "POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	}
	ask(t, sim, "sk_us_a", "POST", "/_sim/v1/reset", "")
	if total("sk_us_a") != 0.0 || total("sk_us_b") != 1.0 {
		t.Errorf("after the reset of one: %v, %v", total("sk_us_a"), total("sk_us_b"))
	}
	if _, v := ask(t, sim, "sk_us_a", "GET", "/_sim/v1/clock", ""); v["now"] != "2026-01-05T08:00:00Z" {
		t.Errorf("clock %v", v)
	}
	ask(t, sim, "", "POST", "/_sim/v1/reset?all=true", "")
	if total("sk_us_b") != 0.0 {
		t.Errorf("after the reset of all: %v", total("sk_us_b"))
	}
}

// TestFiftyKeysAreIsolated uses fifty teams concurrently, each with its own clock.
func TestFiftyKeysAreIsolated(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: runs fifty teams")
	}
	sim := start(t, simulator.Config{})
	const teams = 50
	ids := make([]string, teams)
	var work sync.WaitGroup
	for i := range teams {
		work.Go(func() {
			key := fmt.Sprintf("sk_us_%d", i)
			ids[i] = link(t, sim, key, "ada")
			hours := 1 + i%5
			ask(t, sim, key, "POST", "/_sim/v1/clock/advance", fmt.Sprintf(`{"by":"%dh"}`, hours))
			_, clock := ask(t, sim, key, "GET", "/_sim/v1/clock", "")
			if want := fmt.Sprintf("2026-01-05T%02d:00:00Z", 8+hours); clock["now"] != want {
				t.Errorf("%s: %v, want %s", key, clock["now"], want)
			}
			_, users := ask(t, sim, key, "GET", "/v2/user", "")
			_, messages := ask(t, sim, key, "GET", "/_sim/v1/messages", "")
			_, inbox := ask(t, sim, key, "GET", "/_sim/v1/inbox", "")
			if users["total"] != 1.0 || messages["total"].(float64) < 5 || float64(len(inbox["received"].([]any))) != messages["total"] {
				t.Errorf("%s: %v users, %v messages, %d in the inbox", key, users["total"], messages["total"], len(inbox["received"].([]any)))
			}
			for _, m := range messages["messages"].([]any) {
				if m.(map[string]any)["user_id"] != ids[i] {
					t.Errorf("%s has a message of another team's user", key)
				}
			}
		})
	}
	work.Wait()
	for i := range teams {
		other := fmt.Sprintf("sk_us_%d", (i+1)%teams)
		if status, _ := ask(t, sim, other, "GET", "/v2/user/"+ids[i], ""); status != http.StatusNotFound {
			t.Errorf("%s sees a user of another team: %d", other, status)
		}
	}
	sorted := slices.Sorted(slices.Values(ids))
	if len(slices.Compact(sorted)) != teams {
		t.Error("two teams share a user's id")
	}
}

// TestListedKeys checks that with KeysListed only listed keys open a team.
func TestListedKeys(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{ListedKeys: []string{"sk_us_a"}})
	for key, want := range map[string]int{"sk_us_a": 200, simulator.ExampleKey: 200, "sk_us_b": 401, "pk_us_a": 401} {
		if status, v := ask(t, sim, key, "GET", "/v2/user", ""); status != want {
			t.Errorf("%s: %d %v", key, status, v)
		}
	}
	if _, err := simulator.New(simulator.Config{ListedKeys: []string{"pk_us_a"}}); err == nil {
		t.Error("a production key is listed")
	}
}

// TestHangingReceiverDelaysNoOtherUser checks that, under a driven clock, another
// user and another team continue for days while the deliveries of one user hang and
// its handler calls the API.
func TestHangingReceiverDelaysNoOtherUser(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	reached := make(chan struct{}, 1000)
	var sim *simulator.Simulator
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		_, _ = body.ReadFrom(r.Body)
		if strings.Contains(body.String(), `"client_user_id":"hangs"`) {
			var event struct {
				UserID string `json:"user_id"`
			}
			_ = json.Unmarshal(body.Bytes(), &event)
			if status, v := ask(t, sim, "sk_us_a", "GET", "/v2/user/providers/"+event.UserID, ""); status != http.StatusOK {
				t.Errorf("from inside the handler: %d %v", status, v)
			}
			reached <- struct{}{}
			<-release
		}
	}))
	defer receiver.Close()
	defer close(release)
	sim = start(t, simulator.Config{Target: receiver.URL, Speed: 50_000, DeliveryTimeout: time.Hour})
	link(t, sim, "sk_us_a", "hangs")
	<-reached
	link(t, sim, "sk_us_a", "goes on")
	link(t, sim, "sk_us_b", "elsewhere")
	for key, user := range map[string]string{"sk_us_a": "goes on", "sk_us_b": "elsewhere"} {
		body := fmt.Sprintf(`{"event_type":"daily.data.sleep.created","user":%q,"timeout":"1m"}`, user)
		if status, v := ask(t, sim, key, "POST", "/_sim/v1/wait", body); status != http.StatusOK {
			t.Errorf("%s waits: %v", user, v)
		}
	}
	if _, v := ask(t, sim, "sk_us_a", "GET", "/_sim/v1/messages?user=hangs&status=success", ""); v["total"] != 0.0 {
		t.Errorf("%v deliveries of the user that hangs", v["total"])
	}
}

// TestAdvanceEndsWithTime checks that an advance beyond the end of simulated time is
// refused with its bound, and that nothing starts beyond it.
func TestAdvanceEndsWithTime(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{})
	if status, answer := ask(t, sim, "", "POST", "/_sim/v1/clock/advance", `{"by":"70000d"}`); status != 422 || !strings.Contains(answer["error"].(string), "simulated time ends on 2200-01-01") {
		t.Errorf("70,000 days: %d %v", status, answer)
	}
	for _, at := range []time.Time{time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if _, err := simulator.New(simulator.Config{Start: at}); err == nil || !strings.Contains(err.Error(), "between 1970-01-01 and 2200-01-01") {
			t.Errorf("a start of %s: %v", at, err)
		}
	}
}
