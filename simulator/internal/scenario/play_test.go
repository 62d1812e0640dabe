package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// A recorder is a Team and an Observer that records its calls.
type recorder struct {
	calls    []string
	messages []scenario.Message
	fails    map[string]error // by call
	after    func(call string)

	now      time.Time // simulated
	wall     wallClock
	requests []scenario.Request
	lost     int // number of requests no longer kept
	ledger   []fault.Injection
	target   string
	probe    func(url string) (int, string, error)
}

// A wallClock is a wall clock whose Sleep returns at once. During each Sleep
// the test may make something happen.
type wallClock struct {
	now   time.Time
	slept func(total time.Duration)
}

func (w *wallClock) Now() time.Time { return w.now }

func (w *wallClock) Sleep(ctx context.Context, d time.Duration) error {
	w.now = w.now.Add(d)
	if w.slept != nil {
		w.slept(w.now.Sub(time.Time{}))
	}
	return ctx.Err()
}

func (r *recorder) Fault(_ context.Context, f fault.Fault) error { return r.record("fault %s", f) }
func (r *recorder) Clear(_ context.Context, name string) error   { return r.record("clear %s", name) }
func (r *recorder) Now() time.Time                               { return r.now }
func (r *recorder) Wall() clock.Wall                             { return &r.wall }
func (r *recorder) Requests() ([]scenario.Request, int)          { return r.requests, r.lost }
func (r *recorder) Faulted() []fault.Injection                   { return r.ledger }
func (r *recorder) Target() string                               { return r.target }

func (r *recorder) Probe(_ context.Context, url string) (int, []byte, error) {
	status, body, err := r.probe(url)
	return status, []byte(body), err
}

func (r *recorder) record(format string, args ...any) error {
	call := fmt.Sprintf(format, args...)
	r.calls = append(r.calls, call)
	if r.after != nil {
		r.after(call)
	}
	return r.fails[call]
}

func (r *recorder) Refresh(_ context.Context, f scenario.Refresh) error {
	return r.record("refresh %s", f.User)
}

func (r *recorder) Delete(_ context.Context, d scenario.Delete) error {
	return r.record("delete %s", d.User)
}

func (r *recorder) CreateUser(_ context.Context, u scenario.User) error {
	return r.record("create %s", u.Name)
}

func (r *recorder) Connect(_ context.Context, c scenario.Connect) error {
	return r.record("connect %s to %s %v", c.User, c.Provider, c.Backfill)
}

func (r *recorder) Sync(_ context.Context, s scenario.Sync) error {
	return r.record("sync %s %t", s.User, s.Upload)
}

func (r *recorder) Update(_ context.Context, u scenario.Update) error {
	return r.record("update %s at %s %s %v", u.Resource, u.Provider, u.Record, u.Set)
}

func (r *recorder) DeleteRecord(_ context.Context, d scenario.DeleteRecord) error {
	return r.record("delete %s at %s %s", d.Resource, d.Provider, d.Record)
}

func (r *recorder) Disconnect(_ context.Context, d scenario.Disconnect) error {
	return r.record("disconnect %s from %s", d.User, d.Provider)
}

func (r *recorder) Revoke(_ context.Context, v scenario.Revoke) error {
	return r.record("revoke %s from %s: %q", v.User, v.Provider, v.ErrorType)
}

func (r *recorder) Rotate(_ context.Context, v scenario.Rotate) error {
	return r.record("rotate to %q", v.Secret)
}

func (r *recorder) Recover(_ context.Context, since time.Duration) error {
	return r.record("recover since %s", since)
}

func (r *recorder) Send(_ context.Context, s scenario.Send) error {
	return r.record("send %s about %s: %s", s.Event, s.User, s.Data)
}

func (r *recorder) Readable(string, vital.Resource) (int, []byte, error) {
	return 3, []byte(`{"efficiency":93,"source":{"type":"watch"}}`), nil
}

func (r *recorder) Advance(_ context.Context, d time.Duration) error {
	r.now = r.now.Add(d)
	return r.record("advance by %s", d)
}

func (r *recorder) Messages() []scenario.Message { return r.messages }

