package team_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/journal"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
)

// linked is the beginning of scenarios: ada connects and has her history.
const linked = "- connect: {user: ada, provider: fitbit, resources: [sleep], backfill: {days: 3, chunks: 1}}\n- advance: 10m\n"

// observed keeps what an observer of a scenario is told.
type observed struct{ lines []string }

func (o *observed) add(format string, args ...any) {
	o.lines = append(o.lines, fmt.Sprintf(format, args...))
}

func (o *observed) StepStarted(s scenario.Step, at time.Time) {
	o.add("%v %s", at.Sub(clock.Epoch), s.Text)
}

func (o *observed) Attempted(d webhook.Delivery, a webhook.Attempt, user string) {
	o.add("%v %s of %s %d", a.At.Sub(clock.Epoch), d.EventType, user, a.StatusCode)
}

func (o *observed) Expectation(s scenario.Step, ok bool, explanation string) {
	explanation, _, _ = strings.Cut(explanation, "\n")
	o.add("%t %s", ok, explanation)
}

func TestPlay(t *testing.T) {
	t.Parallel()
	own := newBackend(t, team.Config{Seed: 7, RunID: "run"}).open("")
	seen := &observed{}
	p := play(t, linked+"- expect: {event: historical.data.sleep.created, user: ada, exactly: 1}\n- expect: {event: historical.data.sleep.created, exactly: 2}\n")
	p.Observer, p.Warnings = seen, []string{"a warning of the caller"}
	report, err := own.Play(t.Context(), p)
	own.check(err)
	want := []string{
		"0s connect ada fitbit 3d in 1 chunk, only sleep", "0s provider.connection.created of ada 204",
		"0s advance 10m", "2m31s historical.data.sleep.created of ada 204",
		"10m0s expect exactly 1 historical.data.sleep.created for ada",
		"true want exactly 1 historical.data.sleep.created for ada; saw 1",
		"10m0s expect exactly 2 historical.data.sleep.created",
		"false want exactly 2 historical.data.sleep.created; saw 1",
	}
	if !slices.Equal(seen.lines, want) {
		t.Errorf("observed %q\nwant %q", seen.lines, want)
	}
	switch {
	case report.Scenario != "test" || report.Seed != 7 || report.RunID != "run" || report.End.Sub(report.Start) != 10*time.Minute:
		t.Errorf("report %+v", report)
	case report.Expectations != 2 || len(report.Failures) != 1 || report.Unjudged != 0 || report.Several:
		t.Errorf("%d expectations, failures %q", report.Expectations, report.Failures)
	case !slices.Equal(report.Warnings, p.Warnings) || len(report.Deliveries) != len(own.Webhooks.Log()) || report.Names["ada"] != "ada":
		t.Errorf("warnings %q, %d deliveries, names %v", report.Warnings, len(report.Deliveries), report.Names)
	}
	if last := own.Playing(); last.Playing || last.Name != "test" || last.Report != report || last.Err != nil {
		t.Errorf("afterwards %+v", last)
	}
	skipping := play(t, "- expect: {event: daily.data.sleep.created, exactly: 9}\n- advance: 1h\n")
	skipping.SkipExpect = true
	skipping.Scenario.Users = nil // ada is there already
	if report, err := own.Play(t.Context(), skipping); err != nil || report.Expectations != 0 {
		t.Errorf("without expectations: %+v, %v", report, err)
	}
	if _, err := own.Play(t.Context(), play(t, linked)); errorText(err) != "test.yaml:2:9: create user ada: the team was used before (Client user id already exists. It belongs to user "+own.user("ada").String()+".): reset it first, or play in the team of another key" {
		t.Errorf("ada a second time: %v", err)
	}
}

