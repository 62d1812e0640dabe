package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// receiver records the requests that it gets.
type receiver struct {
	*httptest.Server
	mu   sync.Mutex
	seen []delivery
}

type delivery struct {
	header http.Header
	body   []byte
}

func newReceiver(t *testing.T, handle http.HandlerFunc) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return // the sender gave up, as it does after --delivery-timeout
		}
		r.mu.Lock()
		r.seen = append(r.seen, delivery{req.Header, body})
		r.mu.Unlock()
		if handle != nil {
			handle(w, req)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) deliveries() []delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]delivery(nil), r.seen...)
}

// reported holds the parts of the output of run --json that flags can change.
type reported struct {
	Seed     uint64    `json:"seed"`
	Start    time.Time `json:"start"`
	RunID    string    `json:"run_id"`
	Timeline []struct {
		UserID string `json:"user_id"`
		SvixID string `json:"svix_id"`
	} `json:"timeline"`
}

// TestEveryFlagAndVariableHasAnEffect sets each flag on the command line and in the
// environment, and checks the effect that only this flag has.
func TestEveryFlagAndVariableHasAnEffect(t *testing.T) {
	t.Parallel()
	file := write(t, "small.yaml", small)
	const secret = "whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=" // an example
	hung := newReceiver(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	quick := newReceiver(t, nil)
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	base := report(t, vitalsim(t, nil, "run", file, "--json"))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()

	junit := filepath.Join(t.TempDir(), "junit.xml")
	tests := []struct {
		flag, value string
		also        []string // other flags that it needs
		effect      func(result) bool
	}{
		{"seed", "9", []string{"--json"}, func(r result) bool { return report(t, r).Seed == 9 }},
		{"start", "2025-06-01", []string{"--json"}, func(r result) bool { return report(t, r).Start.Year() == 2025 }},
		{"end", "2025-06-01", []string{"--json"}, func(r result) bool { return report(t, r).Start.Year() == 2025 }},
		{"json", "true", nil, func(r result) bool { return json.Valid([]byte(r.stdout)) }},
		{"target", quick.URL, []string{"--linger", "0s"}, func(result) bool { return len(quick.deliveries()) > 0 }},
		{"secret", secret, []string{"--linger", "0s", "--target", quick.URL}, func(result) bool {
			all := quick.deliveries()
			last := all[len(all)-1]
			verifier, err := svix.NewWebhook(secret)
			return err == nil && verifier.Verify(last.body, last.header) == nil
		}},
		{"key", "sk_eu_other", []string{"--json"}, func(r result) bool { return report(t, r).Timeline[0].UserID != base.Timeline[0].UserID }},
		{"management-key", "sk_us_1", nil, func(r result) bool { return r.code == exitInput && strings.Contains(r.stderr, "mg_") }},
		{"control-token", "short", nil, func(r result) bool {
			return r.code == exitInput && strings.Contains(r.stderr, "--control-token: want at least 8")
		}},
		{"fail-on", "none", []string{"--target", refuses.URL, "--linger", "0s"}, func(r result) bool { return r.code == exitOK && strings.Contains(r.stdout, "passed: ") }},
		{"addr", taken.Addr().String(), nil, func(r result) bool { return r.code == exitInput }},
		{"run-id", "again", []string{"--json"}, func(r result) bool {
			return report(t, r).RunID == "again" && report(t, r).Timeline[0].SvixID != base.Timeline[0].SvixID
		}},
		{"max-event-bytes", "1024", []string{"--json"}, func(r result) bool { return len(report(t, r).Timeline) > len(base.Timeline)+10 }},
		{"fresh-users", "true", []string{"--json"}, func(r result) bool { return report(t, r).Timeline[0].UserID != base.Timeline[0].UserID }},
		{"linger", "1ms", []string{"--target", quick.URL}, func(r result) bool { return strings.Contains(r.stdout, "until 1ms after") }},
		{"delivery-timeout", "1ms", []string{"--target", hung.URL, "--linger", "0s"}, func(r result) bool {
			return r.code == exitFailed && strings.Contains(r.stdout, "no answer within 1ms")
		}},
		{"color", "always", nil, func(r result) bool { return strings.Contains(r.stdout, "\x1b[32m204\x1b[0m") }},
		{"quiet", "true", nil, func(r result) bool {
			return strings.Contains(r.stdout, "\n2026-01-05  42 accepted\n") && !strings.Contains(r.stdout, "historical.data")
		}},
		{"speed", "36000", nil, func(r result) bool { return strings.Contains(r.stdout, "took") && paced(r.stdout) }},
		{"junit", junit, nil, func(result) bool {
			text, err := os.ReadFile(junit)
			return err == nil && strings.Contains(string(text), `<testcase name="every message is accepted" classname="small">`) && os.Remove(junit) == nil
		}},
	}
	// TestTargetCallsTheAPI and TestTargetReceivesFaults cover what only an API
	// request shows.
	covered := map[string]bool{"help": true, "page-size": true, "verbose": true, "fault": true}
	for _, tt := range tests {
		covered[tt.flag] = true
		given := append([]string{"run", file, "--" + tt.flag + "=" + tt.value}, tt.also...)
		if r := vitalsim(t, nil, given...); !tt.effect(r) {
			t.Errorf("--%s=%s has no effect: exit code %d\n%s%s", tt.flag, tt.value, r.code, r.stdout, r.stderr)
		}
		inherited := append([]string{"run", file}, tt.also...)
		if r := vitalsim(t, map[string]string{envName(tt.flag): tt.value}, inherited...); !tt.effect(r) {
			t.Errorf("%s=%s has no effect: exit code %d\n%s%s", envName(tt.flag), tt.value, r.code, r.stdout, r.stderr)
		}
	}
	for _, name := range flagNames(newRun()) {
		if !covered[name] {
			t.Errorf("no test for --%s", name)
		}
	}
}

// paced reports whether a run took at least the 100 ms of an hour at 36,000 simulated
// seconds per second.
func paced(stdout string) bool {
	_, took, _ := strings.Cut(stdout, " took ")
	d, err := time.ParseDuration(strings.TrimSpace(took))
	return err == nil && d >= 100*time.Millisecond
}

// TestTargetsAreEndpoints checks that each target gets the event types that it
// selects, by flags and by the environment.
func TestTargetsAreEndpoints(t *testing.T) {
	t.Parallel()
	for _, given := range []bool{true, false} {
		all, some := newReceiver(t, nil), newReceiver(t, nil)
		args := []string{"run", write(t, "small.yaml", small), "--linger", "0s", "--run-id", "1"}
		narrow := some.URL + " historical.data.s*.created provider.connection.created"
		env := map[string]string{}
		if given {
			args = append(args, "--target", all.URL, "--target", narrow)
		} else {
			env["VITALSIM_TARGET"] = all.URL + " " + narrow
		}
		r := vitalsim(t, env, args...)
		if r.code != exitOK || !strings.Contains(r.stdout, "webhooks  to "+all.URL+"\n            and "+some.URL) {
			t.Fatalf("exit code %d:\n%s%s", r.code, r.stdout, r.stderr)
		}
		for _, d := range some.deliveries() {
			if body := string(d.body); !strings.Contains(body, `"event_type":"historical.data.s`) && !strings.Contains(body, `"event_type":"provider.connection.created"`) {
				t.Errorf("the second target got %.60s", body)
			}
		}
		if n, m := len(all.deliveries()), len(some.deliveries()); m < 2 || n <= m || strings.Count(r.stdout, " 200 at ") != n+m {
			t.Errorf("%d and %d deliveries:\n%s", n, m, r.stdout)
		}
		r = vitalsim(t, env, append(args, "--json")...)
		if strings.Count(r.stdout, `"endpoint_id": "ep_`) != len(all.deliveries())/2+len(some.deliveries())/2 {
			t.Errorf("the report names no endpoints:\n%s", r.stdout)
		}
	}
}

func report(t *testing.T, r result) (out reported) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil || len(out.Timeline) == 0 {
		t.Fatalf("run --json: %v, exit code %d: %s%s", err, r.code, r.stdout, r.stderr)
	}
	return out
}

