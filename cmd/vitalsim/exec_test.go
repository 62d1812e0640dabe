//go:build unix

package main

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// executed is a vitalsim exec in its own process.
type executed struct {
	t              *testing.T
	cmd            *exec.Cmd
	stdout, stderr *lines
}

// startExec starts exec with flags and one of the children.
func startExec(t *testing.T, flags []string, child ...string) *executed {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := append(append([]string{"exec"}, flags...), "--", exe, testChild)
	e := &executed{t, program(t, exe, append(args, child...)...), newLines(t), newLines(t)}
	e.cmd.Env = append(os.Environ(), "VITALSIM_TEST_MAIN=1")
	e.cmd.Stdout, e.cmd.Stderr = e.stdout, e.stderr
	e.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that nothing else is hit
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.cmd.Process.Kill() })
	return e
}

// wait waits for the end of exec.
func (e *executed) wait() result {
	e.t.Helper()
	_ = e.cmd.Wait()
	return result{e.cmd.ProcessState.ExitCode(), e.stdout.String(), e.stderr.String()}
}

// until waits for a word on the stdout of the child, and returns what follows it.
func (e *executed) until(word string) string {
	e.t.Helper()
	return e.stdout.until(word)
}

func runExec(t *testing.T, flags []string, child ...string) result {
	t.Helper()
	return startExec(t, flags, child...).wait()
}

const free = "--target=http://127.0.0.1:0/webhooks"

// TestExecPassesTheExitCode checks the exit code, and that a success prints nothing.
func TestExecPassesTheExitCode(t *testing.T) {
	t.Parallel()
	if r := runExec(t, nil, "pass"); r != (result{}) {
		t.Errorf("passing: %+v", r)
	}
	if r := runExec(t, nil, "fail", "7"); r.code != 7 || r.stdout != "one test failed\n" ||
		r.stderr != "vitalsim: the command ended with exit code 7\nvitalsim: no webhook was sent\n" {
		t.Errorf("failing: %+v", r)
	}
	for _, s := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGHUP} {
		if r := runExec(t, nil, "die", strconv.Itoa(int(s))); r.code != 128+int(s) || !strings.Contains(r.stderr, "was killed by signal "+strconv.Itoa(int(s))) {
			t.Errorf("killed by %v: %+v", s, r)
		}
	}
}

// TestExecUnderNohup runs the tests of signals in a process that ignores signals, as
// nohup and the background of a shell start it.
func TestExecUnderNohup(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const script = `trap "" HUP INT QUIT TERM; exec "$0" -test.run "$1" -test.timeout 1m`
	out, err := program(t, "sh", "-c", script, exe, "^(TestExecPassesTheExitCode|TestExecPassesSignals)$").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "PASS\n") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestExecCannotStart checks the exit codes for commands that cannot be started.
func TestExecCannotStart(t *testing.T) {
	t.Parallel()
	plain := write(t, "plain.txt", "no program")
	for command, want := range map[string]int{"no-such-command-anywhere": exitNotFound, "./nowhere": exitNotFound, plain: exitNotExecutable} {
		r := vitalsim(t, nil, "exec", command, "--version")
		if r.code != want || !strings.HasPrefix(r.stderr, "vitalsim: exec: ") || !strings.Contains(r.stderr, command) || r.stdout != "" {
			t.Errorf("%s: %+v", command, r)
		}
	}
}

// TestExecPassesInputAndOutput checks that the dashes before a command are
// optional, and that its flags are not parsed.
func TestExecPassesInputAndOutput(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(t, exe, "exec", exe, testChild, "cat", "--json")
	cmd.Env, cmd.Stdin = append(os.Environ(), "VITALSIM_TEST_MAIN=1"), strings.NewReader("a\nb")
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "a\nb" {
		t.Errorf("%v: %q", err, out)
	}
}

