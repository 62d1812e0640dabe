package main

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// piped runs the program in a process with an stdin.
func piped(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	cmd := program(t, exe, args...)
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_MAIN=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	_ = cmd.Run()
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// A controlRequest is a request to the control API.
type controlRequest struct{ line, key, token, body string }

// A controlStub answers the requests to a control API by method and path, and
// records them.
type controlStub struct {
	*httptest.Server
	mu   sync.Mutex
	seen []controlRequest
}

func newControlStub(t *testing.T, answers map[string]string) *controlStub {
	d := &controlStub{}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.mu.Lock()
		d.seen = append(d.seen, controlRequest{r.Method + " " + r.URL.RequestURI(), r.Header.Get("x-vital-api-key"), r.Header.Get("Authorization"), string(body)})
		d.mu.Unlock()
		answer, ok := answers[r.Method+" "+r.URL.Path]
		if !ok {
			answer = `404 {"error":"no such route"}`
		}
		if status, rest, ok := strings.Cut(answer, " "); ok && len(status) == 3 && status[0] == '4' {
			code := map[string]int{"404": 404, "408": 408, "409": 409, "422": 422}[status]
			w.WriteHeader(code)
			answer = rest
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(d.Close)
	return d
}

func (d *controlStub) first() controlRequest {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.seen) == 0 {
		return controlRequest{}
	}
	first := d.seen[0]
	d.seen = nil
	return first
}

// TestRemoteCommandsSendRequests checks the request that each command and flag sends.
func TestRemoteCommandsSendRequests(t *testing.T) {
	t.Parallel()
	const affected = `{"user_id":"1"}`
	d := newControlStub(t, map[string]string{
		"GET /_sim/v1/clock": `{"now":"2026-01-05T08:00:00Z","speed":60}`, "POST /_sim/v1/clock/advance": `{"now":"2026-01-06T08:00:00Z"}`,
		"PUT /_sim/v1/clock/speed": `{"now":"2026-01-05T08:00:00Z","speed":0.5}`, "GET /_sim/v1/messages": `{"messages":[],"total":0}`,
		"POST /_sim/v1/wait": `{"messages":[],"total":0}`, "POST /_sim/v1/messages/msg_1/resend": `{"attempts":1}`,
		"POST /_sim/v1/reset": `{"reset":true}`, "POST /_sim/v1/events": `{"svix_id":"msg_1"}`,
		"GET /_sim/v1/users": `{"users":[],"total":0}`, "DELETE /_sim/v1/users": affected, "POST /_sim/v1/connections": affected,
		"POST /_sim/v1/sync": affected, "POST /_sim/v1/refresh": affected, "POST /_sim/v1/update": affected,
		"POST /_sim/v1/disconnect": affected, "GET /_sim/v1/stream": "", "POST /_sim/v1/scenarios/play": `{"timeline":[]}`, "DELETE /_sim/v1/records": affected, "POST /_sim/v1/revoke": affected,
		"GET /_sim/v1/faults": `{"faults":[]}`, "POST /_sim/v1/faults": `{"name":"a"}`, "DELETE /_sim/v1/faults": `{"faults":[]}`,
		"GET /_sim/v1/faults/ledger": `{"injected":[],"total":0}`, "GET /_sim/v1/requests": `{"requests":[],"total":0}`,
		"GET /_sim/v1/endpoints": `{"endpoints":[]}`, "POST /_sim/v1/endpoints": `{"id":"ep_1"}`, "PATCH /_sim/v1/endpoints/ep_1": `{"id":"ep_1"}`,
		"DELETE /_sim/v1/endpoints/ep_1": `{"endpoints":[]}`, "POST /_sim/v1/endpoints/ep_1/rotate": `{"id":"ep_1","secret":"whsec_1"}`,
		"POST /_sim/v1/recover": `{"attempts":1}`, "POST /_sim/v1/snapshot": "a team", "POST /_sim/v1/restore": `{"now":"2026-01-05T08:00:00Z","speed":0}`,
	})
	file, saved := write(t, "data.json", `{"efficiency": 93}`), write(t, "team", "a team")
	for _, tt := range []struct {
		args string
		want controlRequest
	}{
		{"clock", controlRequest{line: "GET /_sim/v1/clock"}},
		{"clock --key sk_eu_a", controlRequest{line: "GET /_sim/v1/clock", key: "sk_eu_a"}},
		{"clock --key sk_eu_a,sk_eu_b", controlRequest{line: "GET /_sim/v1/clock", key: "sk_eu_a"}},
		{"clock --control-token secret", controlRequest{line: "GET /_sim/v1/clock", token: "Bearer secret"}},
		{"clock advance 1d12h", controlRequest{line: "POST /_sim/v1/clock/advance", body: `{"by":"1d12h"}`}},
		{"clock speed 0.5", controlRequest{line: "PUT /_sim/v1/clock/speed", body: `{"speed":0.5}`}},
		{"messages", controlRequest{line: "GET /_sim/v1/messages"}},
		{"messages daily.data.*", controlRequest{line: "GET /_sim/v1/messages?event_type=daily.data.%2A"}},
		{"messages --user ada", controlRequest{line: "GET /_sim/v1/messages?user=ada"}},
		{"messages --status fail", controlRequest{line: "GET /_sim/v1/messages?status=fail"}},
		{"messages --answered failed", controlRequest{line: "GET /_sim/v1/messages?answered=failed"}},
		{"messages --endpoint ep_1", controlRequest{line: "GET /_sim/v1/messages?endpoint_id=ep_1"}},
		{"wait a.b", controlRequest{line: "POST /_sim/v1/wait", body: `{"at_least":1,"event_type":"a.b","timeout":"10s"}`}},
		{"wait a.b --at-least 3 --timeout 1m", controlRequest{line: "POST /_sim/v1/wait", body: `{"at_least":3,"event_type":"a.b","timeout":"1m"}`}},
		{"wait a.b --user ada --answered any", controlRequest{line: "POST /_sim/v1/wait", body: `{"answered":"any","at_least":1,"event_type":"a.b","timeout":"10s","user":"ada"}`}},
		{"wait a.b --status pending --endpoint ep_1", controlRequest{line: "POST /_sim/v1/wait", body: `{"at_least":1,"endpoint_id":"ep_1","event_type":"a.b","status":"pending","timeout":"10s"}`}},
		{"resend msg_1", controlRequest{line: "POST /_sim/v1/messages/msg_1/resend", body: `{"endpoint_id":""}`}},
		{"resend msg_1 --endpoint ep_1", controlRequest{line: "POST /_sim/v1/messages/msg_1/resend", body: `{"endpoint_id":"ep_1"}`}},
		{"reset", controlRequest{line: "POST /_sim/v1/reset"}},
		{"reset --all", controlRequest{line: "POST /_sim/v1/reset?all=true"}},
		{"trigger a.b --user ada", controlRequest{line: "POST /_sim/v1/events", body: `{"event_type":"a.b","user":"ada"}`}},
		{"trigger a.b --user ada --provider oura", controlRequest{line: "POST /_sim/v1/events", body: `{"event_type":"a.b","provider":"oura","user":"ada"}`}},
		{"trigger a.b --user ada --data " + file, controlRequest{line: "POST /_sim/v1/events", body: `{"data":{"efficiency":93},"event_type":"a.b","user":"ada"}`}},
		{"users", controlRequest{line: "GET /_sim/v1/users"}},
		{"users delete ada", controlRequest{line: "DELETE /_sim/v1/users?user=ada"}},
		{"connect ada oura", controlRequest{line: "POST /_sim/v1/connections", body: `{"provider":"oura","user":"ada"}`}},
		{"connect ada --fixture f --persona p --time-zone Z --fallback-time-zone F", controlRequest{line: "POST /_sim/v1/connections", body: `{"fallback_time_zone":"F","fixture":"f","persona":"p","time_zone":"Z","user":"ada"}`}},
		{"connect ada oura --days 7", controlRequest{line: "POST /_sim/v1/connections", body: `{"backfill":{"chunks":0,"days":7},"provider":"oura","user":"ada"}`}},
		{"connect ada oura --chunks 2 --resources sleep,activity", controlRequest{line: "POST /_sim/v1/connections", body: `{"backfill":{"chunks":2,"days":0},"provider":"oura","resources":["sleep","activity"],"user":"ada"}`}},
		{"sync ada", controlRequest{line: "POST /_sim/v1/sync", body: `{"upload":true,"user":"ada"}`}},
		{"sync ada oura --upload=false", controlRequest{line: "POST /_sim/v1/sync", body: `{"provider":"oura","upload":false,"user":"ada"}`}},
		{"refresh ada", controlRequest{line: "POST /_sim/v1/refresh", body: `{"user":"ada"}`}},
		{"update ada sleep efficiency=93 state=tentative", controlRequest{line: "POST /_sim/v1/update", body: `{"resource":"sleep","set":{"efficiency":93,"state":"tentative"},"user":"ada"}`}},
		{"update ada glucose value=5.4 --record 2026-01-06T07:45:00Z --provider oura", controlRequest{line: "POST /_sim/v1/update", body: `{"provider":"oura","record":"2026-01-06T07:45:00Z","resource":"glucose","set":{"value":5.4},"user":"ada"}`}},
		{"delete-record ada sleep", controlRequest{line: "DELETE /_sim/v1/records?resource=sleep&user=ada"}},
		{"delete-record ada glucose --record 2026-01-06T07:45:00Z --provider oura", controlRequest{line: "DELETE /_sim/v1/records?provider=oura&record=2026-01-06T07%3A45%3A00Z&resource=glucose&user=ada"}},
		{"play first-connection", controlRequest{line: "GET /_sim/v1/stream?type=message,attempt,step,scenario"}},
		{"disconnect ada oura", controlRequest{line: "POST /_sim/v1/disconnect", body: `{"provider":"oura","user":"ada"}`}},
		{"revoke ada oura", controlRequest{line: "POST /_sim/v1/revoke", body: `{"provider":"oura","user":"ada"}`}},
		{"revoke ada oura --error-type unknown", controlRequest{line: "POST /_sim/v1/revoke", body: `{"error_type":"unknown","provider":"oura","user":"ada"}`}},
		{"fault list", controlRequest{line: "GET /_sim/v1/faults"}},
		{"fault add api:{status:503}", controlRequest{line: "POST /_sim/v1/faults", body: `api:{status:503}`}},
		{"fault delete a", controlRequest{line: "DELETE /_sim/v1/faults?name=a"}},
		{"fault delete --all", controlRequest{line: "DELETE /_sim/v1/faults"}},
		{"fault ledger", controlRequest{line: "GET /_sim/v1/faults/ledger"}},
		{"fault ledger a", controlRequest{line: "GET /_sim/v1/faults/ledger?name=a"}},
		{"requests", controlRequest{line: "GET /_sim/v1/requests"}},
		{"requests --method GET --path /v2/* --user ada --status 4xx --fault a", controlRequest{line: "GET /_sim/v1/requests?fault=a&method=GET&path=%2Fv2%2F%2A&status=4xx&user=ada"}},
		{"endpoints", controlRequest{line: "GET /_sim/v1/endpoints"}},
		{"endpoints add http://a.invalid", controlRequest{line: "POST /_sim/v1/endpoints", body: `{"url":"http://a.invalid"}`}},
		{"endpoints add http://a.invalid --secret whsec_1 --header a:b --sensitive a --description d", controlRequest{line: "POST /_sim/v1/endpoints", body: `{"description":"d","headers":{"a":"b"},"secret":"whsec_1","sensitive":["a"],"url":"http://a.invalid"}`}},
		{"endpoints change ep_1 --filter-types a.b,a.c --rate-limit 3", controlRequest{line: "PATCH /_sim/v1/endpoints/ep_1", body: `{"filter_types":["a.b","a.c"],"rate_limit":3}`}},
		{"endpoints change ep_1 --filter-types all --rate-limit 0 --disabled=false --url http://b.invalid", controlRequest{line: "PATCH /_sim/v1/endpoints/ep_1", body: `{"disabled":false,"filter_types":null,"rate_limit":null,"url":"http://b.invalid"}`}},
		{"endpoints delete ep_1", controlRequest{line: "DELETE /_sim/v1/endpoints/ep_1"}},
		{"endpoints rotate ep_1", controlRequest{line: "POST /_sim/v1/endpoints/ep_1/rotate", body: `{}`}},
		{"endpoints rotate ep_1 --new-secret whsec_2", controlRequest{line: "POST /_sim/v1/endpoints/ep_1/rotate", body: `{"secret":"whsec_2"}`}},
		{"recover", controlRequest{line: "POST /_sim/v1/recover", body: `{}`}},
		{"recover --endpoint ep_1 --since 2026-01-05T08:00:00Z", controlRequest{line: "POST /_sim/v1/recover", body: `{"endpoint_id":"ep_1","since":"2026-01-05T08:00:00Z"}`}},
		{"snapshot " + saved, controlRequest{line: "POST /_sim/v1/snapshot"}},
		{"restore " + saved, controlRequest{line: "POST /_sim/v1/restore", body: "a team"}},
	} {
		args := strings.Fields(tt.args)
		r := vitalsim(t, nil, append(args, "--control-url", d.URL+"/")...)
		if got := d.first(); got != tt.want || r.code != exitOK || r.stderr != "" {
			t.Errorf("%s: asks %+v, want %+v: %+v", tt.args, got, tt.want, r)
		}
		name := ""
		env := map[string]string{"VITALSIM_CONTROL_URL": d.URL}
		var rest []string
		for i := 0; i < len(args); i++ {
			if name = strings.TrimPrefix(args[i], "--"); name == args[i] {
				rest = append(rest, args[i])
			} else if name == "all" {
				env[envName(name)] = "true"
			} else if flag, value, ok := strings.Cut(name, "="); ok {
				env[envName(flag)] = value
			} else {
				i++
				env[envName(name)] = args[i]
			}
		}
		vitalsim(t, env, rest...)
		if got := d.first(); got != tt.want {
			t.Errorf("%s from the environment: asks %+v, want %+v", tt.args, got, tt.want)
		}
		if r := vitalsim(t, env, append(rest, "--json")...); !json.Valid([]byte(r.stdout)) || r.code != exitOK {
			t.Errorf("%s --json: %+v", tt.args, r)
		}
		d.first()
	}
	if r := piped(t, `{"a":1}`, "trigger", "a.b", "--user", "ada", "--data", "-", "--control-url", d.URL); r.code != exitOK || d.first().body != `{"data":{"a":1},"event_type":"a.b","user":"ada"}` {
		t.Errorf("data from stdin: %+v", r)
	}
	if r := piped(t, "\ufeff{}", "trigger", "a.b", "--user", "ada", "--data", "-", "--control-url", d.URL); r.code != exitOK || d.first().body != `{"data":{},"event_type":"a.b","user":"ada"}` {
		t.Errorf("data with a byte order mark: %+v", r)
	}
}

// TestRemoteCommandsPrintResponses checks how responses are printed.
func TestRemoteCommandsPrintResponses(t *testing.T) {
	t.Parallel()
	const sent = `{"svix_id":"msg_1","event_type":"daily.data.sleep.created","client_user_id":"ada","at":"2026-01-05T08:00:00Z","status":"pending","summary":"6h asleep",` +
		`"attempts":[{"number":1,"status_code":503,"response":"down"},{"number":2,"status_code":500,"response":"no such\ntable"}]}`
	d := newControlStub(t, map[string]string{
		"GET /_sim/v1/clock": `{"now":"2026-01-05T08:00:00Z","speed":60}`, "PUT /_sim/v1/clock/speed": `{"now":"2026-01-05T08:00:00Z","speed":0}`,
		"GET /_sim/v1/messages": `{"messages":[{"svix_id":"msg_0","event_type":"a","at":"2026-01-05T07:00:00Z","status":"unwanted","attempts":[]},` + sent + `],"total":7,"evicted":5}`,
		"POST /_sim/v1/events":  `{"svix_id":"msg_1"}`, "POST /_sim/v1/messages/msg_1/resend": `{"attempts":1}`, "POST /_sim/v1/reset": `{"reset":true}`,
		"GET /_sim/v1/users": `{"users":[{"client_user_id":"ada","user_id":"u2","connections":[{"provider":"oura","status":"connected"},{"provider":"fitbit","status":"error"}]},` +
			`{"client_user_id":"benjamin","user_id":"u1","connections":[]}],"total":2}`,
		"DELETE /_sim/v1/users": "{}", "POST /_sim/v1/connections": "{}", "POST /_sim/v1/sync": "{}", "POST /_sim/v1/refresh": "{}",
		"POST /_sim/v1/update": "{}", "DELETE /_sim/v1/records": "{}", "POST /_sim/v1/disconnect": "{}", "POST /_sim/v1/revoke": "{}",
		"GET /_sim/v1/faults":  `{"faults":[{"name":"a","fault":"api: {status: 503}","matched":4,"done":2,"times":2,"spent":true}]}`,
		"POST /_sim/v1/faults": `{"name":"a"}`, "DELETE /_sim/v1/faults": `{"faults":[]}`,
		"GET /_sim/v1/faults/ledger": `{"injected":[{"at":"2026-01-05T08:00:00Z","fault":"a","done":"status: 503","user":"ada","request":"GET /v2/user"},` +
			`{"at":"2026-01-05T08:00:00Z","fault":"b","done":"drop: true","event_type":"a.b","attempt":2}]}`,
		"GET /_sim/v1/requests": `{"requests":[{"at":"2026-01-05T08:00:00Z","method":"GET","path":"/v2/user/1","route":"/v2/user/{user_id}","status":200,"client_user_id":"ada"},` +
			`{"at":"2026-01-05T08:00:00Z","method":"GET","path":"/v3","query":"` + strings.Repeat("a=b&", 40) + `","status":0,"fault":"a"}]}`,
		"GET /_sim/v1/endpoints": `{"endpoints":[{"id":"ep_1","url":"http://a.invalid","filter_types":null},` +
			`{"id":"ep_2","url":"http://b.invalid","filter_types":["a.b","a.c"],"rate_limit":3,"disabled":true,"description":"the other"}]}`,
		"POST /_sim/v1/endpoints": `{"id":"ep_3","url":"http://c.invalid","filter_types":["a.b"]}`, "DELETE /_sim/v1/endpoints/ep_1": `{"endpoints":[]}`,
		"POST /_sim/v1/endpoints/ep_1/rotate": `{"id":"ep_1","secret":"whsec_1"}`, "POST /_sim/v1/recover": `{"attempts":3}`,
		"POST /_sim/v1/snapshot": "a team", "POST /_sim/v1/restore": `{"now":"2026-01-05T08:00:00Z"}`,
	})
	saved := filepath.Join(t.TempDir(), "team")
	const line = "2026-01-05 08:00:00  msg_1  daily.data.sleep.created  ada  pending: attempt 2: 500: no such table  6h asleep\n"
	for args, want := range map[string]string{
		"clock":                  "2026-01-05 08:00:00, 60 simulated seconds per second\n",
		"clock speed 0":          "2026-01-05 08:00:00, time stands still\n",
		"trigger a.b --user ada": line,
		"resend msg_1":           line,
		"reset":                  "the team has started over\n",
		"reset --all":            "all teams have started over\n",
		"users":                  "ada       u2  oura, fitbit (error)\nbenjamin  u1  not connected\n",
		"fault list":             "a  acted 2 of 2, spent  4 matched  api: {status: 503}\n",
		"fault add api:{}":       "a is active\nnext: vitalsim fault list shows its progress; vitalsim fault delete a ends it\n",
		"fault delete --all":     "no active faults\nnext: vitalsim faults shows the grammar; vitalsim fault add adds one\n",
		"fault ledger":           "2026-01-05 08:00:00  a  status: 503  ada  GET /v2/user\n2026-01-05 08:00:00  b  drop: true   -    a.b, attempt 2\n",
		"requests": "2026-01-05 08:00:00  ada  200                    GET  /v2/user/{user_id}\n" +
			"2026-01-05 08:00:00  -    no response (fault a)  GET  /v3?a=b&a=b&a=b&a=b&a=b&a=b&a=b&a=b&a=b&a=b&a…\n2 requests\n",
		"endpoints":                      "ep_1  all event types\n    http://a.invalid\nep_2  2 event types, 3 per second, disabled, the other\n    http://b.invalid\n",
		"endpoints add http://c.invalid": "ep_3  a.b\n    http://c.invalid\n",
		"endpoints delete ep_1":          "no endpoints: events go nowhere\nnext: vitalsim endpoints add http://127.0.0.1:3000/webhooks\n",
		"endpoints rotate ep_1":          "whsec_1\nnext: give it to your webhook handler within 24 simulated hours\n",
		"recover":                        "made 3 more attempts\nnext: vitalsim messages --answered failed shows what failed again\n",
		"snapshot " + saved:              "the team is saved in " + saved + ", 6 bytes\nnext: vitalsim restore " + saved + " continues from it, also in another simulator\n",
		"snapshot -":                     "a team",
		"users delete ada":               "ada is deleted with all connections\nnext: vitalsim users shows who is left\n",
		"connect ada oura":               "ada is connected to oura\nnext: vitalsim clock advance 1h sends the history; vitalsim messages --user ada shows it\n",
		"connect ada --fixture f": "ada is connected to the provider of f\n" +
			"next: vitalsim clock advance 1h sends the history; vitalsim messages --user ada shows it\n",
		"sync ada":             "all connections of ada are synced\nnext: vitalsim messages --user ada shows what was sent\n",
		"sync ada oura":        "oura of ada is synced\nnext: vitalsim messages --user ada shows what was sent\n",
		"refresh ada":          "all connections of ada are polled\nnext: vitalsim messages --user ada shows what was sent\n",
		"update ada sleep a=1": "sleep of ada is updated: a=1\nnext: vitalsim sync ada sends its event now, which otherwise leaves with the next poll\n",
		"delete-record ada sleep --record 2026-01-06": "sleep of ada is deleted: 2026-01-06\nnext: read it again: the API does not return it, and Vital sends no event for it\n",
		"disconnect ada oura":                         "oura of ada is disconnected\nnext: vitalsim connect ada oura connects it again\n",
		"revoke ada oura":                             "the access to oura of ada is revoked\nnext: vitalsim connect ada oura restores it\n",
	} {
		if r := vitalsim(t, map[string]string{"VITALSIM_CONTROL_URL": d.URL}, strings.Fields(args)...); r.stdout != want || r.code != exitOK {
			t.Errorf("%s: %+v, want %q", args, r, want)
		}
	}
	r := vitalsim(t, nil, "messages", "--control-url", d.URL)
	if !strings.Contains(r.stdout, "msg_0  a ") || !strings.Contains(r.stdout, "unwanted: not attempted") || !strings.HasSuffix(r.stdout, "7 messages, of which the oldest 5 are not kept\n") {
		t.Errorf("%+v", r)
	}
}

// TestRemoteCommandsFail checks the exit code and the message for each kind of
// failure.
func TestRemoteCommandsFail(t *testing.T) {
	t.Parallel()
	d := newControlStub(t, map[string]string{
		"POST /_sim/v1/recover": `409 {"error":"recover: endpoint \"ep_1\": the endpoint is disabled"}`, "POST /_sim/v1/snapshot": "a team",
		"GET /_sim/v1/clock": "nothing of ours", "POST /_sim/v1/clock/advance": `409 {"error":"another advance is running"}`,
		"POST /_sim/v1/events": `422 {"error":"event_type: there is no \"a.b\""}`, "GET /_sim/v1/messages": `404 <html>`,
		"POST /_sim/v1/wait": `408 {"error":"waited 1s: 1 messages match, want at least 2","missing":1,"near":[{"what":"a.c","user":"ada","status":"success","differs":["event_type is a.c, wanted a.b"]}],"others":{"a.d of ben (fail)":2}}`,
	})
	closed := newControlStub(t, nil)
	closed.Close()
	for _, tt := range []struct {
		args, url string
		code      int
		want      string
	}{
		{"clock", d.URL, exitFailed, "is not that of a simulator"},
		{"clock", closed.URL, exitFailed, "connection refused; start one with vitalsim serve"},
		{"clock", "localhost:8787", exitInput, "--control-url \"localhost:8787\": want a URL"},
		{"clock advance 1d", d.URL, exitFailed, "advance: another advance is running\n"},
		{"clock advance soon", d.URL, exitInput, "want a whole number and a unit"},
		{"clock speed fast", d.URL, exitInput, "want a number such as 60"},
		{"clock advnce", d.URL, exitInput, `did you mean "advance"?`},
		{"trigger a.b --user ada", d.URL, exitInput, `trigger: EVENT: there is no "a.b"`},
		{"trigger a.b", d.URL, exitInput, "--user is needed"},
		{"trigger --user ada", d.URL, exitInput, "want one event type, have none"},
		{"trigger a.b --user ada --data " + write(t, "x.json", "{"), d.URL, exitInput, "not JSON"},
		{"trigger a.b --user ada --data ./nowhere.json", d.URL, exitInput, "no such file"},
		{"messages", d.URL, exitInput, "answers 404 Not Found; is it a simulator?"},
		{"resend", d.URL, exitInput, "vitalsim messages shows them"},
		{"connect", d.URL, exitInput, "connect: want a USER and a PROVIDER, have none; vitalsim list providers shows the providers"},
		{"disconnect ada", d.URL, exitInput, "disconnect: want a USER and a PROVIDER, have 1"},
		{"update ada sleep", d.URL, exitInput, "update: want a USER, a RESOURCE and fields such as efficiency=93, have 2"},
		{"update ada sleep efficiency", d.URL, exitInput, `"efficiency": want a field with a value`},
		{"update ada sleep a=1 a=2", d.URL, exitInput, "a is set twice"},
		{"fault add", d.URL, exitInput, "want one fault in quotes, have none; vitalsim faults shows the grammar"},
		{"fault delete", d.URL, exitInput, "which fault?"},
		{"fault delete a --all", d.URL, exitInput, "which fault?"},
		{"endpoints remove ep_1", d.URL, exitInput, `unknown command "remove"; its commands are add, change, delete, rotate`},
		{"endpoints change ep_1", d.URL, exitInput, "nothing to change"},
		{"endpoints add http://a.invalid --header a", d.URL, exitInput, `--header "a": want name: value`},
		{"recover", d.URL, exitFailed, "vitalsim: recover: endpoint \"ep_1\": the endpoint is disabled\n"},
		{"restore ./nowhere", d.URL, exitInput, "restore: open ./nowhere: no such file or directory"},
		{"restore", d.URL, exitInput, "or - for stdin"},
		{"snapshot - --json", d.URL, exitInput, "give a file instead of -"},
		{"snapshot " + filepath.Join(t.TempDir(), "none", "team"), d.URL, exitFailed, "no such file or directory"},
		{"users delte ada", d.URL, exitInput, `unknown command "delte"; did you mean "delete"?`},
		{"wait a.b --at-least 2", d.URL, exitFailed, "wait: waited 1s: 1 messages match, want at least 2\nclosest messages:\n  a.c of ada (success): event_type is a.c, wanted a.b\nother messages:\n  2 a.d of ben (fail)\n"},
	} {
		r := vitalsim(t, nil, append(strings.Fields(tt.args), "--control-url", tt.url)...)
		if r.code != tt.code || !strings.Contains(r.stderr, tt.want) || r.stdout != "" {
			t.Errorf("%s at %s: want %d and %q: %+v", tt.args, tt.url, tt.code, tt.want, r)
		}
	}
	if r := vitalsim(t, nil, "wait", "a.b", "--json", "--control-url", d.URL); r.code != exitFailed || !json.Valid([]byte(r.stdout)) || !strings.Contains(r.stdout, `"missing": 1`) || r.stderr != "" {
		t.Errorf("%+v", r)
	}
}

// TestRemoteCommandsDriveServe runs the commands against a real simulator.
func TestRemoteCommandsDriveServe(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	p := serve(t, nil, "--json", "--speed=0", "--start=2026-01-05T08:00:00Z", "--target", refuses.URL)
	env := map[string]string{"VITALSIM_CONTROL_URL": p.ready.URL}
	p.connect("ada")
	did := func(want string, args ...string) string {
		t.Helper()
		r := vitalsim(t, env, args...)
		if r.code != exitOK || !strings.Contains(r.stdout, want) {
			t.Errorf("%v: want %q: %+v", args, want, r)
		}
		return r.stdout
	}
	did("2026-01-06 08:00:00, time stands still", "clock", "advance", "1d")
	did("60 simulated seconds per second", "clock", "speed", "60")
	did("time stands still", "clock", "speed", "0")
	did("pending: attempt 7: 418", "wait", "daily.data.sleep.created", "--user", "ada", "--answered", "failed")
	var found messages
	if err := json.Unmarshal([]byte(did("", "messages", "provider.connection.created", "--json")), &found); err != nil || found.Total != 1 {
		t.Fatalf("%v: %+v", err, found)
	}
	did("pending: attempt 8: 418", "resend", found.Messages[0].SvixID)
	if r := vitalsim(t, env, "resend", "msg_none"); r.code != exitInput || !strings.Contains(r.stderr, "msg_none") {
		t.Errorf("%+v", r)
	}
	if r := vitalsim(t, env, "wait", "daily.data.slep.created", "--timeout", "1m"); r.code != exitInput || !strings.Contains(r.stderr, `did you mean "daily.data.sleep.created"?`) {
		t.Errorf("%+v", r)
	}
	if r := vitalsim(t, env, "wait", "daily.data.sleep.updated", "--timeout", "1s"); r.code != exitFailed || !strings.Contains(r.stderr, "daily.data.sleep.created of ada (pending)") {
		t.Errorf("%+v", r)
	}
	did("the team has started over", "reset")
	did("0 messages", "messages")
	did("2026-01-05 08:00:00, time stands still", "clock")
}

// TestRemoteCommandsChangeUsers runs the commands about users against a real
// simulator.
func TestRemoteCommandsChangeUsers(t *testing.T) {
	t.Parallel()
	p := serve(t, nil, "--json", "--speed=0", "--start=2026-01-05T08:00:00Z")
	env := map[string]string{"VITALSIM_CONTROL_URL": p.ready.URL}
	for _, step := range []struct {
		args string
		code int
		want string
	}{
		{"users", exitOK, "no users\nnext: vitalsim connect app-user-1 fitbit\n"},
		{"connect ada oura --days 2 --resources sleep", exitOK, "ada is connected to oura\n"},
		{"connect ada ourra", exitInput, "oura"},
		{"connect ada fitbit --resources slep", exitInput, `did you mean "sleep"?`},
		{"users", exitOK, "  oura\n"},
		{"clock advance 1d", exitOK, "2026-01-06"},
		{"sync ada oura", exitOK, "oura of ada is synced"},
		{"sync ada fitbit", exitInput, "User is not connected to fitbit: only to oura"},
		{"refresh adda", exitInput, `did you mean "ada"?`},
		{"refresh ada", exitOK, "polled"},
		{"update ada slep efficiency=41", exitInput, `did you mean "sleep"?`},
		{"update ada sleep efficency=41", exitInput, `did you mean "efficiency"?`},
		{"update ada sleep efficiency=41", exitOK, "sleep of ada is updated"},
		{"clock advance 1m", exitOK, "2026-01-06"},
		{"sync ada", exitOK, "all connections of ada are synced"},
		{"messages daily.data.sleep.updated", exitOK, "efficiency 41"},
		{"delete-record ada slep", exitInput, `did you mean "sleep"?`},
		{"delete-record ada sleep --record 2026-01-06", exitOK, "sleep of ada is deleted: 2026-01-06"},
		{"delete-record ada sleep --record 2026-01-06", exitInput, "there is no record of 2026-01-06"},
		{"revoke ada oura --error-type user_not_fund", exitInput, `did you mean "user_not_found"?`},
		{"revoke ada oura --error-type user_not_found", exitOK, "revoked"},
		{"users", exitOK, "  oura (error)\n"},
		{"messages provider.connection.error", exitOK, "user_not_found"},
		{"disconnect ada oura", exitOK, "disconnected"},
		{"disconnect ada oura", exitInput, "User is not connected to oura: connect first"},
		{"sync ada", exitInput, "User is not connected to a provider: connect first"},
		{"users", exitOK, "  not connected\n"},
		{"users delete adda", exitInput, `did you mean "ada"?`},
		{"users delete ada", exitOK, "ada is deleted"},
		{"users", exitOK, "no users"},
	} {
		r := vitalsim(t, env, strings.Fields(step.args)...)
		if r.code != step.code || !strings.Contains(r.stdout+r.stderr, step.want) {
			t.Errorf("%s: want %d and %q: %+v", step.args, step.code, step.want, r)
		}
	}
}

// TestRemoteCommandsInjectAndRestore runs the commands about faults, requests,
// endpoints and snapshots against a real simulator.
func TestRemoteCommandsInjectAndRestore(t *testing.T) {
	t.Parallel()
	refuses := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	accepts := newReceiver(t, nil)
	p := serve(t, nil, "--json", "--speed=0", "--start=2026-01-05T08:00:00Z", "--target", refuses.URL)
	env := map[string]string{"VITALSIM_CONTROL_URL": p.ready.URL}
	did := func(code int, want string, args ...string) string {
		t.Helper()
		r := vitalsim(t, env, args...)
		if r.code != code || !strings.Contains(r.stdout+r.stderr, want) {
			t.Errorf("%v: want %d and %q: %+v", args, code, want, r)
		}
		return r.stdout
	}
	did(exitOK, "brown-out is active", "fault", "add", "api: {name: brown-out, path: /v2/user/*, status: 503, times: 1}")
	did(exitInput, `unknown key "pth"; did you mean "path"?`, "fault", "add", "api: {pth: /v2/user}")
	did(exitOK, "brown-out  acted 0 of 1", "fault", "list")
	p.connect("ada")
	for range 2 {
		fetch(t, p.ready.URL+"/v2/user/resolve/ada")
	}
	did(exitOK, "ada  503 (fault brown-out)  GET  /v2/user/resolve/{client_user_id}", "requests", "--status", "5xx")
	did(exitOK, "brown-out  status: 503", "fault", "ledger", "brown-out")
	did(exitInput, `did you mean "brown-out"?`, "fault", "ledger", "brwn-out")
	did(exitInput, `did you mean "brown-out"?`, "fault", "delete", "brwn-out")
	did(exitOK, "no active faults", "fault", "delete", "brown-out")

	did(exitOK, "no message has failed", "recover")
	did(exitOK, "", "clock", "advance", "2d")
	did(exitOK, " more attempts", "recover", "--since", "2026-01-05T08:00:00Z")
	id, _, _ := strings.Cut(did(exitOK, refuses.URL, "endpoints"), " ")
	did(exitOK, id+"  all event types, disabled", "endpoints", "change", id, "--disabled")
	did(exitFailed, "recover: endpoint", "recover", "--endpoint", id)
	did(exitInput, "event type", "endpoints", "add", accepts.URL, "--filter-types", "daily.slep.*")
	did(exitOK, "2 event types", "endpoints", "add", accepts.URL, "--filter-types", "daily.data.sleep.*")
	did(exitOK, "whsec_", "endpoints", "rotate", id)
	did(exitOK, accepts.URL, "endpoints", "delete", id)

	saved := filepath.Join(t.TempDir(), "team")
	did(exitOK, "the team is saved in "+saved, "snapshot", saved)
	did(exitOK, "has started over", "reset")
	did(exitOK, "no users", "users")
	did(exitOK, "the team is restored, its time is 2026-01-07 08:00:00", "restore", saved)
	did(exitOK, "ada  ", "users")
	did(exitInput, "this is not a snapshot", "restore", write(t, "other", "something else"))
	if text := did(exitOK, "", "snapshot", "-"); len(text) < 1000 {
		t.Errorf("the snapshot on stdout has %d bytes", len(text))
	}
	text, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	if r := piped(t, string(text), "restore", "-", "--control-url", p.ready.URL); r.code != exitOK {
		t.Errorf("restore from stdin: %+v", r)
	}
}

// TestNextCommandHasTheFlags checks that the next command is shown with the flags that
// chose the simulator and the team, unless the environment did.
func TestNextCommandHasTheFlags(t *testing.T) {
	t.Parallel()
	d := newControlStub(t, map[string]string{"POST /_sim/v1/sync": "{}", "GET /_sim/v1/users": `{"users":[]}`})
	const shows = "vitalsim messages --user ada shows what was sent"
	for want, args := range map[string][]string{
		shows + "\n":                      {"sync", "ada"},
		shows + " (with --key sk_us_b)\n": {"sync", "ada", "--key", "sk_us_b"},
		shows + " (with --control-url " + d.URL + " --key sk_us_b)\n":             {"sync", "ada", "--control-url", d.URL, "--key", "sk_us_b"},
		"vitalsim connect app-user-1 fitbit (with --control-url " + d.URL + ")\n": {"users", "--control-url", d.URL},
	} {
		if r := vitalsim(t, map[string]string{"VITALSIM_CONTROL_URL": d.URL}, args...); !strings.HasSuffix(r.stdout, "\nnext: "+want) {
			t.Errorf("%v: want %q: %+v", args, want, r)
		}
	}
}

// TestEveryVerbHasACommand checks that a running simulator can be made to do whatever
// a step of a scenario does.
func TestEveryVerbHasACommand(t *testing.T) {
	t.Parallel()
	commands := map[string]string{ // of verbs that are called otherwise
		"advance": "clock advance", "clear": "fault delete", "delete": "users delete", "delete_record": "delete-record",
		"expect": "wait", "fault": "fault add", "rotate": "endpoints rotate", "send": "trigger",
	}
	for verb := range catalog.Verbs() {
		words := strings.Fields(cmp.Or(commands[verb], verb))
		root := newRoot(func(string) (string, bool) { return "", false })
		cmd, rest, err := root.Find(words)
		if err != nil || len(rest) > 0 || cmd.Flags().Lookup("control-url") == nil {
			t.Errorf("the verb %s has no command for a running simulator: %v", verb, err)
		}
	}
}
