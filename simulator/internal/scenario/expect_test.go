package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

var begin = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// outage returns messages that failed at first and were retried.
func outage() []scenario.Message {
	accepted := func(event, user string, at, took time.Duration, attempts int) scenario.Message {
		return scenario.Message{EventType: event, User: user, At: begin.Add(at), Accepted: true, AcceptedAt: begin.Add(at + took), Status: 200, Attempts: attempts}
	}
	return []scenario.Message{
		accepted("provider.connection.created", "ada", 0, 0, 1),
		accepted("historical.data.sleep.created", "ada", time.Minute, 2*time.Hour, 4),
		accepted("historical.data.activity.created", "ada", 2*time.Minute, 5*time.Second, 2),
		accepted("daily.data.sleep.created", "ada", time.Hour, 0, 1),
		accepted("daily.data.sleep.created", "ada", 25*time.Hour, 0, 1),
		accepted("daily.data.sleep.created", "bob", 25*time.Hour, 5*time.Second, 2),
		{EventType: "daily.data.sleep.updated", User: "ada", At: begin.Add(26 * time.Hour), Status: 503, Attempts: 3},
	}
}

// clientRequests returns requests of a client to the API.
func clientRequests() []scenario.Request {
	nights := scenario.Request{Method: "GET", Route: "/v2/summary/sleep/{user_id}", Path: "/v2/summary/sleep/17", User: "ada", Status: 200}
	busy, other := nights, nights
	busy.Status, busy.Fault = 503, "brown-out"
	other.User, other.Path = "bob", "/v2/summary/sleep/18"
	return []scenario.Request{
		{Method: "POST", Route: "/v2/user", Path: "/v2/user", User: "ada", Status: 200},
		busy, busy, nights, other,
		{Method: "GET", Path: "/v2/sumary/sleep/17", Status: 404},
		{Method: "GET", Route: "/v2/timeseries/{user_id}/steps/grouped", Path: "/v2/timeseries/17/steps/grouped", User: "ada", Fault: "gone"},
	}
}

// acts returns the effects of faults.
func acts() []fault.Injection {
	busy := fault.Injection{Side: fault.API, Fault: "brown-out", Done: "status: 503", User: "ada", Request: "GET /v2/summary/sleep/17"}
	return []fault.Injection{busy, busy, {Side: fault.Delivery, Fault: "twice", Done: "duplicate: 1", User: "ada", EventType: "daily.data.sleep.created", Attempt: 1}}
}

// shows returns a probe of an application with this response.
func shows(status int, body string) func(string) (int, string, error) {
	return func(string) (int, string, error) { return status, body, nil }
}

const namedFaults = `
- fault: {api: {name: brown-out, path: /v2/summary/*, status: 503, times: 2}}
- fault: {delivery: {name: twice, event: daily.data.*, duplicate: 1}}
- fault: {api: {name: unused, status: 500}}
- advance: 1d
`

// TestMetExpectations verifies expectations of each kind that are met without
// waiting.
func TestMetExpectations(t *testing.T) {
	t.Parallel()
	sc := parse(t, namedFaults+`
- expect: {event: historical.data.*, user: ada, exactly: 1, answered: 2xx, attempts: 4}
- expect: {event: "*", attempts: 2, exactly: 2}
- expect: {event: "*", attempts: 3, answered: failed, exactly: 1}
- expect: {event: "*", within: 1h, exactly: 4}
- expect: {event: "*", within: 1h, answered: 2xx, exactly: 3}
- expect: {event: "*", within: 2h1m, answered: 2xx, exactly: 4}
- expect: {order: [provider.connection.created, daily.data.sleep.created, historical.data.sleep.created], user: ada}
- expect: {order: [daily.data.sleep.created, daily.data.sleep.*], user: ada}
- expect: {request: GET /v2/summary/*, user: ada, exactly: 3}
- expect: {request: "GET /v2/summary/{resource}/{user_id}", at_least: 4}
- expect: {request: GET /v2/summary/sleep/*, answered: 503, at_most: 2}
- expect: {request: GET /v2/*, answered: 2xx, exactly: 2}
- expect: {request: DELETE /v2/user, exactly: 0}
- expect: {fault: brown-out, times: 2}
- expect: {fault: twice}
- expect: {fault: unused, times: 0}
- expect: {probe: GET /nights, json: {nights: [{efficiency: 93, tags: [a]}, {efficiency: 90.0}], next: null}}
- expect: {probe: GET /nights}
`)
	r := &recorder{
		now: begin, messages: outage(), requests: clientRequests(), ledger: acts(), target: "http://app.invalid",
		probe: func(url string) (int, string, error) {
			if url != "http://app.invalid/nights" {
				return 404, "", nil
			}
			return 200, `{"nights":[{"efficiency":93.0,"id":1,"tags":["a"]},{"efficiency":90}],"next":null}`, nil
		},
	}
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, r)
	if err != nil || result.Expectations != 18 || result.Failed != 0 {
		t.Errorf("%v: %+v\n%s", err, result, strings.Join(r.calls, "\n"))
	}
	if !r.wall.now.IsZero() {
		t.Errorf("it waited %v", r.wall.now.Sub(time.Time{}))
	}
	if calls := strings.Join(r.calls, "\n"); !strings.Contains(calls, "fault api: {name: brown-out, path: /v2/summary/*, times: 2, status: 503}\n") {
		t.Errorf("calls: %s", calls)
	}
}