// TestFlagWinsOverVariable checks that a flag takes precedence over its
// environment variable, and that variables of other commands have no effect.
func TestFlagWinsOverVariable(t *testing.T) {
	t.Parallel()
	r := vitalsim(t, map[string]string{"VITALSIM_SEED": "1", "VITALSIM_HELP": "true"}, "plan", write(t, "small.yaml", small), "--seed", "2", "--json")
	var plan struct{ Seed uint64 }
	if err := json.Unmarshal([]byte(r.stdout), &plan); err != nil || plan.Seed != 2 {
		t.Errorf("seed %d, %v: %s%s", plan.Seed, err, r.stdout, r.stderr)
	}
}

// TestTargetCallsTheAPI checks a handler that answers 202 and fetches later, while
// run lingers.
func TestTargetCallsTheAPI(t *testing.T) {
	t.Parallel()
	out, logged := newLines(t), newLines(t)
	fetched := make(chan string, 1000)
	var fetches sync.WaitGroup
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e struct {
			EventType string `json:"event_type"`
			UserID    string `json:"user_id"`
		}
		if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusAccepted)
		if e.EventType != "historical.data.heartrate.created" {
			return
		}
		fetches.Go(func() {
			path := "/v2/timeseries/" + e.UserID + "/heartrate/grouped?start_date=2025-01-01"
			fetched <- fetch(t, out.value("api")+path)
		})
	}))
	defer target.Close()
	args := []string{"run", "first-connection", "--target", target.URL, "--linger", "300ms"}
	env := map[string]string{"VITALSIM_PAGE_SIZE": "7", "VITALSIM_VERBOSE": "true"}
	code := run(t.Context(), args, func(name string) (string, bool) { v, ok := env[name]; return v, ok }, out, logged)
	fetches.Wait()
	close(fetched)
	n := 0
	for body := range fetched {
		n++
		if samples := strings.Count(body, `"timestamp"`); samples != 7 || strings.Contains(body, `"next_cursor":null`) {
			t.Errorf("%d samples on the first page of seven: %.200s", samples, body)
		}
	}
	if code != exitOK || n != 3 {
		t.Errorf("exit code %d, %d fetches", code, n)
	}
	if logged.value("msg=\"api") == "" {
		t.Errorf("--verbose logs no request: %s", logged.buf.String())
	}
}

