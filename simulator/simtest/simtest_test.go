package simtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func TestFixture(t *testing.T) {
	t.Parallel()
	sim := simtest.Start(t)
	user := sim.Fixture("app-user-1", "freestyle_libre")
	sim.Advance(time.Hour)
	pull := simtest.Expect[vital.HistoricalPull](t, sim)
	if pull.UserID != user.UserID || pull.Provider != "freestyle_libre" {
		t.Errorf("pull %+v", pull)
	}
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/profile.json", []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	broken := attempt(func(t testing.TB) { simtest.Start(t).Fixture("app-user-2", dir) })
	if !strings.Contains(broken.text(), "profile.json: $: missing id") {
		t.Errorf("a broken folder fails with %q", broken.text())
	}
}

func TestConnectAdvanceExpect(t *testing.T) {
	t.Parallel()
	sim := simtest.Start(t)
	user := sim.Connect("app-user-1", "fitbit")
	sim.Advance(48 * time.Hour)

	night := simtest.Expect[vital.Sleep](t, sim)
	if night.UserID != user.UserID || night.Total < 3*3600 {
		t.Errorf("night %+v", night)
	}
	long := simtest.Expect(t, sim, func(s vital.Sleep) bool { return s.Duration > 5*3600 })
	if long.Duration <= 5*3600 {
		t.Errorf("the condition is ignored: %d", long.Duration)
	}
	pull := simtest.Expect(t, sim, func(p vital.HistoricalPull) bool { return p.IsFinal })
	if pull.Provider != "fitbit" {
		t.Errorf("pull %+v", pull)
	}
	if len(sim.Inbox()) != len(sim.Events()) || len(sim.Events()) < 20 {
		t.Errorf("%d in the inbox, %d events", len(sim.Inbox()), len(sim.Events()))
	}
}

// TestFault acts so often, and then it works.
func TestFault(t *testing.T) {
	t.Parallel()
	sim := simtest.Start(t)
	sim.Fault("api: {name: busy, path: /v2/user, status: 503, times: 2}")
	var statuses []int
	for range 3 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL+"/v2/user", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Vital-Api-Key", sim.Key)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		statuses = append(statuses, res.StatusCode)
	}
	if fmt.Sprint(statuses) != "[503 503 200]" || len(sim.Faulted()) != 2 || len(sim.Requests()) != 3 || sim.Requests()[0].Fault != "busy" {
		t.Errorf("answered %v, ledger %+v, requests %+v", statuses, sim.Faulted(), sim.Requests())
	}
}

// TestOwnHandler is the whole path of an integration in Go: a handler that
// verifies with the Svix library and fetches what is announced.
func TestOwnHandler(t *testing.T) {
	t.Parallel()
	var sim *simtest.Sim
	stored := map[string]int{}
	handler := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		verifier, err := svix.NewWebhook(sim.Secret)
		if err == nil {
			err = verifier.Verify(body, r.Header)
		}
		if err != nil {
			t.Error(err)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var event vital.Event
		if err := json.Unmarshal(body, &event); err != nil {
			t.Error(err)
		}
		pull, ok := event.Data.(vital.HistoricalPull)
		if !ok || event.EventType != vital.HistoricalEvent("sleep") {
			return
		}
		req, _ := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/v2/summary/sleep/%s?start_date=%s&end_date=%s",
			sim.URL, event.UserID, pull.StartDate.Format(time.DateOnly), pull.EndDate.Format(time.DateOnly)), nil)
		req.Header.Set("x-vital-api-key", sim.Key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		defer res.Body.Close()
		var answer struct{ Sleep []vital.Sleep }
		if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
			t.Error(err)
		}
		for _, night := range answer.Sleep {
			stored[night.ID.String()]++
		}
	}))
	defer handler.Close()
	sim = simtest.Start(t, simulator.Config{Target: handler.URL})
	sim.Connect("app-user-1", "oura")
	sim.Advance(time.Hour)
	if len(stored) < 25 {
		t.Errorf("%d nights were stored", len(stored))
	}
}

// TestExpectWaits for a delivery that the test has caused over HTTP, and under
// a driven clock for what is to come.
func TestExpectWaits(t *testing.T) {
	t.Parallel()
	sim := simtest.Start(t)
	user := sim.Connect("app-user-1", "fitbit")
	req, err := http.NewRequest(http.MethodPost, sim.URL+"/v2/link/connect/demo",
		strings.NewReader(fmt.Sprintf(`{"user_id":%q,"provider":"oura"}`, user.UserID)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("x-vital-api-key", sim.Key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	simtest.Expect(t, sim, func(c vital.ConnectionCreated) bool { return c.Provider.Slug == "oura" })

	driven := simtest.Start(t, simulator.Config{Speed: 100_000})
	driven.Connect("app-user-1", "fitbit")
	simtest.Expect[vital.Sleep](t, driven)
}

func TestResetForgetsUsers(t *testing.T) {
	t.Parallel()
	sim := simtest.Start(t)
	first := sim.Connect("app-user-1", "fitbit")
	sim.Reset()
	if len(sim.Events()) != 0 {
		t.Errorf("%d events after Reset", len(sim.Events()))
	}
	if again := sim.Connect("app-user-1", "fitbit"); again.UserID != first.UserID {
		t.Errorf("the same user has another id: %s, %s", first.UserID, again.UserID)
	}
}
