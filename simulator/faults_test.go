package simulator_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// served is a simulator on a listener with a user that has a connection.
func served(t *testing.T, c simulator.Config) (sim *simulator.Simulator, user string) {
	t.Helper()
	sim = start(t, c)
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	user = link(t, sim, sim.APIKey(), "ada")
	if err := sim.Advance(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	return sim, user
}

// fetch is a GET over TCP on a connection of its own.
func fetch(t *testing.T, sim *simulator.Simulator, path string) (res *http.Response, body []byte, err error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, sim.URL()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Vital-Api-Key", sim.APIKey())
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if res, err = client.Do(req); err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	return res, body, err
}

// TestFaultsOfTheAPI checks that each fault acts once on a real listener and that
// the API works afterwards.
func TestFaultsOfTheAPI(t *testing.T) {
	t.Parallel()
	sim, user := served(t, simulator.Config{})
	nights := "/v2/summary/sleep/" + user + "?start_date=2025-12-20"
	_, whole, err := fetch(t, sim, nights)
	if err != nil || len(whole) < 2000 {
		t.Fatalf("%d bytes, %v", len(whole), err)
	}
	status := func(want int, body string) func(*http.Response, []byte, error) bool {
		return func(res *http.Response, got []byte, err error) bool {
			return err == nil && res.StatusCode == want && string(got) == body
		}
	}
	for _, tt := range []struct {
		fault string
		acts  func(*http.Response, []byte, error) bool
	}{
		{"status: 401", status(401, `{"detail":"invalid token"}`)},
		{"status: 500", status(500, `{"detail":"Internal Server Error"}`)},
		{"status: 503", status(503, `{"detail":"Service Unavailable"}`)},
		{"status: 429, retry_after: 3", func(res *http.Response, _ []byte, err error) bool {
			return err == nil && res.StatusCode == 429 && res.Header.Get("Retry-After") == "3"
		}},
		{"latency: 1ms", func(res *http.Response, body []byte, err error) bool {
			return err == nil && string(body) == string(whole) && res.Header.Get("Vitalsim-Fault") != ""
		}},
		{"slow_body: 10ms", func(_ *http.Response, body []byte, err error) bool {
			return err == nil && string(body) == string(whole)
		}},
		{"reset: true", func(_ *http.Response, _ []byte, err error) bool { return errors.Is(err, syscall.ECONNRESET) }},
		{"truncate: true", func(res *http.Response, body []byte, err error) bool {
			return errors.Is(err, io.ErrUnexpectedEOF) && res.ContentLength == int64(len(whole)) && len(body) == len(whole)/2
		}},
		{"malformed: true", func(_ *http.Response, body []byte, err error) bool { return err == nil && !json.Valid(body) }},
	} {
		if err := sim.Fault("api: {name: broken, path: /v2/summary/*, user: ada, times: 1, " + tt.fault + "}"); err != nil {
			t.Fatal(err)
		}
		if res, body, err := fetch(t, sim, "/v2/user/"+user); err != nil || res.StatusCode != 200 || res.Header.Get("Vitalsim-Fault") != "" {
			t.Errorf("%s: another path: %v %s", tt.fault, err, body)
		}
		if res, body, err := fetch(t, sim, nights); !tt.acts(res, body, err) {
			t.Errorf("%s: %v, %d bytes, %v", tt.fault, res, len(body), err)
		}
		if res, body, err := fetch(t, sim, nights); err != nil || res.StatusCode != 200 || string(body) != string(whole) {
			t.Errorf("%s: afterwards: %v, %d bytes, %v", tt.fault, res, len(body), err)
		}
		ledger := sim.Faulted()
		last := ledger[len(ledger)-1]
		if last.Done != tt.fault || last.User != "ada" || last.Request != "GET /v2/summary/sleep/"+user || !last.At.Equal(sim.Now()) {
			t.Errorf("%s: ledger %+v", tt.fault, last)
		}
		if err := sim.ClearFaults("broken"); err != nil {
			t.Error(err)
		}
	}
	if n := len(sim.Faulted()); n != 9 {
		t.Errorf("%d acts in the ledger", n)
	}
}

// TestRejectedRequestHasNoEffect checks that a request that a fault rejects has no
// effect, while one whose response is lost has.
func TestRejectedRequestHasNoEffect(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {method: POST, path: /v2/user, user: ada, status: 500, times: 1}", "api: {method: POST, user: ben, malformed: true}"}})
	if status, _ := ask(t, sim, sim.APIKey(), "POST", "/v2/user", `{"client_user_id":"ada"}`); status != 500 {
		t.Errorf("status %d", status)
	}
	if _, v := ask(t, sim, sim.APIKey(), "GET", "/v2/user", ""); v["total"] != 0.0 {
		t.Errorf("%v users", v["total"])
	}
	if status, v := ask(t, sim, sim.APIKey(), "POST", "/v2/user", `{"client_user_id":"ada"}`); status != 200 || v["client_user_id"] != "ada" {
		t.Errorf("again: %d %v", status, v)
	}
	if _, err := call(sim, "POST", "/v2/user", `{"client_user_id":"ben"}`); err == nil {
		t.Error("the answer parses")
	}
	if _, v := ask(t, sim, sim.APIKey(), "GET", "/v2/user", ""); v["total"] != 2.0 {
		t.Errorf("%v users", v["total"])
	}
}

// TestFaultsOfATeam checks that configured faults start in every team, also after a
// reset, and that an added fault acts in its team only.
func TestFaultsOfATeam(t *testing.T) {
	t.Parallel()
	sim := start(t, simulator.Config{Faults: []string{"api: {path: /v2/user, status: 503, times: 1}"}})
	status := func(key string) int { s, _ := ask(t, sim, key, "GET", "/v2/user", ""); return s }
	for _, key := range []string{sim.APIKey(), "sk_us_a", "sk_us_b"} {
		if first, second := status(key), status(key); first != 503 || second != 200 {
			t.Errorf("%s: %d, %d", key, first, second)
		}
	}
	if err := sim.Fault("api: {status: 401}"); err != nil {
		t.Fatal(err)
	}
	if own, other := status(sim.APIKey()), status("sk_us_a"); own != 401 || other != 200 {
		t.Errorf("own %d, other %d", own, other)
	}
	if err := sim.Reset(); err != nil {
		t.Fatal(err)
	}
	if first, second := status(sim.APIKey()), status(sim.APIKey()); first != 503 || second != 200 || len(sim.Faulted()) != 1 {
		t.Errorf("after a reset: %d, %d, ledger %v", first, second, sim.Faulted())
	}
	if s, _ := ask(t, sim, "", "GET", "/_sim/v1/clock", ""); s != 200 {
		t.Errorf("the control API: %d", s)
	}
}

func TestWrongFaultsAreRefusedTogether(t *testing.T) {
	t.Parallel()
	_, err := simulator.New(simulator.Config{PageSize: -1, Faults: []string{
		"api: {path: /v2/sumary/*, status: 503}", "delivery: {event: daily.data.slep.created, drop: true}",
		"api: {name: one, status: 500}", "api: {name: one, status: 503}",
	}})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"PageSize: -1", `did you mean "/v2/summary/*"?`, `did you mean "daily.data.sleep.created"?`, `one called "one" is active already`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
	sim := start(t, simulator.Config{})
	if err := sim.Fault("api: {}"); err == nil || !strings.Contains(err.Error(), "nothing to do") {
		t.Errorf("got %v", err)
	}
	if err := sim.ClearFaults("nobody"); err == nil {
		t.Error("a fault is cleared that there is not")
	}
}

// TestFaultsDependOnSeed checks that equal seeds select the same requests and
// different seeds others.
func TestFaultsDependOnSeed(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		sim := start(t, simulator.Config{Seed: &seed, Faults: []string{"api: {share: 0.3, times: 20, status: 500}"}})
		for range 60 {
			ask(t, sim, sim.APIKey(), "GET", "/v2/user", "")
			call(sim, "GET", "/v2/providers", "")
		}
		return mustJSON(t, sim.Faulted())
	}
	first := run(1)
	if n := strings.Count(first, `"done":"status: 500"`); n < 10 {
		t.Errorf("%d acts", n)
	}
	if run(1) != first {
		t.Error("the same seed injects something else")
	}
	if run(2) == first {
		t.Error("another seed injects the same")
	}
}
