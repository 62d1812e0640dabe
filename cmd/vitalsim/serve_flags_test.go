package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// worldState holds the parts of a served world that flags can change.
type worldState struct{ user, svixID, nights, page string }

// world connects a user and returns the resulting state.
func (p *process) world() (w worldState) {
	p.t.Helper()
	w.user = p.connect("ada")
	p.call("POST", "/_sim/v1/clock/advance", `{"by":"1d"}`)
	messages := p.call("GET", "/_sim/v1/messages", "")["messages"].([]any)
	w.svixID = messages[0].(map[string]any)["svix_id"].(string)
	w.nights = fetch(p.t, p.ready.URL+"/v2/summary/sleep/"+w.user+"?start_date=2025-12-20")
	w.page = fetch(p.t, p.ready.URL+"/v2/timeseries/"+w.user+"/heartrate/grouped?start_date=2025-12-20")
	return w
}

// TestServeWorldFlags checks the effect of each flag of the data and of webhooks,
// given and from the environment.
func TestServeWorldFlags(t *testing.T) {
	t.Parallel()
	quick := newReceiver(t, nil)
	hung := newReceiver(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	still := []string{"--json", "--speed=0", "--start=2026-01-05T08:00:00Z"}
	base := serve(t, nil, still...).world()
	if again := serve(t, nil, still...).world(); again != base {
		t.Error("two processes serve different worlds")
	}
	for _, tt := range []struct {
		flag, value string
		effect      func(p *process) bool
	}{
		{"seed", "9", func(p *process) bool { return p.world().nights != base.nights }},
		{"run-id", "again", func(p *process) bool { w := p.world(); return w.svixID != base.svixID && w.user == base.user }},
		{"fresh-users", "true", func(p *process) bool { return p.world().user != base.user }},
		{"max-event-bytes", "1024", func(p *process) bool {
			p.world()
			return p.call("GET", "/_sim/v1/messages?event_type=daily.data.heartrate.created", "")["total"].(float64) > 100
		}},
		{"page-size", "7", func(p *process) bool {
			w := p.world()
			return w.page != base.page && strings.Count(w.page, `"timestamp"`) == 7
		}},
		{"fault", "api: {path: /v2/summary/sleep/*, status: 503, nth: 1}", func(p *process) bool {
			w := p.world()
			again := fetch(p.t, p.ready.URL+"/v2/summary/sleep/"+w.user+"?start_date=2025-12-20")
			return strings.Contains(w.nights, "Service Unavailable") && again == base.nights
		}},
		{"target", quick.URL, func(p *process) bool {
			before := len(quick.deliveries())
			p.world()
			return len(quick.deliveries()) > before && len(p.call("GET", "/_sim/v1/inbox", "")["received"].([]any)) == 0
		}},
		{"delivery-timeout", "1ms", func(p *process) bool {
			p.connect("ada")
			for p.attempts() == 0 {
				p.call("POST", "/_sim/v1/clock/advance", `{"by":"0s"}`) // waits for what is open
			}
			p.stop()
			return strings.Contains(p.stderr.String(), "no answer within 1ms")
		}},
	} {
		args := still
		if tt.flag == "delivery-timeout" {
			args = append([]string{"--target=" + hung.URL}, still...)
		}
		if p := serve(t, nil, append([]string{"--" + tt.flag + "=" + tt.value}, args...)...); !tt.effect(p) {
			t.Errorf("--%s=%s has no effect", tt.flag, tt.value)
		}
		if p := serve(t, []string{envName(tt.flag) + "=" + tt.value}, args...); !tt.effect(p) {
			t.Errorf("%s=%s has no effect", envName(tt.flag), tt.value)
		}
	}
}

// attempts returns the number of attempts.
func (p *process) attempts() (n int) {
	p.t.Helper()
	for _, m := range p.call("GET", "/_sim/v1/messages", "")["messages"].([]any) {
		n += len(m.(map[string]any)["attempts"].([]any))
	}
	return n
}

// TestServeAcceptsSeveralKeys checks repeated --key flags and comma-separated keys.
func TestServeAcceptsSeveralKeys(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--keys=listed", "--key", "sk_eu_a", "--key", "sk_eu_b, sk_eu_c")
	for key, want := range map[string]int{"sk_eu_a": 200, "sk_eu_b": 200, "sk_eu_c": 200, "sk_eu_d": 401} {
		req, _ := http.NewRequest(http.MethodGet, p.ready.URL+"/v2/user", nil)
		req.Header.Set("x-vital-api-key", key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", key, res.StatusCode, want)
		}
	}
	if p.ready.APIKey != "sk_eu_a" {
		t.Errorf("the first key is %s", p.ready.APIKey)
	}
}

// TestServePrintsAWorkingCommand runs the curl command that serve prints.
func TestServePrintsAWorkingCommand(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl")
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := program(t, exe, "serve", "--addr=localhost:0")
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_MAIN=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if !strings.HasPrefix(line, "curl ") {
			continue
		}
		out, err := program(t, "sh", "-c", line).CombinedOutput()
		if err != nil || !strings.Contains(string(out), `"client_user_id":"app-user-1"`) {
			t.Errorf("%s: %v %s", line, err, out)
		}
		return
	}
	t.Error("no curl line is printed")
}

// TestServeStopsDuringScenario checks SIGTERM while a scenario plays.
func TestServeStopsDuringScenario(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 100)
	hung := newReceiver(t, func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	p := serve(t, nil, "--json", "--target", hung.URL, "--scenario", "first-connection")
	<-arrived
	if code := p.stop(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	text := p.stderr.String()
	for _, want := range []string{"interrupted while it played first-connection", "provider.connection.created for app-user-1", "attempt 1: the simulator stopped"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q: %s", want, text)
		}
	}
}
