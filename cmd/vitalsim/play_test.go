package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestPlay plays scenarios in a running simulator.
func TestPlay(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed=0", "--start=2026-01-05T08:00:00Z")
	env := map[string]string{"VITALSIM_CONTROL_URL": p.ready.URL}
	good := write(t, "good.yaml", strings.ReplaceAll(small, "{ada: {}}", "{ada: {client_user_id: app-user-1}}")+"  - expect: {event: historical.data.sleep.created}\n")
	unmet := write(t, "unmet.yaml", small+"  - expect: {event: daily.data.sleep.updated, user: ada}\n")
	impossible := write(t, "impossible.yaml", small+"  - update: {user: ada, resource: sleep, record: 2024-01-01, set: {efficiency: 90}}\n")
	for _, tt := range []struct {
		args  []string
		code  int
		wants []string
	}{
		{[]string{good}, exitOK, []string{
			"Mon 2026-01-05\n", "08:00:00  > connect ada fitbit", "historical.data.sleep.created", "  ada ", "2026-01-03–2026-01-05", "expect at least 1 historical.data.sleep.created: met\n",
			"passed: ", "1 of 1 expectations met", "1h of simulated time, from 2026-01-05 08:00:00",
		}},
		{[]string{good}, exitFailed, []string{"good.yaml:2:", "already exists", "reset it first, or play in the team of another key"}}, // the user does
		{[]string{good, "--key", "sk_us_quiet", "--quiet"}, exitOK, []string{"2026-01-05  ", " accepted\n", "passed: "}},
		{[]string{unmet, "--key", "sk_us_unmet"}, exitFailed, []string{"expect at least 1 daily.data.sleep.updated for ada: FAILED\n" + unmet + ":6:5: want at least 1", "FAILED: ", "0 of 1 expectations met"}},
		{[]string{impossible, "--key", "sk_us_impossible"}, exitFailed, []string{"> update ada", "impossible.yaml:6:5: update sleep: "}},
		{[]string{"first-conection"}, exitInput, []string{`did you mean "first-connection"?`}},
		{[]string{"first-connection", "--key", "pk_us_1"}, exitInput, []string{"play: "}},
	} {
		r := vitalsim(t, env, append([]string{"play"}, tt.args...)...)
		for _, want := range tt.wants {
			if r.code != tt.code || !strings.Contains(r.stdout+r.stderr, want) {
				t.Errorf("play %v: exit code %d, want %d and %q:\n%s%s", tt.args, r.code, tt.code, want, r.stdout, r.stderr)
			}
		}
		for line := range strings.Lines(r.stdout) {
			if strings.Contains(line, ".data.") && !strings.Contains(line, "at least") && len([]rune(line)) > usualWidth+1 {
				t.Errorf("a line has %d characters: %s", len([]rune(line)), line)
			}
		}
	}
	r := vitalsim(t, env, "play", "first-connection", "--key", "sk_us_json", "--json")
	var report simulator.Report
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil || r.code != exitOK || report.Scenario != "first-connection" || len(report.Timeline) == 0 {
		t.Errorf("play --json: exit code %d, %v, %+v", r.code, err, report)
	}
}

// TestPlayCountsDeliveries checks the summary and the exit code if a target refuses
// events.
func TestPlayCountsDeliveries(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	p := serve(t, nil, "--json", "--speed=0", "--target", refuses.URL)
	text := write(t, "month.yaml", "name: month\nusers: {ada: {}}\nsteps:\n  - connect: {user: ada, provider: fitbit, resources: [profile]}\n  - advance: 4d\n")
	r := vitalsim(t, nil, "play", text, "--control-url", p.ready.URL)
	if r.code != exitFailed || !strings.Contains(r.stdout, "attempt 2: 418") || !strings.Contains(r.stdout, "FAILED: ") || strings.Contains(r.stdout, " 0 failed,") {
		t.Errorf("exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
}

// TestPlayIsInterrupted checks that a scenario stops with the command.
func TestPlayIsInterrupted(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed=0")
	ctx, cancel := context.WithCancel(t.Context())
	text := write(t, "waits.yaml", small+"  - expect: {request: GET /v2/user/*, within: 1m}\n")
	out := newLines(t)
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"play", text, "--control-url", p.ready.URL}, func(string) (string, bool) { return "", false }, out, out)
	}()
	out.until("> advance")
	cancel()
	if code := <-ended; code != exitInterrupted {
		t.Errorf("exit code %d: %s", code, out)
	}
	for p.call("GET", "/_sim/v1/scenarios/playing", "")["playing"] == true {
		p.call("DELETE", "/_sim/v1/scenarios/playing", "")
	}
	if last := p.call("GET", "/_sim/v1/scenarios/playing", ""); last["error"] == nil {
		t.Errorf("the scenario has not been interrupted: %v", last)
	}
}