// TestStepsAreCommands checks that each verb of a scenario does the command of its
// name.
func TestStepsAreCommands(t *testing.T) {
	t.Parallel()
	own := newBackend(t, team.Config{Endpoints: []webhook.Endpoint{{URL: application}}}).open("")
	own.RecordRequest(journal.Request{Method: http.MethodGet, Route: "/v2/user", Path: "/v2/user", Status: http.StatusOK})
	report, err := own.Play(t.Context(), play(t, linked+`
- expect: {request: GET /v2/user, exactly: 1}
- advance: 15h
- update: {user: ada, resource: sleep, record: 2026-01-06, set: {score: 71}}
- refresh: {user: ada}
- expect: {event: daily.data.sleep.updated, user: ada, exactly: 1}
- delete_record: {user: ada, resource: sleep, record: latest}
- fault: {delivery: {name: lost, drop: true, times: 2}}
- send: {event: daily.data.activity.created, user: ada}
- expect: {fault: lost, times: 1}
- clear: lost
- recover: {since: 1h}
- rotate: {secret: `+newer.Reveal()+`}
- revoke: {user: ada, provider: fitbit}
- connect: {user: ada, provider: fitbit, resources: [sleep]}
- sync: {user: ada, provider: fitbit}
- disconnect: {user: ada, provider: fitbit}
- delete: {user: ada}
`))
	if err != nil || len(report.Failures) > 0 || len(report.Faults) != 1 {
		t.Errorf("failures %q, faults %+v, %v", report.Failures, report.Faults, err)
	}
	want := []string{
		"0s provider.connection.created ada success 204",
		"45s provider.device.created ada success 204",
		"45s daily.data.sleep.created ada success 204",
		"3m20s historical.data.sleep.created ada success 204",
		"14h30m45s daily.data.sleep.created ada success 204",
		"15h10m0s daily.data.sleep.updated ada success 204",
		"15h10m0s daily.data.activity.created ada success 0 204",
		"15h10m0s provider.connection.error ada success 204",
		"15h10m0s provider.connection.created ada success 204",
	}
	if got := own.timeline(); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if _, err := own.User("ada"); err == nil || own.Webhooks.Endpoints()[0].Secret != newer || len(own.Faults.Active()) > 0 {
		t.Errorf("afterwards %v, faults %v, or another secret", err, own.Faults.Active())
	}
}

// TestScenariosPlayOneAtATime checks that a team plays one scenario at a time, and
// that another team plays meanwhile.
func TestScenariosPlayOneAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t, team.Config{Endpoints: []webhook.Endpoint{{URL: application}}})
		own := b.open("")
		b.status.Store(0) // the first event hangs until the scenario is stopped
		own.check(own.StartPlaying(play(t, linked)))
		synctest.Wait()
		if now := own.Playing(); !now.Playing || now.Name != "test" || now.Report != nil {
			t.Errorf("while it plays: %+v", now)
		}
		_, second := own.Play(t.Context(), play(t, linked))
		for _, err := range []error{second, own.StartPlaying(play(t, linked))} {
			if !errors.Is(err, team.ErrPlaying) || errorText(err) != "play scenario: another one plays in the team; wait for its end, or stop it" {
				t.Errorf("a second scenario: %v", err)
			}
		}
		own.StopPlaying()
		stopped := own.Playing()
		if stopped.Playing || !errors.Is(stopped.Err, team.ErrStopped) || stopped.Report == nil || !own.Now().Equal(clock.Epoch) {
			t.Errorf("after the stop: %+v at %v", stopped, own.Now())
		}
		own.StopPlaying() // nothing plays: no effect
		b.status.Store(http.StatusNoContent)
		if _, err := b.open(otherKey).Play(t.Context(), play(t, linked)); err != nil {
			t.Errorf("in another team: %v", err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errors.New("the caller has gone"))
		if report, err := own.Play(ctx, play(t, "- advance: 1h\n")); report == nil || errorText(err) != "test.yaml:2:9: the caller has gone" {
			t.Errorf("with a context that has ended: %v, %v", report, err)
		}
	})
}

func TestResetStopsAScenario(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBackend(t, team.Config{Endpoints: []webhook.Endpoint{{URL: application}}})
		own := b.open("")
		b.status.Store(0)
		own.check(own.StartPlaying(play(t, linked)))
		synctest.Wait()
		own.check(b.Reset(""))
		if ended := own.Playing(); ended.Playing || !errors.Is(ended.Err, team.ErrStopped) {
			t.Errorf("after a reset: %+v", ended)
		}
	})
}

// TestScenarioStopsADrivenClock checks that time moves by the steps of a scenario
// alone, and goes on afterwards at the speed that it had.
func TestScenarioStopsADrivenClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		own := newBackend(t, team.Config{Speed: 60}).open("")
		report, err := own.Play(t.Context(), play(t, "- advance: 1h\n"))
		own.check(err)
		if took := report.End.Sub(report.Start); took != time.Hour || own.Speed() != 60 {
			t.Errorf("the scenario took %v; the speed is %v", took, own.Speed())
		}
		own.check(clock.System.Sleep(t.Context(), time.Minute))
		if passed := own.Now().Sub(report.End); passed < 59*time.Minute {
			t.Errorf("%v passed in the minute after it", passed)
		}
	})
}

