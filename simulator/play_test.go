package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// twoUsers is a scenario with everything that the first verbs can do.
const twoUsers = `
name: two-users
about: Two people, edits, a gap and a second link.
seed: 7
start: 2026-03-25T07:00:00Z
users:
  ben: {time_zone: America/New_York, persona: office-worker}
  ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: endurance-runner}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 10, chunks: 2}}
  - connect: {user: ben, provider: fitbit, backfill: {days: 5}}
  - advance: 30h
  - update: {user: ada, resource: sleep, set: {efficiency: 93}}
  - update: {user: ben, resource: activity, set: {steps: 12345}}
  - update: {user: ben, resource: heartrate, set: {value: 71}}
  - advance: 6h
  - disconnect: {user: ada, provider: fitbit}
  - advance: 2d
  - sync: {user: ben}
  - connect: {user: ada, provider: fitbit, backfill: {days: 4}}
  - advance: 1d
  - expect: {event: daily.data.*.created, user: ada, at_least: 3, answered: 2xx}
`

func parse(t testing.TB, text string) *simulator.Scenario {
	t.Helper()
	sc, err := simulator.ParseScenario("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func load(t testing.TB, name string) *simulator.Scenario {
	t.Helper()
	sc, err := simulator.LoadScenario(name)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

// play plays the scenario in a simulator of its own, which lives until the test ends.
func play(t testing.TB, sc *simulator.Scenario, c simulator.Config) (*simulator.Simulator, *simulator.Report) {
	t.Helper()
	sim, err := simulator.New(c.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	report, err := sim.Play(context.Background(), sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sim, report
}

func get(t testing.TB, h http.Handler, path string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// readAll is everything that clients can read of a user.
func readAll(t testing.TB, h http.Handler, clientUserID string, order ...int) string {
	t.Helper()
	var user struct {
		UserID string `json:"user_id"`
	}
	text := get(t, h, "/v2/user/resolve/"+url.PathEscape(clientUserID))
	if err := json.Unmarshal([]byte(text), &user); err != nil {
		t.Fatal(err)
	}
	all := "?start_date=2020-01-01&end_date=2027-01-01"
	paths := []string{
		"/v2/user/" + user.UserID,
		"/v2/user/providers/" + user.UserID,
		"/v2/summary/activity/" + user.UserID + all,
		"/v2/summary/sleep/" + user.UserID + all,
		"/v2/timeseries/" + user.UserID + "/heartrate/grouped" + all,
		"/v2/timeseries/" + user.UserID + "/heartrate" + all,
	}
	if order == nil {
		order = []int{0, 1, 2, 3, 4, 5}
	}
	answers := make([]string, len(paths))
	for _, i := range order {
		answers[i] = get(t, h, paths[i])
	}
	return strings.Join(answers, "\n")
}

func mustJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func entries(r *simulator.Report) []simulator.Entry {
	out := make([]simulator.Entry, len(r.Timeline))
	for i, d := range r.Timeline {
		out[i] = d.Entry
	}
	return out
}

func TestPlayMeetsItsExpectations(t *testing.T) {
	t.Parallel()
	for _, sc := range []*simulator.Scenario{load(t, "first-connection"), parse(t, twoUsers)} {
		_, report := play(t, sc, simulator.Config{})
		if !report.OK() {
			t.Errorf("%s: %v, %d messages", sc.Name, report.Failures, len(report.Timeline))
		}
		for _, d := range report.Timeline {
			if len(d.Attempts) != 1 || !d.Attempts[0].Verified || d.Attempts[0].StatusCode != http.StatusNoContent {
				t.Errorf("%s: %s: attempts %+v", sc.Name, d.EventType, d.Attempts)
			}
		}
	}
}

// TestRejectedDeliveriesFailTheReport uses a receiver that accepts nothing of
// one event type.
func TestRejectedDeliveriesFailTheReport(t *testing.T) {
	t.Parallel()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			EventType string `json:"event_type"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.EventType == "provider.connection.created" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer receiver.Close()
	_, report := play(t, load(t, "first-connection"), simulator.Config{Target: receiver.URL})
	accepted, failed, pending := report.Count()
	if report.OK() || failed != 1 || pending != 0 || accepted != len(report.Timeline)-1 {
		t.Errorf("ok %v with %d accepted, %d failed, %d pending of %d", report.OK(), accepted, failed, pending, len(report.Timeline))
	}
	var offsets []time.Duration
	for _, a := range report.Timeline[0].Attempts {
		offsets = append(offsets, a.At.Sub(report.Timeline[0].At))
	}
	const want = "[0s 5s 5m5s 35m5s 2h35m5s 7h35m5s 17h35m5s 27h35m5s]"
	if got := fmt.Sprint(offsets); got != want {
		t.Errorf("attempts at %s, want %s", got, want)
	}
}

func TestFailedExpectationIsReported(t *testing.T) {
	t.Parallel()
	sc := parse(t, strings.Replace(twoUsers, "at_least: 3", "at_least: 3000", 1))
	_, report := play(t, sc, simulator.Config{})
	if report.OK() || len(report.Failures) != 1 || !strings.Contains(report.Failures[0], "test.yaml:") {
		t.Errorf("failures %q", report.Failures)
	}
}

func TestCancelledPlayReturnsPartialReport(t *testing.T) {
	t.Parallel()
	sc := load(t, "first-connection")
	ctx, cancel := context.WithCancel(context.Background())
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { cancel() }))
	defer receiver.Close()
	sim, err := simulator.New(simulator.Config{Target: receiver.URL}.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	report, err := sim.Play(ctx, sc, nil)
	if err == nil || report == nil || len(report.Timeline) == 0 || len(report.Timeline) > 3 {
		t.Fatalf("report %v, error %v", report, err)
	}
}

// sleepyWall is a wall clock on which sleeping takes no time.
type sleepyWall struct {
	now   time.Time
	slept func()
}

func (w *sleepyWall) Now() time.Time { return w.now }

func (w *sleepyWall) Sleep(_ context.Context, d time.Duration) error {
	w.now = w.now.Add(d)
	w.slept()
	return nil
}