// TestTargetReceivesFaults checks that faults from flags and from the environment act
// on the requests of a handler.
func TestTargetReceivesFaults(t *testing.T) {
	t.Parallel()
	const refused, broken = "api: {path: /v2/user/*, status: 503, nth: 1}", "api: {path: /v2/user/*, malformed: true, nth: 1}"
	for _, tt := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{[]string{"--fault", refused, "--fault", broken}, nil, "refused broken whole"},
		{nil, map[string]string{"VITALSIM_FAULT": refused}, "refused whole whole"},
		{nil, nil, "whole whole whole"},
	} {
		out := newLines(t)
		var statuses []string
		target := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			var e struct {
				UserID string `json:"user_id"`
			}
			if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
				t.Error(err)
			}
			if len(statuses) < 3 {
				statuses = append(statuses, kind(fetch(t, out.value("api")+"/v2/user/"+e.UserID)))
			}
		}))
		args := append([]string{"run", write(t, "small.yaml", small), "--target", target.URL, "--linger", "0s"}, tt.args...)
		code := run(t.Context(), args, func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok }, out, out)
		target.Close()
		if got := strings.Join(statuses, " "); code != exitOK || got != tt.want {
			t.Errorf("%v %v: exit code %d, %s, want %s", tt.args, tt.env, code, got, tt.want)
		}
	}
}

// kind is what became of an answer.
func kind(body string) string {
	switch {
	case strings.Contains(body, "Service Unavailable"):
		return "refused"
	case !json.Valid([]byte(body)):
		return "broken"
	}
	return "whole"
}

func fetch(t *testing.T, url string) string {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	req.Header.Set("x-vital-api-key", simulator.ExampleKey)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}