// TestScenarioKeepsTheUsualPullDelay checks that a configured delay shortens the pull
// of history, but never within a scenario.
func TestScenarioKeepsTheUsualPullDelay(t *testing.T) {
	t.Parallel()
	pulled := func(own *simulated, user string) time.Duration {
		var connected time.Time
		for _, d := range own.Webhooks.Log() {
			switch {
			case d.User != user:
			case d.EventType == "provider.connection.created":
				connected = d.At
			case d.EventType == "historical.data.sleep.created":
				return d.At.Sub(connected)
			}
		}
		t.Fatalf("%s has no history", user)
		return 0
	}
	var scenarios, commands []time.Duration
	for _, delay := range []time.Duration{0, world.UsualPullDelay / 60} {
		own := newBackend(t, team.Config{PullDelay: delay}).open("")
		_, err := own.Play(t.Context(), play(t, linked))
		own.check(err)
		own.connect("bob")
		own.advance(10 * time.Minute)
		scenarios, commands = append(scenarios, pulled(own, "ada")), append(commands, pulled(own, "bob"))
	}
	if scenarios[0] != scenarios[1] {
		t.Errorf("within scenarios the history came after %v", scenarios)
	}
	if commands[0] <= 4*time.Second || commands[1] > 4*time.Second {
		t.Errorf("outside of scenarios the history came after %v", commands)
	}
}

// sleeper is a wall clock that moves by its sleeps alone.
type sleeper struct {
	mu  sync.Mutex
	now time.Time
}

func (s *sleeper) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *sleeper) Sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
	return context.Cause(ctx)
}

// TestPlaySpeed checks that a scenario sleeps on the wall clock so that each event
// leaves at its time by the speed, and that nothing else sleeps.
func TestPlaySpeed(t *testing.T) {
	t.Parallel()
	var first []string
	for _, speed := range []float64{0, 0.5, 1, 60} {
		wall := &sleeper{now: clock.Epoch}
		own := newBackend(t, team.Config{PlaySpeed: speed, Wall: wall}).open("")
		_, err := own.Play(t.Context(), play(t, linked))
		own.check(err)
		scaled := func(simulated time.Duration) time.Duration {
			if speed == 0 {
				return 0
			}
			return time.Duration(float64(simulated) / speed)
		}
		if got, want := wall.Now().Sub(clock.Epoch), scaled(10*time.Minute); (got - want).Abs() > time.Millisecond {
			t.Errorf("speed %v: slept %v, want %v", speed, got, want)
		}
		for _, d := range own.Webhooks.Log() {
			left := d.Attempts[0].Timestamp.Sub(clock.Epoch)
			if want := scaled(d.At.Sub(clock.Epoch)); (left - want).Abs() > time.Second { // timestamps have whole seconds
				t.Errorf("speed %v: %s left after %v, want %v", speed, d.EventType, left, want)
			}
		}
		if first == nil {
			first = own.timeline()
		}
		if !slices.Equal(own.timeline(), first) {
			t.Errorf("speed %v: %q, without a speed %q", speed, own.timeline(), first)
		}
		slept := wall.Now()
		own.advance(time.Hour)
		if !wall.Now().Equal(slept) {
			t.Errorf("speed %v: a command outside of scenarios slept %v", speed, wall.Now().Sub(slept))
		}
	}
}

// TestApplicationOfProbes checks that a scenario that looks at an application has one
// of the simulator's own where there is none.
func TestApplicationOfProbes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		endpoints []webhook.Endpoint
		want      int64 // probes that the application gets
	}{
		{nil, 0},
		{[]webhook.Endpoint{{URL: application}}, 1},
	} {
		b := newBackend(t, team.Config{Endpoints: tt.endpoints})
		b.status.Store(http.StatusOK)
		report, err := b.open("").Play(t.Context(), play(t, "- expect: {probe: GET /probe/users/ada}\n"))
		if err != nil || b.probed.Load() != tt.want || len(report.Failures) > 0 {
			t.Errorf("%v: %d probes, %q, %v", tt.endpoints, b.probed.Load(), report.Failures, err)
		}
	}
}