// TestExecSetsTheEnvironment checks the environment of the command.
func TestExecSetsTheEnvironment(t *testing.T) {
	t.Parallel()
	r := runExec(t, []string{free, "--key=sk_eu_mine", "--secret=" + otherSecret}, "environment")
	found := map[string]string{}
	for line := range strings.Lines(r.stdout) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		found[name] = value
	}
	for _, brand := range []string{"VITAL", "JUNCTION"} {
		if found[brand+"_API_KEY"] != "sk_eu_mine" || found[brand+"_WEBHOOK_SECRET"] != otherSecret || !strings.HasPrefix(found[brand+"_BASE_URL"], "http://127.0.0.1:") {
			t.Errorf("%s: %v", brand, found)
		}
	}
	if found["VITALSIM_CONTROL_URL"] != found["VITAL_BASE_URL"] || found["VITALSIM_KEY"] != "sk_eu_mine" || found["VITALSIM_SECRET"] != otherSecret {
		t.Errorf("%v", found)
	}
	if port := found["PORT"]; port == "" || port == "0" || found["VITALSIM_TARGET"] != "http://127.0.0.1:"+port+"/webhooks" {
		t.Errorf("port %q, target %q", port, found["VITALSIM_TARGET"])
	}
	if token, ok := found["VITALSIM_CONTROL_TOKEN"]; ok {
		t.Errorf("on this machine alone it wants the token %q", token)
	}
	const token = "an-example-of-a-control-token"
	if r := runExec(t, []string{"--control-token=" + token}, "environment"); !strings.Contains(r.stdout, "\nVITALSIM_CONTROL_TOKEN="+token+"\n") {
		t.Errorf("no control token: %s", r.stdout)
	}
	r = runExec(t, []string{"--target=http://127.0.0.1:3000/"}, "environment")
	if strings.Contains(r.stdout, "\nVITALSIM_TARGET=") {
		t.Errorf("a given port is passed as PORT: %s", r.stdout)
	}
}

// TestCommandDrivesExec checks exec without a scenario.
func TestCommandDrivesExec(t *testing.T) {
	t.Parallel()
	if r := runExec(t, nil, "drive"); r.code != exitOK || r.stdout != "2\n" || r.stderr != "" {
		t.Errorf("%+v", r)
	}
}

// night sends four events, of which the last is historical.data.sleep.created.
const night = `name: night
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 2}, resources: [sleep]}
  - advance: 1h
  - expect: {event: daily.data.sleep.created, answered: 2xx}
`

// TestExecPlaysAScenario checks that the scenario begins when the command
// listens, and that the command may end with the event that it waits for.
func TestExecPlaysAScenario(t *testing.T) {
	t.Parallel()
	r := runExec(t, []string{"--scenario", write(t, "night.yaml", night), free}, "receive", "historical.data.sleep.created")
	if r.code != exitOK || !strings.Contains(r.stderr, "vitalsim: night: 4 messages accepted, 1 of 1 expectations met\n") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("%+v", r)
	}
	r = runExec(t, []string{"--scenario", write(t, "night.yaml", night), free, "--stop"}, "receive")
	if r.code != exitOK || !strings.Contains(r.stderr, "1 of 1 expectations met") {
		t.Errorf("a server that is stopped: %+v", r)
	}
	r = runExec(t, []string{"--scenario", write(t, "night.yaml", night)}, "drive")
	if r.code != exitOK || !strings.Contains(r.stderr, "1 of 1 expectations met") || r.stdout != "4\n" { // a night of ada, the rest of its own
		t.Errorf("played before the command starts: %+v", r)
	}
}