// TestNearMisses keeps the explanation of each kind of failed expectation in
// one golden file, for review.
func TestNearMisses(t *testing.T) {
	t.Parallel()
	sc := parse(t, namedFaults+`
- expect: {event: historical.data.sleep.created, user: ada, answered: 2xx, attempts: 1}
- expect: {event: daily.data.sleep.created, user: ada, within: 30m, exactly: 2}
- expect: {event: "*.sleep.*", answered: 2xx, within: 1h, at_least: 5}
- expect: {order: [historical.data.sleep.created, provider.connection.created], user: ada}
- expect: {order: [provider.connection.created, historical.data.sleep.created, historical.data.activity.created], user: ada}
- expect: {order: [daily.data.sleep.updated, daily.data.sleep.created], user: ada}
- expect: {order: [daily.data.workouts.created, daily.data.workouts.updated], user: bob}
- expect: {request: GET /v2/summary/*, user: ada, at_least: 2, answered: 2xx}
- expect: {request: GET /v2/summary/*, at_most: 3}
- expect: {request: DELETE /v2/user}
- expect: {fault: brown-out, times: 3}
- expect: {fault: unused}
- expect: {probe: GET /nights, json: {nights: [{efficiency: 93, id: 1}], total: 1, users: {ada: {nam: Ada}}, next: {}}}
- expect: {probe: GET /nights, json: [1]}
- expect: {probe: GET /nights, json: 7, status: 200}
- expect: {probe: GET /nights, status: 404, within: 1s}
- expect: {probe: GET http://127.0.0.1:1/gone, json: {}}
- expect: {probe: GET /text, json: {}}
`)
	play := func(r *recorder) (text string) {
		result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, nil)
		if err != nil || result.Failed+result.Unjudged != 18 {
			t.Errorf("%v, %d of 18 failed, %d were not judged", err, result.Failed, result.Unjudged)
		}
		for _, f := range result.Failures {
			text += f.Error() + "\n\n"
		}
		return text
	}
	full := play(&recorder{
		now: begin, messages: outage(), requests: clientRequests(), ledger: acts(), target: "http://app.invalid",
		probe: func(url string) (int, string, error) {
			switch url {
			case "http://app.invalid/nights":
				return 200, `{"nights":[{"efficiency":91,"id":1},{"efficiency":93,"id":1}],"total":2,"users":{"ada":{"name":"Ada"}},"next":null}`, nil
			case "http://app.invalid/text":
				return 200, "<html>\n<b>no</b>", nil
			}
			return 0, "", errors.New("connection refused")
		},
	})
	empty := play(&recorder{now: begin, lost: 5, target: "http://app.invalid", probe: shows(500, "Internal Server Error")})
	golden(t, "near-misses.golden", full+"--- with nothing at all:\n\n"+empty)
}

// TestExpectWaitsForRequests verifies how long expectations wait on the wall
// clock.
func TestExpectWaitsForRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		expect, target string
		comes          []time.Duration // when requests arrive
		took           time.Duration
		ok             bool
	}{
		{"{request: GET /v2/summary/*, at_least: 2, within: 3s}", "", []time.Duration{time.Second, 2 * time.Second}, 2 * time.Second, true},
		{"{request: GET /v2/summary/*, at_least: 2, within: 3s}", "", []time.Duration{time.Second, 4 * time.Second}, 3 * time.Second, false},
		{"{request: GET /v2/summary/*}", "http://app.invalid", []time.Duration{4 * time.Second}, 4 * time.Second, true},
		{"{request: GET /v2/summary/*}", "http://app.invalid", nil, 5 * time.Second, false},
		{"{request: GET /v2/summary/*}", "", []time.Duration{time.Second}, 0, false},
		{"{request: GET /v2/summary/*, exactly: 0}", "http://app.invalid", []time.Duration{time.Second}, 0, true},
		{"{request: GET /v2/summary/*, at_most: 1, within: 2s}", "", []time.Duration{time.Second}, 2 * time.Second, true},
		{"{request: GET /v2/summary/*, at_most: 1, within: 9s}", "", []time.Duration{time.Second, 2 * time.Second}, 2 * time.Second, false},
		{"{fault: busy, times: 2}", "http://app.invalid", []time.Duration{time.Second, 3 * time.Second}, 3 * time.Second, true},
		{"{fault: busy, within: 7s}", "", nil, 7 * time.Second, false},
	} {
		r := &recorder{target: tt.target}
		r.wall.slept = func(total time.Duration) {
			if len(tt.comes) > 0 && total >= tt.comes[0] {
				tt.comes = tt.comes[1:]
				r.requests = append(r.requests, scenario.Request{Method: "GET", Path: "/v2/summary/sleep/17", Status: 200})
				r.ledger = append(r.ledger, fault.Injection{Fault: "busy"})
			}
		}
		sc := parse(t, "\n- fault: {api: {name: busy, status: 503}}\n- expect: "+tt.expect+"\n")
		result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, nil)
		if err != nil || (result.Failed == 0) != tt.ok || r.wall.now.Sub(time.Time{}) != tt.took {
			t.Errorf("%s: failed %v after %v, %v", tt.expect, result.Failures, r.wall.now.Sub(time.Time{}), err)
		}
	}
}

