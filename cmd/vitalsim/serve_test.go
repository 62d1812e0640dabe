package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// process is a running vitalsim serve.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stderr bytes.Buffer
	ready  struct {
		URL           string `json:"url"`
		APIKey        string `json:"api_key"`
		WebhookSecret string `json:"webhook_secret"`
		ManagementKey string `json:"management_key"`
		OrgID         string `json:"org_id"`
		TeamID        string `json:"team_id"`
	}
	first string      // the first line on stdout
	lines chan string // the others
}

// serve starts the program and waits for its first line.
func serve(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: program(t, exe, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)}
	p.cmd.Env = append(append(os.Environ(), "VITALSIM_TEST_MAIN=1"), env...)
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	lines := bufio.NewReader(stdout)
	if p.first, err = lines.ReadString('\n'); err != nil {
		_ = p.cmd.Wait()
		t.Fatalf("no first line: %v: %s", err, p.stderr.String())
	}
	_ = json.Unmarshal([]byte(p.first), &p.ready)
	p.lines = make(chan string, 10_000)
	go func() {
		defer close(p.lines)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			select {
			case p.lines <- line:
			default: // a test that reads none
			}
		}
	}()
	return p
}

// line returns the next line on stdout with a text.
func (p *process) line(text string) string {
	p.t.Helper()
	for line := range p.lines {
		if strings.Contains(line, text) {
			return strings.TrimSuffix(line, "\n")
		}
	}
	p.t.Fatalf("no line has %q: %s", text, p.stderr.String())
	return ""
}

// call sends a request and decodes the response.
func (p *process) call(method, path, body string) map[string]any {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.ready.URL+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("x-vital-api-key", p.ready.APIKey)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatalf("%s %s: %v: %s", method, path, err, p.stderr.String())
	}
	defer res.Body.Close()
	var v map[string]any
	text, _ := io.ReadAll(res.Body)
	_ = json.Unmarshal(text, &v)
	if res.StatusCode != http.StatusOK {
		p.t.Fatalf("%s %s: %d %s", method, path, res.StatusCode, text)
	}
	return v
}

// connect creates a user with a demo connection.
func (p *process) connect(clientUserID string) string {
	p.t.Helper()
	id := p.call("POST", "/v2/user", fmt.Sprintf(`{"client_user_id":%q}`, clientUserID))["user_id"].(string)
	p.call("POST", "/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"fitbit"}`, id))
	return id
}

// stop sends SIGTERM and returns the exit code.
func (p *process) stop() int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

func TestServeContinuesAfterAScenario(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed", "100000", "--log-format", "none")
	if p.ready.URL == "" || p.ready.APIKey == "" || !strings.HasPrefix(p.ready.WebhookSecret, "whsec_") {
		t.Fatalf("first line %q", p.first)
	}
	p.connect("ada")
	v := p.call("POST", "/_sim/v1/wait", `{"event_type":"daily.data.*","user":"ada","at_least":20,"timeout":"1m"}`)
	if v["total"].(float64) < 20 {
		t.Errorf("daily events: %v", v["total"])
	}
	if inbox := p.call("GET", "/_sim/v1/inbox", ""); len(inbox["received"].([]any)) < 20 {
		t.Errorf("the inbox has %d", len(inbox["received"].([]any)))
	}
	for _, path := range []string{"/livez", "/readyz"} {
		res, err := http.Get(p.ready.URL + path)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %v %v", path, res, err)
		}
	}
	if code := p.stop(); code != exitOK || !strings.Contains(p.stderr.String(), "stopped") {
		t.Errorf("exit code %d: %s", code, p.stderr.String())
	}
}

// TestServeStopsDuringDelivery checks that an open attempt is ended,
// recorded and printed.
func TestServeStopsDuringDelivery(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 100)
	hung := newReceiver(t, func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	p := serve(t, nil, "--json", "--target", hung.URL)
	p.connect("ada")
	<-arrived
	if code := p.stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if text := p.stderr.String(); !strings.Contains(text, "the simulator stopped before the answer came: 1 delivery to "+hung.URL+", waiting for a retry") || !strings.Contains(text, "provider.connection.created for ada, ") || !strings.Contains(text, "1 pending, 0 failed") {
		t.Errorf("it says %s", text)
	}
}

