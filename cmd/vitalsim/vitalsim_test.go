package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// result holds the exit code and the output of a command.
type result struct {
	code           int
	stdout, stderr string
}

// vitalsim runs the program in this process; env holds the environment.
func vitalsim(t *testing.T, env map[string]string, args ...string) result {
	t.Helper()
	return vitalsimUntil(t.Context(), env, args...)
}

func vitalsimUntil(ctx context.Context, env map[string]string, args ...string) result {
	var stdout, stderr bytes.Buffer
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	code := run(ctx, args, lookup, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

const small = `name: small
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 2}}
  - advance: 1h
`

func TestRunFirstConnection(t *testing.T) {
	t.Parallel()
	r := vitalsim(t, nil, "run", "first-connection")
	if r.code != exitOK || r.stderr != "" {
		t.Fatalf("exit code %d, stderr %q", r.code, r.stderr)
	}
	for _, want := range []string{
		"> connect ada fitbit in 3 chunks",
		"historical.data.sleep.created",
		"2025-10-07–2025-11-06, 3/3             204\n",
		"the built-in inbox, which verifies them",
		"Tue 2026-01-06\n",
		"daily.data.sleep.updated",
		"efficiency 93",
		"met\n",
		"passed: ",
		"1 of 1 expectations met",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("output lacks %q:\n%s", want, r.stdout)
		}
	}
	for line := range strings.Lines(r.stdout) {
		if strings.HasSuffix(line, "  204\n") && utf8.RuneCountInString(line) > usualWidth+1 {
			t.Errorf("a line is longer than %d characters: %s", usualWidth, line)
		}
	}
}

func TestPlanIsRepeatableText(t *testing.T) {
	t.Parallel()
	first := vitalsim(t, nil, "plan", "first-connection", "--json")
	again := vitalsim(t, nil, "plan", "first-connection", "--json")
	if first.code != exitOK || first != again {
		t.Errorf("exit code %d, equal %v", first.code, first == again)
	}
	var run struct{ Timeline []map[string]any }
	var plan struct{ Timeline []map[string]any }
	delivered := vitalsim(t, nil, "run", "first-connection", "--json")
	for text, into := range map[string]any{first.stdout: &plan, delivered.stdout: &run} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range run.Timeline {
		delete(e, "attempts")
	}
	planned, _ := json.Marshal(plan.Timeline)
	sent, _ := json.Marshal(run.Timeline)
	if !bytes.Equal(planned, sent) || len(plan.Timeline) == 0 {
		t.Errorf("run --json is not plan --json with attempts:\n%s\n%s", planned, sent)
	}
}

// TestWrongInput checks that wrong input results in exit code 2, an empty stdout
// and a helpful error.
func TestWrongInput(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	broken := write(t, "broken.yaml", strings.ReplaceAll(small, "fitbit", "fitbitt"))
	good := write(t, "small.yaml", small)
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want string
	}{
		{"no scenario", nil, []string{"run"}, "which scenario?"},
		{"no folder", nil, []string{"fixtures", "check"}, "which folder?"},
		{"no such verb of fixtures", nil, []string{"fixtures", "chek"}, "unknown command"},
		{"no such verb of fault", nil, []string{"fault", "ad", "x"}, `fault: unknown command "ad"; did you mean "add"?`},
		{"export of nobody", nil, []string{"export", "--scenario", "first-connection", "--user", "adda", "--out", "x"}, `did you mean "ada"?`},
		{"export of nothing", nil, []string{"export"}, "missing --scenario, --user, --out"},
		{"record of nothing", nil, []string{"record"}, "missing --upstream, --key, --user, --out"},
		{"two scenarios", nil, []string{"plan", "a", "b"}, "one scenario at a time"},
		{"unknown scenario", nil, []string{"run", "first-conection"}, `did you mean "first-connection"?`},
		{"missing file", nil, []string{"run", "./nowhere.yaml"}, "no such file"},
		{"broken file", nil, []string{"run", broken}, "broken.yaml:4:36: connect: unknown provider \"fitbitt\"; did you mean \"fitbit\"?"},
		{"unknown command", nil, []string{"rum"}, "unknown command"},
		{"unknown flag", nil, []string{"run", "--sed", "1", good}, `did you mean "--seed"?`},
		{"unknown section", nil, []string{"list", "colours"}, "colours"},
		{"seed", nil, []string{"plan", good, "--seed", "-1"}, "--seed"},
		{"start", nil, []string{"plan", good, "--start", "yesterday"}, "--start"},
		{"secret", nil, []string{"run", good, "--secret", "hunter2"}, "whsec_"},
		{"production key", nil, []string{"run", good, "--key", "pk_us_1"}, "sandbox key"},
		{"target", nil, []string{"run", good, "--target", "localhost"}, "http://"},
		{"target, types alone", nil, []string{"run", good, "--target", "daily.data.sleep.created"}, "event types only after a URL"},
		{"target, unknown type", nil, []string{"run", good, "--target", "http://a.invalid daily.data.slep.created"}, `did you mean "daily.data.sleep.created"?`},
		{"target, unknown pattern", nil, []string{"run", good, "--target", "http://a.invalid weekly.*"}, "neither a URL nor an event type"},
		{"target, no host", nil, []string{"run", good, "--target", "http://"}, "want a URL"},
		{"page size", nil, []string{"run", good, "--page-size", "0"}, "--page-size"},
		{"delivery timeout", nil, []string{"run", good, "--delivery-timeout", "0s"}, "--delivery-timeout"},
		{"linger", nil, []string{"run", good, "--linger", "-1s"}, "--linger"},
		{"fault", nil, []string{"run", good, "--fault", "api: {pth: /v2/user, status: 503}", "--fault", "delivery: {drop: no}"}, `unknown key "pth"; did you mean "path"?`},
		{"taken port", nil, []string{"run", good, "--addr", taken.Addr().String()}, "the port is in use"},
		{"twin", map[string]string{"VITALSIM_PAGE_SIZE": "many"}, []string{"run", good}, "VITALSIM_PAGE_SIZE"},
	}
	for _, tt := range tests {
		r := vitalsim(t, tt.env, tt.args...)
		if r.code != exitInput || r.stdout != "" || !strings.Contains(r.stderr, tt.want) {
			t.Errorf("%s: exit code %d, want %q in stderr:\n%s%s", tt.name, r.code, tt.want, r.stderr, r.stdout)
		}
		if strings.Contains(r.stderr, "hunter2") {
			t.Errorf("%s: a secret is printed", tt.name)
		}
	}
}

