package simulator_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/receiver"
)

// hurried is the machine's clock for those who do not want to wait: it goes on
// by itself, and a sleep is over at once.
type hurried struct {
	mu    sync.Mutex
	slept time.Duration
}

func (h *hurried) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return clock.System.Now().Add(h.slept)
}

func (h *hurried) Sleep(ctx context.Context, d time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.slept += d
	return ctx.Err()
}

// caught lists the shipped scenarios with the bug that each catches and a part
// of its message about it.
var caught = []struct {
	scenario string
	bug      receiver.Bug
	message  string
}{
	{"duplicates", receiver.NoDeduplication, "deduplicate on svix-id"},
	{"out-of-order", receiver.LastArrivalWins, "treats the last message as the newest"},
	{"receiver-outage", receiver.SkipsOldDays, "ignores data older than the newest"},
	{"secret-rotation", receiver.FirstSignatureOnly, "checks only the first signature"},
	{"token-revoked", receiver.ForgetsErrors, "ignores provider.connection.error"},
	{"api-brown-out", receiver.SwallowsFailures, "responds 2xx although its request to the API failed"},
	{"live-before-history-ends", receiver.WaitsForHistory, "drops live data until the history is complete"},
	{"growing-day", receiver.AddsUpdates, "adds an update to the stored day"},
	{"large-bodies", receiver.DropsLargeBodies, "drops messages of more than 100 KiB"},
	{"two-sources", receiver.OneADay, "keeps one record per day"},
}

// TestScenariosCatchBugs ensures that each shipped scenario passes with a correct
// receiver in another server, and fails with one that has the bug and responds
// 2xx to every message. The failure must name the bug, whatever the seed and the
// start.
func TestScenariosCatchBugs(t *testing.T) {
	t.Parallel()
	bugs := map[receiver.Bug]bool{}
	for _, c := range caught {
		bugs[c.bug] = true
		for _, seed := range []uint64{0, 11} {
			t.Run(c.scenario, func(t *testing.T) {
				t.Parallel()
				if report, refused := playAgainst(t, c.scenario, seed, ""); !report.OK() || refused > 0 && c.scenario != "api-brown-out" {
					t.Errorf("seed %d, a correct receiver: %d answers but 2xx, failures %q", seed, refused, report.Failures)
				}
				report, refused := playAgainst(t, c.scenario, seed, c.bug)
				if len(report.Failures) == 0 || refused > 0 {
					t.Fatalf("seed %d, %q: %d answers but 2xx, failures %q", seed, c.bug, refused, report.Failures)
				}
				if all := strings.Join(report.Failures, "\n"); !strings.Contains(all, c.message) {
					t.Errorf("seed %d, %q is not named: %s", seed, c.bug, all)
				}
			})
		}
	}
	for _, bug := range receiver.Bugs() {
		if !bugs[bug] {
			t.Errorf("no scenario catches %q", bug)
		}
	}
}

// playAgainst plays a shipped scenario against a receiver in a server of its
// own; refused is how many webhooks were answered with something else than 2xx.
func playAgainst(t *testing.T, name string, seed uint64, bug receiver.Bug) (report *simulator.Report, refused int) {
	t.Helper()
	sc, err := simulator.LoadScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	var app http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { app.ServeHTTP(w, r) }))
	defer server.Close()
	config := simulator.Config{Seed: &seed, Target: server.URL + "/webhooks", Wall: &hurried{}}
	if seed != 0 {
		config.Start = sc.Start.Add(100*24*time.Hour + 5*time.Hour)
	}
	sim, err := simulator.New(config.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	if err := sim.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	app, err = receiver.New(receiver.Config{Base: sim.URL(), Key: sim.APIKey(), Secret: sim.Secret(), Client: server.Client(), Bug: bug})
	if err != nil {
		t.Fatal(err)
	}
	report, err = sim.Play(t.Context(), sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range report.Timeline {
		for _, a := range d.Attempts {
			if !a.OK && a.StatusCode > 0 {
				refused++
			}
		}
	}
	return report, refused
}