func (r *recorder) StepStarted(s scenario.Step) {
	r.calls = append(r.calls, fmt.Sprintf("started %d: %s", s.Line, s.Text))
}

func (r *recorder) StepDone(s scenario.Step, err error) {
	r.calls = append(r.calls, fmt.Sprintf("done %d: %v", s.Line, err))
}

func (r *recorder) Expectation(_ scenario.Step, ok bool, explanation string) {
	r.calls = append(r.calls, fmt.Sprintf("expectation %t: %s", ok, explanation))
}

const life = `
- connect: {user: ada, provider: fitbit, backfill: {days: 30, chunks: 2}}
- advance: 1d
- sync: {user: ada}
- update: {user: ada, resource: sleep, set: {efficiency: 93}}
- expect: {event: daily.data.sleep.created}
- expect: {event: daily.data.sleep.updated}
- delete_record: {user: ada, resource: activity, record: 2026-01-05}
- disconnect: {user: ada, provider: fitbit}
`

func TestPlayCallsInOrder(t *testing.T) {
	t.Parallel()
	r := &recorder{messages: []scenario.Message{{EventType: "daily.data.sleep.created", User: "ada", Accepted: true, Attempts: 1}}}
	result, err := scenario.PlayOptions{}.Play(t.Context(), parse(t, life), r, r)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"create ada",
		"create bob",
		"started 5: connect ada fitbit 30d in 2 chunks",
		"connect ada to fitbit {30 2}",
		"done 5: <nil>",
		"started 6: advance 1d",
		"advance by 24h0m0s",
		"done 6: <nil>",
		"started 7: sync ada",
		"sync ada true",
		"done 7: <nil>",
		"started 8: update ada fitbit sleep latest: efficiency=93",
		"update sleep at fitbit latest map[efficiency:93]",
		"done 8: <nil>",
		"started 9: expect at least 1 daily.data.sleep.created",
		"expectation true: want at least 1 daily.data.sleep.created; saw 1",
		"done 9: <nil>",
		"started 10: expect at least 1 daily.data.sleep.updated",
		"expectation false: want at least 1 daily.data.sleep.updated; saw none\n" +
			"  near misses:\n    1 daily.data.sleep.created for ada, accepted",
		"done 10: <nil>",
		"started 11: delete_record ada fitbit activity 2026-01-05",
		"delete activity at fitbit 2026-01-05",
		"done 11: <nil>",
		"started 12: disconnect ada fitbit",
		"disconnect ada from fitbit",
		"done 12: <nil>",
	}
	if diff := cmp.Diff(want, r.calls); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if result.Expectations != 2 || result.Failed != 1 || len(result.Failures) != 1 || result.Failures[0].Line != 10 {
		t.Errorf("got %+v", result)
	}
}

func TestPlaySkipsExpectations(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	result, err := scenario.PlayOptions{SkipExpect: true}.Play(t.Context(), parse(t, life), r, nil)
	if err != nil || result.Expectations != 0 || result.Failed != 0 {
		t.Errorf("got %+v, %v", result, err)
	}
	if last := r.calls[len(r.calls)-1]; last != "disconnect ada from fitbit" {
		t.Errorf("ended with %s", last)
	}
}

func TestActorErrorStopsRun(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such record")
	for call, want := range map[string]string{
		"sync ada true": "test.yaml:7:3: sync: no such record",
		"create bob":    "test.yaml:2:18: create user bob: no such record",
	} {
		r := &recorder{fails: map[string]error{call: cause}}
		result, err := scenario.PlayOptions{}.Play(t.Context(), parse(t, life), r, nil)
		if err == nil || err.Error() != want || !errors.Is(err, cause) {
			t.Errorf("got %v, want %s", err, want)
		}
		if _, ok := errors.AsType[*scenario.Error](err); !ok || result == nil {
			t.Errorf("got %T and result %v", err, result)
		}
		if last := r.calls[len(r.calls)-1]; last != call {
			t.Errorf("went on to %s", last)
		}
	}
}