func TestFailuresAreExitCode1(t *testing.T) {
	t.Parallel()
	unmet := write(t, "unmet.yaml", small+"  - expect: {event: daily.data.sleep.updated, user: ada}\n")
	if r := vitalsim(t, nil, "run", unmet); r.code != exitFailed || !strings.Contains(r.stdout, "FAILED") || !strings.Contains(r.stdout, "unmet.yaml:6:5") {
		t.Errorf("unmet expectation: exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
	if r := vitalsim(t, nil, "run", unmet, "--json"); r.code != exitFailed || !json.Valid([]byte(r.stdout)) {
		t.Errorf("unmet expectation as JSON: exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close() // nothing listens there now
	r := vitalsim(t, nil, "run", write(t, "small.yaml", small), "--target", "http://"+nobody.Addr().String(), "--linger", "0s")
	if want := "vitalsim: nothing listens at http://" + nobody.Addr().String() + ": connection refused; is your server up?\n"; r.code != exitFailed || r.stdout != "" || r.stderr != want {
		t.Errorf("dead target: exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
	impossible := write(t, "impossible.yaml", small+"  - update: {user: ada, resource: sleep, record: 2024-01-01, set: {efficiency: 90}}\n")
	if r := vitalsim(t, nil, "run", impossible); r.code != exitFailed || !strings.Contains(r.stderr, "impossible.yaml:6:5: update sleep: ") {
		t.Errorf("impossible step: exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
}

func TestInterruptEndsCleanly(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := vitalsimUntil(ctx, nil, "run", "first-connection")
	if r.code != exitInterrupted || !strings.Contains(r.stderr, "interrupted") || !strings.Contains(r.stdout, "0 messages") {
		t.Errorf("exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
	}
}

func TestListShowsWhatIsSimulated(t *testing.T) {
	t.Parallel()
	r := vitalsim(t, nil, "list")
	for _, want := range []string{"SCENARIOS", "first-connection", "endurance-runner", "fitbit", "weight", "body_weight", "historical.data.heartrate.created", "bpm"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("list lacks %q", want)
		}
	}
	want := 0
	for _, r := range vital.Resources {
		if catalog.SimulatesResource(r.Name) {
			want++
		}
	}
	if n := strings.Count(vitalsim(t, nil, "list", "resources").stdout, "simulated"); n != want || n == 0 {
		t.Errorf("%d resources marked as simulated, want %d", n, want)
	}
	for _, section := range sections {
		if r := vitalsim(t, nil, "list", section); r.code != exitOK || !strings.HasPrefix(r.stdout, strings.ToUpper(section)) {
			t.Errorf("list %s: exit code %d: %s", section, r.code, r.stdout)
		}
	}
}

// TestFaultsShowsTheWholeGrammar checks that each key is listed with an example
// that run accepts.
func TestFaultsShowsTheWholeGrammar(t *testing.T) {
	t.Parallel()
	r := vitalsim(t, nil, "faults")
	args := []string{"run", write(t, "small.yaml", small), "--json"}
	for _, k := range catalog.FaultKeys() {
		if !strings.Contains(r.stdout, "  "+k.Name+" ") || !strings.Contains(r.stdout, k.About) || !strings.Contains(r.stdout, k.Example+"\n") {
			t.Errorf("faults lacks %s", k.Name)
		}
		args = append(args, "--fault", k.Example)
	}
	// One of them drops a message, which is a failure as long as nobody recovers it.
	if r := vitalsim(t, nil, args...); r.code != exitFailed || !strings.Contains(r.stdout, `"faults"`) {
		t.Errorf("run with all examples: exit code %d: %s", r.code, r.stderr)
	}
	for line := range strings.Lines(r.stdout) {
		if strings.TrimRight(line, " \n") != strings.TrimRight(line, "\n") {
			t.Errorf("blanks at the end of %q", line)
		}
	}
}

func TestCompletionScripts(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if r := vitalsim(t, nil, "completion", shell); r.code != exitOK || len(r.stdout) < 500 {
			t.Errorf("completion %s: exit code %d, %d bytes", shell, r.code, len(r.stdout))
		}
	}
}

// TestRunGroupsAttemptsThatFailAlike checks that a wrong path costs a few lines, not one
// per attempt.
func TestRunGroupsAttemptsThatFailAlike(t *testing.T) {
	t.Parallel()
	target := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	r := vitalsim(t, nil, "run", "first-connection", "--target", target.URL+"/wrong", "--linger", "0s")
	if n := strings.Count(r.stdout, "\n"); r.code != exitFailed || n > 45 {
		t.Errorf("exit code %d, %d lines:\n%s", r.code, n, r.stdout)
	}
	for _, want := range []string{"attempt 1: 404\n", " more attempts: 404\n", "  404: 179 deliveries to " + target.URL + "/wrong", "serve POST at this path?"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it lacks %q:\n%s", want, r.stdout)
		}
	}
}