// TestExecFailsWithTheScenario checks that a failed scenario fails a command that passes.
func TestExecFailsWithTheScenario(t *testing.T) {
	t.Parallel()
	unmet := write(t, "unmet.yaml", strings.ReplaceAll(night, "sleep.created,", "sleep.updated,"))
	r := runExec(t, []string{"--scenario", unmet, free}, "receive", "historical.data.sleep.created")
	if r.code != exitFailed || !strings.Contains(r.stderr, "expectation failed: ") || !strings.Contains(r.stderr, "unmet.yaml:6:5") || !strings.Contains(r.stderr, "near misses") ||
		!strings.Contains(r.stderr, "all 4 webhooks were accepted at once") {
		t.Errorf("unmet expectation: %+v", r)
	}
	r = runExec(t, []string{"--scenario", write(t, "night.yaml", night), free}, "receive", "provider.connection.created")
	if r.code != exitFailed || !strings.Contains(r.stderr, "night.yaml:5:5: advance clock: "+errTooEarly.Error()) && !strings.Contains(r.stderr, "connection refused") {
		t.Errorf("a command that ends too early: %+v", r)
	}
	impossible := write(t, "impossible.yaml", small+"  - update: {user: ada, resource: sleep, record: 2024-01-01, set: {efficiency: 90}}\n")
	for _, flags := range [][]string{{"--scenario", impossible}, {"--scenario", impossible, free}} {
		if r := runExec(t, flags, "receive"); r.code != exitFailed || !strings.Contains(r.stderr, "impossible.yaml:6:5: update sleep: ") {
			t.Errorf("%v: %+v", flags, r)
		}
	}
}

// TestExecPrintsFailures checks that failed deliveries are printed with their responses.
func TestExecPrintsFailures(t *testing.T) {
	t.Parallel()
	scenario := write(t, "night.yaml", strings.NewReplacer("advance: 1h", "advance: 1d", ", resources: [sleep]", "").Replace(night))
	r := runExec(t, []string{"--scenario", scenario, free, "--stop"}, "refuse")
	if r.code != exitFailed {
		t.Fatalf("%+v", r)
	}
	if lines := strings.Count(r.stderr, "\n"); lines > 10 {
		t.Errorf("it prints %d lines:\n%s", lines, r.stderr)
	}
	for _, want := range []string{
		"vitalsim: deliveries that went wrong:\n  500: 92 deliveries to http://127.0.0.1:",
		"/webhooks, waiting for a retry\n    the first: 2026-01-05 08:00:00  provider.connection.created for ada, msg_",
		"\n      attempts 1 to 7: 500: {\"error\":\"no such table\"}\n",
		"expectation failed: ",
	} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("it does not say %q:\n%s", want, r.stderr)
		}
	}
}

// TestExecWithoutAListener checks that exec gives up after --patience, stops the
// command, and names the address.
func TestExecWithoutAListener(t *testing.T) {
	t.Parallel()
	file := write(t, "night.yaml", night)
	r := runExec(t, []string{"--scenario", file, free, "--patience", "100ms"}, "deaf")
	if r.code != exitFailed || !strings.Contains(r.stderr, "nothing answers at tcp://127.0.0.1:") || !strings.Contains(r.stderr, "after 100ms: ") || !strings.Contains(r.stderr, "connection refused") {
		t.Errorf("%+v", r)
	}
	if r := runExec(t, []string{"--scenario", file, free}, "pass"); r.code != exitFailed || !strings.Contains(r.stderr, errSilent.Error()) {
		t.Errorf("it passes before it listens: %+v", r)
	}
	if r := runExec(t, []string{"--scenario", file, free}, "fail", "5"); r.code != 5 || !strings.Contains(r.stderr, errSilent.Error()) {
		t.Errorf("it fails before it listens: %+v", r)
	}
	gone := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	r = runExec(t, []string{"--scenario", file, "--wait-for", gone.URL + "/healthz", "--patience", "100ms"}, "deaf")
	if r.code != exitFailed || !strings.Contains(r.stderr, "the response is 503") {
		t.Errorf("it is not ready: %+v", r)
	}
	healthy := newReceiver(t, nil)
	r = runExec(t, []string{"--scenario", file, "--wait-for", healthy.URL, "--stop"}, "deaf")
	if r.code != exitOK || len(healthy.deliveries()) != 1 {
		t.Errorf("it is ready: %+v", r)
	}
}