// TestExpectReportsEvictedMessages verifies that within fails for evicted
// messages, whose time of acceptance is unknown.
func TestExpectReportsEvictedMessages(t *testing.T) {
	t.Parallel()
	r := &recorder{messages: []scenario.Message{{EventType: "daily.data.sleep.created", User: "ada", Accepted: true, Attempts: 1, Evicted: true}}}
	sc := parse(t, `
- expect: {event: daily.data.sleep.created, exactly: 1}
- expect: {event: daily.data.sleep.created, attempts: 1}
- expect: {event: daily.data.sleep.created, exactly: 0, within: 1h}
- expect: {order: [daily.data.sleep.created, daily.data.sleep.updated], user: ada}
`)
	result, err := scenario.PlayOptions{}.Play(t.Context(), sc, r, nil)
	if err != nil || result.Failed != 3 || !strings.Contains(result.Failures[0].Cause, "too old to be remembered") || !strings.Contains(result.Failures[1].Cause, "too old") {
		t.Errorf("%v: %v", err, result.Failures)
	}
}

// TestCancelEndsWait verifies that a canceled context ends a wait and the
// run.
func TestCancelEndsWait(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	ctx, cancel := context.WithCancel(t.Context())
	r.wall.slept = func(time.Duration) { cancel() }
	_, err := scenario.PlayOptions{}.Play(ctx, parse(t, "\n- expect: {request: GET /v2/user, within: 5s}\n- advance: 1d\n"), r, nil)
	if err == nil || !strings.Contains(err.Error(), "test.yaml:5:3: expect: ") || slices.Contains(r.calls, "advance by 24h0m0s") {
		t.Errorf("%v after %q", err, r.calls)
	}
}

// TestProbeIsRetried verifies that a probe is repeated until the response is
// as expected.
func TestProbeIsRetried(t *testing.T) {
	t.Parallel()
	r := &recorder{target: "http://app.invalid"}
	tries := 0
	r.probe = func(string) (int, string, error) {
		tries++
		switch tries {
		case 1:
			return 0, "", errors.New("connection refused")
		case 2:
			return 404, "not yet", nil
		}
		return 200, fmt.Sprintf(`{"total":%d}`, tries), nil
	}
	result, err := scenario.PlayOptions{}.Play(t.Context(), parse(t, "\n- expect: {probe: GET /total, json: {total: 5}}\n"), r, nil)
	if err != nil || result.Failed != 0 || tries != 5 || r.wall.now.Sub(time.Time{}) != 200*time.Millisecond {
		t.Errorf("%v, %v after %d tries and %v", err, result.Failures, tries, r.wall.now.Sub(time.Time{}))
	}
}

func TestProbePathNeedsTarget(t *testing.T) {
	t.Parallel()
	_, err := scenario.PlayOptions{}.Play(t.Context(), parse(t, "\n- expect: {probe: GET /nights}\n"), &recorder{}, nil)
	if err == nil || !strings.Contains(err.Error(), "test.yaml:5:3: expect: probe /nights: ") || !strings.Contains(err.Error(), "give --target") {
		t.Errorf("got %v", err)
	}
}

// TestPlanSkipsWaitsAndProbes verifies that SkipExpect neither waits nor
// probes.
func TestPlanSkipsWaitsAndProbes(t *testing.T) {
	t.Parallel()
	r := &recorder{target: "http://app.invalid"}
	sc := parse(t, namedFaults+`
- expect: {request: GET /v2/user, within: 5s}
- expect: {fault: brown-out}
- expect: {probe: GET /nights}
- expect: {order: [daily.data.sleep.created, daily.data.sleep.updated], user: ada}
`)
	result, err := scenario.PlayOptions{SkipExpect: true}.Play(t.Context(), sc, r, nil)
	if err != nil || result.Expectations != 0 || !r.wall.now.IsZero() {
		t.Errorf("%v: %+v", err, result)
	}
}

// TestMisspelledFaultUserIsWarning verifies that an unknown user in a fault
// is not an error, because the application may create users itself.
func TestMisspelledFaultUserIsWarning(t *testing.T) {
	t.Parallel()
	sc := parse(t, "\n- fault: {api: {user: adda, status: 500}}\n- fault: {api: {user: app-user-77, status: 500}}\n- fault: {api: {user: ada, status: 500}}\n")
	if len(sc.Warnings) != 1 || !strings.Contains(sc.Warnings[0].String(), `"adda", who is not declared here; did you mean "ada"?`) {
		t.Errorf("warnings %v", sc.Warnings)
	}
}