func TestCancellationStopsBetweenSteps(t *testing.T) {
	t.Parallel()
	cause := errors.New("interrupted")
	for at, want := range map[string]string{
		"advance by 24h0m0s": "test.yaml:7:3: sync: interrupted",
		"create ada":         "test.yaml:2:18: interrupted",
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		r := &recorder{after: func(call string) {
			if call == at {
				cancel(cause)
			}
		}}
		_, err := scenario.PlayOptions{}.Play(ctx, parse(t, life), r, nil)
		if err == nil || err.Error() != want || !errors.Is(err, cause) {
			t.Errorf("got %v, want %s", err, want)
		}
		if last := r.calls[len(r.calls)-1]; last != at {
			t.Errorf("went on to %s", last)
		}
	}
}

// messages returns the messages that the explanations below choose from.
func messages() []scenario.Message {
	ok := func(event, user string) scenario.Message {
		return scenario.Message{EventType: event, User: user, Accepted: true, Status: 200, Attempts: 1}
	}
	failed := func(status, attempts int) scenario.Message {
		return scenario.Message{EventType: "daily.data.sleep.updated", User: "ada", Status: status, Attempts: attempts}
	}
	return []scenario.Message{
		ok("provider.connection.created", "ada"),
		ok("historical.data.sleep.created", "ada"),
		ok("historical.data.activity.created", "ada"),
		ok("daily.data.sleep.created", "ada"),
		ok("daily.data.sleep.created", "ada"),
		failed(503, 3), failed(503, 2), failed(0, 1), failed(0, 0),
		ok("daily.data.sleep.updated", "bob"),
		ok("daily.data.workouts.created", "bob"),
		ok("provider.connection.error", ""),
	}
}

// TestExplanations keeps the explanations of failed expectations in one
// golden file, for review.
func TestExplanations(t *testing.T) {
	t.Parallel()
	sc := parse(t, `
- expect: {event: daily.data.sleep.updated, user: ada, answered: 2xx}
- expect: {event: daily.data.sleep.updated, user: ada, at_least: 9}
- expect: {event: daily.data.sleep.updated, user: ada, exactly: 5, answered: failed}
- expect: {event: daily.data.sleep.*, at_most: 3}
- expect: {event: daily.data.heartrate.created, user: ada}
- expect: {event: "*.connection.*", user: bob}
- expect: {event: "*.workouts.*", user: ada, at_least: 1, at_most: 2}
- expect: {event: provider.connection.error, exactly: 0}
- expect: {event: "historical.*", at_least: 5}
`)
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, &recorder{messages: messages()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if result.Failed != len(sc.Steps) {
		t.Errorf("%d of %d failed", result.Failed, len(sc.Steps))
	}
	var got strings.Builder
	for _, f := range result.Failures {
		got.WriteString(f.Error() + "\n\n")
	}
	var many []scenario.Message
	for _, event := range catalog().EventTypes {
		many = append(many, scenario.Message{EventType: event, User: "bob", Accepted: true, Status: 204, Attempts: 1})
	}
	sc = parse(t, `
- expect: {event: daily.data.sleep.created, user: ada}
- expect: {event: "*", user: bob, at_most: 3}
`)
	for _, ms := range [][]scenario.Message{nil, many[3:4], many} {
		result, err := scenario.PlayOptions{}.Play(t.Context(), sc, &recorder{messages: ms}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range result.Failures {
			got.WriteString(f.Error() + "\n\n")
		}
	}
	golden(t, "explanations.golden", got.String())
}

func TestMetEventExpectations(t *testing.T) {
	t.Parallel()
	sc := parse(t, `
- expect: {event: daily.data.sleep.updated, user: ada, exactly: 4}
- expect: {event: daily.data.sleep.updated, user: ada, exactly: 4, answered: failed}
- expect: {event: daily.data.sleep.updated, exactly: 5}
- expect: {event: daily.data.sleep.updated, exactly: 1, answered: 2xx}
- expect: {event: "*", exactly: 12}
- expect: {event: "d*.s*p.*d", exactly: 7}
- expect: {event: "daily.data.glucose.*", at_most: 0}
- expect: {event: "daily.data.*.created", user: bob, at_least: 1, at_most: 1}
`)
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, &recorder{messages: messages()}, nil)
	if err != nil || result.Expectations != len(sc.Steps) || result.Failed != 0 {
		t.Errorf("got %+v, %v", result, err)
	}
}
