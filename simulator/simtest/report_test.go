package simtest_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/simtest"
)

// ask is a GET of the API by a client of the test.
func ask(t testing.TB, sim *simtest.Sim, path string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, sim.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Vital-Api-Key", sim.Key)
	res, err := sim.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
}

// TestAFailedTestShowsTheTimeline, its end, and one that passes says nothing.
func TestAFailedTestShowsTheTimeline(t *testing.T) {
	t.Parallel()
	says(t, attempt(func(t testing.TB) {
		sim := simtest.InMemory(t)
		sim.Connect("ada", "oura")
		sim.Advance(time.Hour)
	}), false)
	got := attempt(func(t testing.TB) {
		sim := simtest.InMemory(t, simulator.Config{Handler: http.NotFoundHandler(), Faults: []string{"api: {name: busy, path: /v2/user, status: 503, times: 1}"}})
		ask(t, sim, "/v2/user")
		ask(t, sim, "/v2/providers?source_type=watch")
		sim.Connect("ada", "oura")
		sim.Advance(48 * time.Hour)
		t.Error("something else is wrong")
	})
	says(t, got, true, "something else is wrong", "the timeline until 2026-01-07 08:00:00",
		"messages, the last 30 of ", "404 ×6, pending", "earlier messages that were not accepted, the last 15 of ", "404 ×7, pending", "requests to the API\n  2026-01-05 08:00:00  GET /v2/user  503 (busy)\n",
		"GET /v2/providers?source_type=watch  200", "acts of faults\n  2026-01-05 08:00:00  busy: status: 503 of GET /v2/user")
	if n := strings.Count(got.text(), "\n"); n > 60 {
		t.Errorf("it has %d lines:\n%s", n, got.text())
	}
	for line := range strings.Lines(got.text()) {
		if len(line) > 200 || strings.HasSuffix(line, " \n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}

// TestArtifacts keeps all of it where go test -artifacts wants it. It is alone, as
// the flag is one for all tests.
func TestArtifacts(t *testing.T) {
	was := flag.Lookup("test.artifacts").Value.String()
	if err := flag.Set("test.artifacts", "true"); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = flag.Set("test.artifacts", was) }() // which it was
	dir := t.TempDir()
	got := attempt(func(t testing.TB) {
		t.(*standIn).artifacts = dir
		sim := simtest.InMemory(t)
		sim.Connect("ada", "oura")
		ask(t, sim, "/v2/user")
		t.Error("wrong")
	})
	says(t, got, true, "all of it: "+filepath.Join(dir, "vitalsim.json"))
	text, err := os.ReadFile(filepath.Join(dir, "vitalsim.json"))
	if err != nil {
		t.Fatal(err)
	}
	var kept struct {
		Now      time.Time
		Timeline []simulator.Delivered
		Requests []struct{ Path string }
	}
	if err := json.Unmarshal(text, &kept); err != nil || len(kept.Timeline) != 1 || len(kept.Requests) != 1 || kept.Now.IsZero() {
		t.Errorf("%v: %s", err, text)
	}
	got = attempt(func(t testing.TB) {
		t.(*standIn).artifacts = filepath.Join(dir, "nowhere")
		simtest.InMemory(t)
		t.Error("wrong")
	})
	says(t, got, true, "no such file or directory")
}

// TestWhatIsNotSimulatedFailsTheTest unless that was allowed.
func TestWhatIsNotSimulatedFailsTheTest(t *testing.T) {
	t.Parallel()
	asks := func(allowed ...string) *standIn {
		return attempt(func(t testing.TB) {
			sim := simtest.InMemory(t)
			if allowed != nil {
				sim.AllowNotSimulated(allowed...)
			}
			ada := sim.Connect("ada", "oura")
			ask(t, sim, "/v2/user/"+ada.UserID.String()+"/insurance/latest")
			ask(t, sim, "/v3/lab_tests")
		})
	}
	says(t, asks(), true, "/insurance/latest", `sim.AllowNotSimulated("/v2/user/{user_id}/insurance/latest")`, `sim.AllowNotSimulated("/v3/lab_tests")`, "the timeline")
	says(t, asks("/v2/user/{user_id}/insurance/latest"), true, "GET /v3/lab_tests")
	says(t, asks("/v2/user/{user_id}/insurance/latest", "/v3/*"), false)
	says(t, asks([]string{}...), false) // which is all of them
}

func TestStepsFailTheTest(t *testing.T) {
	t.Parallel()
	for want, step := range map[string]func(*simtest.Sim){
		`connect nobody`: func(s *simtest.Sim) { s.Connect("ada", "nobody") },
		`user "ben"`:     func(s *simtest.Sim) { s.Update("ben", "sleep", map[string]any{"efficiency": 1}) },
		`update sleep: there is no record that clients can read`: func(s *simtest.Sim) { s.Update("ada", "sleep", map[string]any{"efficiency": 1}) },
		`delete sleep: there is no record that clients can read`: func(s *simtest.Sim) { s.DeleteRecord("ada", "sleep") },
		`disconnect fitbit`: func(s *simtest.Sim) { s.Disconnect("ada", "fitbit") },
		`revoke fitbit`:     func(s *simtest.Sim) { s.Revoke("ada", "fitbit") },
		`fault "nonsense"`:  func(s *simtest.Sim) { s.Fault("nonsense") },
		`no shipped scenario is called "first-conection"`: func(s *simtest.Sim) { s.Play("first-conection") },
		`time never goes backwards`:                       func(s *simtest.Sim) { s.Advance(-time.Second) },
		`no shipped fixture is called "fitbits"`:          func(s *simtest.Sim) { s.Fixture("ben", "fitbits") },
		`with efficiency: json`:                           func(s *simtest.Sim) { s.With("efficiency", func() {}) },
	} {
		got := attempt(func(t testing.TB) {
			sim := simtest.InMemory(t)
			sim.Connect("ada", "oura")
			step(sim)
		})
		says(t, got, true, want)
	}
}

func TestPlay(t *testing.T) {
	t.Parallel()
	sim := simtest.InMemory(t)
	if report := sim.Play("first-connection"); !report.OK() || report.Expectations == 0 || len(sim.Events()) == 0 {
		t.Errorf("%+v", report)
	}
	says(t, attempt(func(t testing.TB) {
		sim := simtest.InMemory(t, simulator.Config{Handler: http.NotFoundHandler()})
		sim.Play("first-connection")
	}), true, "first-connection.yaml:")
}