// TestExecSurvivesACrash checks a command that dies during a delivery.
func TestExecSurvivesACrash(t *testing.T) {
	t.Parallel()
	r := runExec(t, []string{"--scenario", write(t, "night.yaml", night), free}, "collapse")
	if r.code != 3 || !strings.Contains(r.stderr, "ended with exit code 3") || !regexp.MustCompile("sleep.created for ada, msg_.*\n      attempt 1: (EOF|connection reset|the simulator stopped)").MatchString(r.stderr) {
		t.Errorf("%+v", r)
	}
}

// TestExecEndsAllProcesses checks that a process that the command left running
// is ended with its port, even if it ignores SIGTERM.
func TestExecEndsAllProcesses(t *testing.T) {
	t.Parallel()
	r := runExec(t, []string{"--grace", "50ms"}, "parent")
	pid, addr, ok := strings.Cut(strings.TrimSpace(r.stdout), " ")
	if r.code != exitOK || !ok {
		t.Fatalf("%+v", r)
	}
	nothingAt(t, addr)
	if state, err := os.ReadFile("/proc/" + pid + "/stat"); err == nil && !bytes.Contains(state, []byte(") Z ")) {
		t.Errorf("process %s lives: %s", pid, state)
	}
}

// nothingAt reports whether a port is free.
func nothingAt(t *testing.T, addr string) {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Errorf("the port is left: %v", err)
		return
	}
	l.Close()
}

// TestExecPassesSignals checks that signals are passed on, and that a command that
// does not end in time is killed.
func TestExecPassesSignals(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGUSR1} {
		e := startExec(t, nil, "gentle")
		e.until("ready")
		_ = e.cmd.Process.Signal(s)
		if r := e.wait(); r.code != 9 || r.stdout != "ready\ngentle "+s.String()+"\n" {
			t.Errorf("%v: %+v", s, r)
		}
	}
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		e := startExec(t, []string{"--grace", "50ms"}, "stubborn")
		pid, _ := strconv.Atoi(e.until("stubborn"))
		_ = e.cmd.Process.Signal(s)
		if r := e.wait(); r.code != 128+int(syscall.SIGKILL) {
			t.Errorf("%v: %+v", s, r)
		}
		if err := syscall.Kill(pid, 0); err != syscall.ESRCH {
			t.Errorf("%v: process %d lives", s, pid)
		}
	}
	e := startExec(t, []string{"--scenario", write(t, "night.yaml", night), free}, "deaf")
	e.until("ready")
	_ = e.cmd.Process.Signal(syscall.SIGTERM)
	if r := e.wait(); r.code != 128+int(syscall.SIGTERM) || !strings.Contains(r.stderr, "was killed by signal 15") {
		t.Errorf("while nobody answers: %+v", r)
	}
}

