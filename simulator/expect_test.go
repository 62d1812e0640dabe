package simulator_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// An application stores the nights that it is told of: it answers a webhook
// first and fetches what was announced afterwards, again where it must.
type application struct {
	*httptest.Server
	sim       *simulator.Simulator // whose API it calls
	twice     bool                 // the bug of one that stores whatever comes
	impatient bool                 // the bug of one that does not try again

	work   sync.WaitGroup
	mu     sync.Mutex
	nights []string // dates
}

func newApplication(t *testing.T) *application {
	t.Helper()
	a := &application{}
	a.Server = httptest.NewServer(a)
	t.Cleanup(func() {
		a.work.Wait()
		a.Close()
	})
	return a
}

func (a *application) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		a.mu.Lock()
		defer a.mu.Unlock()
		_ = json.NewEncoder(w).Encode(map[string]any{"nights": append([]string{}, a.nights...), "total": len(a.nights)})
		return
	}
	var event struct {
		Type   string `json:"event_type"`
		UserID string `json:"user_id"`
	}
	if json.NewDecoder(r.Body).Decode(&event) == nil && event.Type == "daily.data.sleep.created" {
		a.work.Go(func() { a.fetch(event.UserID) })
	}
}

func (a *application) fetch(user string) {
	for tries := 0; tries == 0 || tries < 5 && !a.impatient; tries++ {
		r := httptest.NewRequest("GET", "/v2/summary/sleep/"+user+"?start_date=2026-01-06&end_date=2026-01-06", nil)
		r.Header.Set("X-Vital-Api-Key", a.sim.APIKey())
		w := httptest.NewRecorder()
		a.sim.ServeHTTP(w, r)
		var answer struct {
			Sleep []struct {
				Date string `json:"calendar_date"`
			} `json:"sleep"`
		}
		if w.Code != 200 || json.Unmarshal(w.Body.Bytes(), &answer) != nil {
			continue
		}
		a.mu.Lock()
		for _, night := range answer.Sleep {
			known := strings.Contains(strings.Join(a.nights, " "), night.Date)
			if !known || a.twice {
				a.nights = append(a.nights, night.Date)
			}
		}
		a.mu.Unlock()
		return
	}
}

const brownOut = `
name: brown-out
about: The API is busy when a night is fetched.
start: 2026-01-05T12:00:00Z
users:
  ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: office-worker}
steps:
  - connect: {user: ada, provider: oura, backfill: {days: 3}, resources: [sleep]}
  - advance: 2h
  - fault: {api: {name: busy, path: /v2/summary/sleep/*, user: ada, status: 503, retry_after: 1, times: 2}}
  - advance: 20h
  - expect: {event: daily.data.sleep.created, user: ada, exactly: 1, answered: 2xx, attempts: 1, within: 20h}
  - expect: {order: [provider.connection.created, historical.data.sleep.created, daily.data.sleep.created], user: ada}
  - expect: {fault: busy, times: 2}
  - expect: {request: GET /v2/summary/sleep/*, user: ada, exactly: 2, answered: 503}
  - expect: {request: GET /v2/summary/sleep/*, user: ada, exactly: 2, answered: 2xx}
  - expect: {probe: GET /nights, json: {nights: ["2026-01-06"], total: 1}}
`

func TestExpectationsOfAnApplication(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		bug   func(a *application)
		fails []string // what the failures say
	}{
		{"without a bug", func(*application) {}, nil},
		{"gives up", func(a *application) { a.impatient = true }, []string{
			"want exactly 2 acts of fault busy; saw 1",
			"want exactly 2 GET /v2/summary/sleep/* for ada, answered 503; saw 1",
			"want exactly 2 GET /v2/summary/sleep/* for ada, answered 2xx; saw 1",
			"nights: want 1 item, have 0: []",
		}},
		{"stores twice", func(a *application) { a.twice, a.nights = true, []string{"2026-01-06"} }, []string{
			`nights: want 1 item, have 2: ["2026-01-06","2026-01-06"]`,
		}},
	} {
		app := newApplication(t)
		tt.bug(app)
		sc := parse(t, brownOut)
		// Waiting for what does not come must not take real time.
		wall := &hastyWall{}
		sim, err := simulator.New(simulator.Config{Target: app.URL, Wall: wall}.For(sc))
		if err != nil {
			t.Fatal(err)
		}
		app.sim = sim
		wall.settled = app.work.Wait
		report, err := sim.Play(t.Context(), sc, fetchedBeforeSteps{app})
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Failures) != len(tt.fails) || report.Expectations != 6 {
			t.Errorf("%s: %d of %d failed: %s", tt.name, len(report.Failures), report.Expectations, strings.Join(report.Failures, "\n"))
			continue
		}
		for i, want := range tt.fails {
			if !strings.Contains(report.Failures[i], want) {
				t.Errorf("%s: %s lacks %q", tt.name, report.Failures[i], want)
			}
		}
		if ledger := mustJSON(t, report.Faults); ledger != mustJSON(t, sim.Faulted()) || !strings.Contains(ledger, `"fault":"busy"`) {
			t.Errorf("%s: faults in the report: %s", tt.name, ledger)
		}
		sim.Close()
	}
}

// fetchedBeforeSteps is an Observer that lets an application finish its fetches
// before the next step: a fetch that is still under way when the clock moves
// sees the data of a later event.
type fetchedBeforeSteps struct{ app *application }

func (o fetchedBeforeSteps) StepStarted(simulator.Step, time.Time)        { o.app.work.Wait() }
func (o fetchedBeforeSteps) Attempted(simulator.Entry, simulator.Attempt) {}
func (o fetchedBeforeSteps) Expectation(simulator.Step, bool, string)     {}

// hastyWall is a wall clock on which sleeping only takes as long as the
// application is busy.
type hastyWall struct {
	mu      sync.Mutex
	ahead   time.Duration
	settled func()
}

func (w *hastyWall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return clock.System.Now().Add(w.ahead)
}

func (w *hastyWall) Sleep(ctx context.Context, d time.Duration) error {
	w.settled()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ahead += d
	return ctx.Err()
}

// TestUnwantedMessagesAreNeitherAcceptedNorFailed checks how expectations count a
// message that no endpoint wants.
func TestUnwantedMessagesAreNeitherAcceptedNorFailed(t *testing.T) {
	t.Parallel()
	sc, err := simulator.ParseScenario("unwanted.yaml", []byte(`name: unwanted
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 1}, resources: [sleep]}
  - advance: 1h
  - expect: {event: provider.connection.created, user: ada, exactly: 0, answered: 2xx}
  - expect: {event: provider.connection.created, user: ada, exactly: 0, answered: failed}
  - expect: {event: provider.connection.created, user: ada, exactly: 1, answered: any}
  - expect: {event: historical.data.sleep.created, user: ada, exactly: 1, answered: 2xx}
`))
	if err != nil {
		t.Fatal(err)
	}
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer receiver.Close()
	sim, err := simulator.New(simulator.Config{Endpoints: []simulator.Endpoint{{URL: receiver.URL, FilterTypes: []string{"historical.data.sleep.created"}}}}.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	if report, err := sim.Play(t.Context(), sc, nil); err != nil || !report.OK() {
		t.Errorf("%v, failures %q", err, report.Failures)
	}
}