// manage returns the status of a request to the management API.
func manage(p *process, path, key string) int {
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.ready.URL+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("X-Management-Key", key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// controls returns the status of a request to the control API.
func controls(p *process, token string) int {
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.ready.URL+"/_sim/v1/clock", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// elsewhere is a loopback listener whose address looks reachable by other machines.
type elsewhere struct{ net.Listener }

func (elsewhere) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 8787} }

// TestServePrintsGeneratedToken checks that a generated control token is printed,
// as text and as JSON, and that a given one is not.
func TestServePrintsGeneratedToken(t *testing.T) {
	t.Parallel()
	for _, given := range []string{"", "a-token-for-tests"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		sim, err := simulator.New(simulator.Config{ControlToken: given})
		if err != nil {
			t.Fatal(err)
		}
		sim.Serve(elsewhere{l})
		for _, asJSON := range []bool{false, true} {
			f := serveFlags{server: server{controlToken: given}}
			f.json = asJSON
			var out bytes.Buffer
			f.printReady(&out, sim)
			if n := strings.Count(out.String(), sim.ControlToken()); sim.ControlToken() == "" || (n == 1) != (given == "") {
				t.Errorf("given %q, JSON %v: the token is there %d times: %s", given, asJSON, n, out.String())
			}
		}
		sim.Close()
	}
}

// TestServeFlagsAndVariables checks the effect of each flag that only serve has.
func TestServeFlagsAndVariables(t *testing.T) {
	t.Parallel()
	const secret = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=" // an example
	now := func(p *process) string { return p.call("GET", "/_sim/v1/clock", "")["now"].(string) }
	status := func(p *process, key string) int {
		req, _ := http.NewRequest(http.MethodGet, p.ready.URL+"/v2/user", nil)
		req.Header.Set("x-vital-api-key", key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0
		}
		res.Body.Close()
		return res.StatusCode
	}
	tests := []struct {
		flag, value string
		also        []string
		effect      func(p *process) bool
	}{
		{"speed", "0", nil, func(p *process) bool { return p.call("GET", "/_sim/v1/clock", "")["speed"] == 0.0 }},
		{"start", "2026-01-05T08:00:00Z", []string{"--speed=0"}, func(p *process) bool { return now(p) == "2026-01-05T08:00:00Z" }},
		{"secret", secret, nil, func(p *process) bool { return p.ready.WebhookSecret == secret }},
		{"key", "sk_eu_a,sk_eu_b", []string{"--keys=listed"}, func(p *process) bool {
			return p.ready.APIKey == "sk_eu_a" && status(p, "sk_eu_b") == 200 && status(p, "sk_eu_c") == 401
		}},
		{"management-key", "mg_given", nil, func(p *process) bool {
			path := "/v1/org/" + p.ready.OrgID + "/team/" + p.ready.TeamID + "/sandbox/webhook"
			return p.ready.ManagementKey == "mg_given" && manage(p, path, "mg_given") == 200 && manage(p, path, simulator.ExampleManagementKey) == 401
		}},
		{"control-token", "a-token-for-tests", nil, func(p *process) bool {
			return controls(p, "") == 401 && controls(p, "a-token-for-tests") == 200 && status(p, p.ready.APIKey) == 200 && !strings.Contains(p.first, "a-token-for-tests")
		}},
		{"keys", "listed", nil, func(p *process) bool { return status(p, "sk_us_other") == 401 && status(p, p.ready.APIKey) == 200 }},
		{"scenario", "first-connection", []string{"--speed=0"}, func(p *process) bool {
			p.call("POST", "/_sim/v1/wait", `{"event_type":"daily.data.sleep.updated","timeout":"1m"}`)
			return p.call("GET", "/v2/user", "")["total"] == 1.0
		}},
		{"pull-delay", "1h", []string{"--speed=0", "--start=2026-01-05T08:00:00Z"}, func(p *process) bool {
			p.connect("ada")
			p.call("POST", "/_sim/v1/clock/advance", `{"by":"1m"}`)
			return p.call("GET", "/_sim/v1/messages?event_type=historical.data.*", "")["total"].(float64) < 5
		}},
		{"log-format", "json", nil, func(p *process) bool {
			status(p, "pk_us_x")
			p.stop()
			return strings.Contains(p.stderr.String(), `{"time":`)
		}},
	}
	// TestServeWorldFlags has what only shows in users and webhooks.
	covered := map[string]bool{
		"help": true, "json": true, "addr": true, "seed": true, "target": true, "run-id": true,
		"fresh-users": true, "page-size": true, "max-event-bytes": true, "delivery-timeout": true, "fault": true,
		"fixtures": true, // TestServeFixtures
		"color":    true, // TestLinesFit
		"quiet":    true, // TestServeQuiet
	}
	for _, tt := range tests {
		covered[tt.flag] = true
		if p := serve(t, nil, append([]string{"--json", "--" + tt.flag + "=" + tt.value}, tt.also...)...); !tt.effect(p) {
			t.Errorf("--%s=%s has no effect: %s", tt.flag, tt.value, p.first)
		}
		if p := serve(t, []string{envName(tt.flag) + "=" + tt.value}, append([]string{"--json"}, tt.also...)...); !tt.effect(p) {
			t.Errorf("%s=%s has no effect: %s", envName(tt.flag), tt.value, p.first)
		}
	}
	for _, name := range flagNames(newServe()) {
		if !covered[name] {
			t.Errorf("no test for --%s", name)
		}
	}
}

func TestServeRefusesWrongInput(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for want, args := range map[string][]string{
		"the port is in use":    {"--addr", taken.Addr().String()},
		"--control-token: want": {"--control-token", "with blanks"},
		"--keys":                {"--keys", "some"},
		"--log-format":          {"--log-format", "xml"},
		"speed":                 {"--speed", "-1"},
		"did you mean":          {"--sped", "1"},
		"load scenario":         {"--scenario", "nope"},
		"want no arguments":     {"extra"},
	} {
		r := vitalsim(t, nil, append([]string{"serve"}, args...)...)
		if r.code != exitInput || !strings.Contains(r.stderr, want) {
			t.Errorf("%v: exit code %d, want %q: %s", args, r.code, want, r.stderr)
		}
	}
}

func TestServePrintsGreeting(t *testing.T) {
	t.Parallel()
	p := serve(t, nil)
	if !strings.Contains(p.first, "serves until Ctrl-C") || p.stop() != exitOK {
		t.Errorf("first line %q", p.first)
	}
}