// TestExecFlagsAndVariables checks the effect of each flag that only exec has, given
// and from the environment.
func TestExecFlagsAndVariables(t *testing.T) {
	t.Parallel()
	file := write(t, "night.yaml", night)
	long := write(t, "long.yaml", small+"  - expect: {request: GET /v2/user, within: 1ms}\n")
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := func(name string, args ...string) []string {
		return append([]string{"--", exe, testChild, name}, args...)
	}
	for _, tt := range []struct {
		flag, value string
		also        []string
		effect      func(r result) bool
	}{
		{"scenario", long, child("pass"), func(r result) bool { return r.code == exitFailed && strings.Contains(r.stderr, "long.yaml:6:5") }},
		{"stop", "true", append([]string{"--scenario", file, free}, child("receive")...), func(r result) bool { return r.code == exitOK }},
		{"verbose", "true", append([]string{"--scenario", file}, child("pass")...), func(r result) bool { return strings.Contains(r.stderr, "> advance 1h") }},
		{"wait-for", "tcp://127.0.0.1:1", append([]string{"--patience=0s", "--scenario", file}, child("deaf")...), func(r result) bool { return strings.Contains(r.stderr, "tcp://127.0.0.1:1,") }},
		{"patience", "1ms", append([]string{"--scenario", file, free}, child("deaf")...), func(r result) bool { return strings.Contains(r.stderr, "after 1ms") }},
		{"grace", "-1s", child("pass"), func(r result) bool { return r.code == exitInput && strings.Contains(r.stderr, "--grace -1s") }},
		{"speed", "-1", child("pass"), func(r result) bool { return r.code == exitInput && strings.Contains(r.stderr, "speed -1") }},
		{"fixtures", dir, child("fixture"), func(r result) bool {
			return strings.Contains(r.stdout, "422") && !strings.Contains(r.stdout, "paths are not accepted")
		}},
	} {
		given := append([]string{"exec", "--" + tt.flag + "=" + tt.value}, tt.also...)
		if r := vitalsim(t, nil, given...); !tt.effect(r) {
			t.Errorf("--%s=%s has no effect: %+v", tt.flag, tt.value, r)
		}
		if r := vitalsim(t, map[string]string{envName(tt.flag): tt.value}, append([]string{"exec"}, tt.also...)...); !tt.effect(r) {
			t.Errorf("%s=%s has no effect: %+v", envName(tt.flag), tt.value, r)
		}
	}
	own, others := flagNames(newExec()), append(flagNames(newRun()), flagNames(newServe())...)
	for _, name := range own {
		switch name {
		case "scenario", "stop", "verbose", "wait-for", "patience", "grace", "speed", "fixtures":
		default:
			if !strings.Contains(" "+strings.Join(others, " ")+" ", " "+name+" ") {
				t.Errorf("no test for --%s", name)
			}
		}
	}
}

func TestExecRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"which command?":           {},
		"did you mean":             {"--scenaro", "x", "--", "true"},
		"needs --scenario":         {"--stop", "--", "true"},
		"needs --target or":        {"--stop", "--scenario", "first-connection", "--", "true"},
		"want a URL such as":       {"--wait-for", "localhost:3000", "--scenario", "first-connection", "--", "true"},
		"load scenario":            {"--scenario", "nope", "--", "true"},
		"neither a URL":            {"--target", "http://127.0.0.1:0 weekly.*", "--", "true"},
		"want a duration of 0 or":  {"--grace", "-1s", "--", "true"},
		"want a sandbox key":       {"--key", "pk_us_x", "--", "true"},
		"seed \"x\": want a whole": {"--seed", "x", "--", "true"},
	} {
		if r := vitalsim(t, nil, append([]string{"exec"}, args...)...); r.code != exitInput || !strings.Contains(r.stderr, want) || r.stdout != "" {
			t.Errorf("%v: want %q: %+v", args, want, r)
		}
	}
}

// TestExecWritesJUnit checks the report of a scenario that is played beside a command.
func TestExecWritesJUnit(t *testing.T) {
	t.Parallel()
	file, report := write(t, "small.yaml", small), filepath.Join(t.TempDir(), "report.xml")
	for command, want := range map[string][]string{
		"true":  {`failures="0"`, `name="every message is accepted"`, `name="the command succeeds: true" classname="small"></testcase>`},
		"false": {`failures="1"`, `<failure message="ended with exit code 1">`},
	} {
		r := vitalsim(t, nil, "exec", "--scenario", file, "--junit", report, "--", command)
		text, err := os.ReadFile(report)
		if err != nil || (r.code == exitOK) != (command == "true") {
			t.Fatalf("%s: exit code %d, %v: %s", command, r.code, err, r.stderr)
		}
		for _, part := range want {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s: the report lacks %s:\n%s", command, part, text)
			}
		}
	}
}
