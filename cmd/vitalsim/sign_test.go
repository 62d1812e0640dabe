package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestSvixVerifiesSignedBodies verifies the printed headers with the Svix library.
func TestSvixVerifiesSignedBodies(t *testing.T) {
	t.Parallel()
	const body = `{"event_type":"daily.data.sleep.created"}` + "\n"
	file := write(t, "body.json", body)
	for secret, flags := range map[string][]string{simulator.ExampleSecret: nil, otherSecret: {"--secret", otherSecret}} {
		r := vitalsim(t, nil, append([]string{"sign", file, "--json"}, flags...)...)
		var headers map[string]string
		if err := json.Unmarshal([]byte(r.stdout), &headers); err != nil || r.code != exitOK {
			t.Fatalf("%v: %+v", err, r)
		}
		header := http.Header{}
		for name, value := range headers {
			header.Set(name, value)
		}
		verifier, err := svix.NewWebhook(secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := verifier.Verify([]byte(body), header); err != nil || len(headers) != 3 {
			t.Errorf("%v: %v", err, headers)
		}
	}
	first, second := vitalsim(t, nil, "sign", file), vitalsim(t, nil, "sign", file)
	if first.stdout == second.stdout || strings.Count(first.stdout, "\n") != 3 || !strings.HasPrefix(first.stdout, "svix-id: msg_") {
		t.Errorf("the same svix-id twice: %s%s", first.stdout, second.stdout)
	}
	const pinned = "svix-id: msg_1\nsvix-timestamp: 1767600000\nsvix-signature: v1,"
	for _, at := range []string{"1767600000", "2026-01-05T08:00:00Z"} {
		r := piped(t, body, "sign", "--id", "msg_1", "--timestamp", at)
		if !strings.HasPrefix(r.stdout, pinned) || r.code != exitOK {
			t.Errorf("%+v", r)
		}
		env := map[string]string{"VITALSIM_ID": "msg_1", "VITALSIM_TIMESTAMP": at, "VITALSIM_SECRET": simulator.ExampleSecret}
		if again := vitalsim(t, env, "sign", file); again.stdout != r.stdout {
			t.Errorf("%q from stdin, %q from a file", r.stdout, again.stdout)
		}
	}
}

// TestVerifyPrintsReason checks the printed reason for an invalid signature.
func TestVerifyPrintsReason(t *testing.T) {
	t.Parallel()
	file := write(t, "body.json", "{}")
	headers := "@" + write(t, "headers", vitalsim(t, nil, "sign", file).stdout)
	old := "@" + write(t, "old", vitalsim(t, nil, "sign", file, "--timestamp", "1767600000").stdout)
	for _, tt := range []struct {
		args []string
		code int
		want string // on stdout where the code is 0 or 1
	}{
		{[]string{file, "-H", headers}, exitOK, "verified\n"},
		{[]string{file, "-H", "@" + write(t, "marked", "\ufeff"+vitalsim(t, nil, "sign", file).stdout)}, exitOK, "verified\n"},
		{[]string{file, "-H", headers, "--json"}, exitOK, "{\n  \"verified\": true\n}\n"},
		{[]string{file, "-H", headers, "--secret", otherSecret}, exitFailed, "NOT VERIFIED: No matching signature found; use the secret"},
		{[]string{write(t, "other.json", "{ }"), "-H", headers}, exitFailed, "No matching signature found"},
		{[]string{file, "-H", headers, "-H", "svix-id: msg_2", "--json"}, exitOK, `"verified": true`}, // the first of two is the one
		{[]string{file, "-H", "svix-id: msg_1"}, exitFailed, "Missing Required Headers"},
		{[]string{file, "-H", old}, exitFailed, "the signature itself is valid, see --any-age"},
		{[]string{file, "-H", old, "--any-age"}, exitOK, "verified"},
		{[]string{file}, exitInput, "which headers?"},
		{[]string{file, "-H", "svix-id"}, exitInput, `"svix-id": want name: value`},
		{[]string{file, "-H", "@./nowhere"}, exitInput, "no such file"},
		{[]string{"./nowhere", "-H", headers}, exitInput, "no such file"},
		{[]string{file, "-H", headers, "--secret", "hunter2"}, exitInput, "--secret: want whsec_ and base64"},
		{[]string{file, "-H", headers, "--secret", "whsec_hunter2!"}, exitInput, "--secret: what follows whsec_ is not base64"},
	} {
		r := vitalsim(t, nil, append([]string{"verify"}, tt.args...)...)
		printed, silent := r.stdout, r.stderr
		if tt.code == exitInput {
			printed, silent = r.stderr, r.stdout
		}
		if r.code != tt.code || !strings.Contains(printed, tt.want) || silent != "" || strings.Contains(r.stderr, "hunter2") {
			t.Errorf("%v: want %d and %q: %+v", tt.args, tt.code, tt.want, r)
		}
	}
	if r := vitalsim(t, map[string]string{"VITALSIM_HEADER": headers, "VITALSIM_ANY_AGE": "true", "VITALSIM_JSON": "true"}, "verify", file); r.code != exitOK || !json.Valid([]byte(r.stdout)) {
		t.Errorf("%+v", r)
	}
	if r := vitalsim(t, nil, "sign", file, "--timestamp", "yesterday"); r.code != exitInput || !strings.Contains(r.stderr, `--timestamp "yesterday": want seconds`) {
		t.Errorf("%+v", r)
	}
}

// heardBy runs listen with flags while send sends to it, and returns the output.
func heardBy(t *testing.T, env map[string]string, send func(url string, printed *lines), flags ...string) result {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stdout, stderr := newLines(t), newLines(t)
	ended := make(chan int)
	go func() {
		ended <- run(ctx, append([]string{"listen", "--addr", "127.0.0.1:0"}, flags...), func(name string) (string, bool) { v, ok := env[name]; return v, ok }, stdout, stderr)
	}()
	url, _, _ := strings.Cut(stderr.until("listening on "), " ")
	send(url, stdout)
	cancel()
	return result{<-ended, stdout.String(), stderr.String()}
}

// post sends a signed body and returns the status of the response, or 0.
func post(t *testing.T, url, id, secret, body string) int {
	t.Helper()
	signer, err := svix.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	signature, err := signer.Sign(id, now, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"webhooks", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Svix-Id": {id}, "Svix-Timestamp": {strconv.FormatInt(now.Unix(), 10)}, "Svix-Signature": {signature}}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

const event = `{"event_type":"daily.data.sleep.created","client_user_id":"ada"}`

// TestListenPrintsDeliveries checks the lines for verified and other deliveries, and
// the counts at the end.
func TestListenPrintsDeliveries(t *testing.T) {
	t.Parallel()
	var statuses []int
	r := heardBy(t, nil, func(url string, _ *lines) {
		statuses = append(statuses, post(t, url, "msg_1", simulator.ExampleSecret, event), post(t, url, "msg_1", simulator.ExampleSecret, event),
			post(t, url, "msg_2", otherSecret, event), post(t, url, "msg_3", simulator.ExampleSecret, "no JSON"))
	})
	if len(statuses) != 4 || statuses[0] != 204 || statuses[1] != 204 || statuses[2] != 401 || statuses[3] != 204 {
		t.Errorf("answered %v", statuses)
	}
	for _, want := range []string{
		"  msg_1  daily.data.sleep.created             ada          verified: 204\n", "verified: 204, delivery 2\n",
		"  msg_2  daily.data.sleep.created             ada          NOT VERIFIED: No matching signature found: 401\n", "  msg_3  ",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not print %q: %s", want, r.stdout)
		}
	}
	if r.code != exitOK || !strings.HasSuffix(r.stderr, "vitalsim: 4 deliveries of 3 messages, 1 not verified\n") {
		t.Errorf("%+v", r)
	}
}

// TestListenRespondsWithAnswer checks each flag, given and from the environment.
func TestListenRespondsWithAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		flags []string
		want  []int
		lines string // on stdout
	}{
		{nil, []int{204, 204}, "verified: 204"},
		{[]string{"--answer=500", "--times=1"}, []int{500, 204}, "verified: 500"},
		{[]string{"--answer=410"}, []int{410, 410}, "verified: 410"},
		{[]string{"--secret=" + otherSecret}, []int{401, 401}, "NOT VERIFIED"},
		{[]string{"--json=true"}, []int{204, 204}, `"event_type":"daily.data.sleep.created","client_user_id":"ada","delivery":1,"bytes":64,"verified":true,"status":204}`},
	} {
		env := map[string]string{}
		for _, flag := range tt.flags {
			name, value, _ := strings.Cut(strings.TrimPrefix(flag, "--"), "=")
			env[envName(name)] = value
		}
		for _, given := range []bool{true, false} {
			var got []int
			send := func(url string, _ *lines) {
				got = []int{post(t, url, "msg_1", simulator.ExampleSecret, event), post(t, url, "msg_2", simulator.ExampleSecret, event)}
			}
			r := result{}
			if given {
				r = heardBy(t, nil, send, tt.flags...)
			} else {
				r = heardBy(t, env, send)
			}
			if r.code != exitOK || len(got) != 2 || got[0] != tt.want[0] || got[1] != tt.want[1] || !strings.Contains(r.stdout, tt.lines) {
				t.Errorf("%v given %t: answered %v, want %v: %+v", tt.flags, given, got, tt.want, r)
			}
		}
	}
	for want, flags := range map[string][]string{
		"want a status from": {"--answer", "42"}, "--times -1: want 0": {"--times", "-1"}, "want a loopback address": {"--addr", "0.0.0.0:3000"},
		"want whsec_": {"--secret", "x"}, "want no arguments": {"extra"},
	} {
		if r := vitalsim(t, nil, append([]string{"listen"}, flags...)...); r.code != exitInput || !strings.Contains(r.stderr, want) {
			t.Errorf("%v: %+v", flags, r)
		}
	}
}

// TestListenHangs checks that no response is sent until the sender gives up or
// listen ends.
func TestListenHangs(t *testing.T) {
	t.Parallel()
	answered := make(chan int)
	r := heardBy(t, nil, func(url string, printed *lines) {
		go func() { answered <- post(t, url, "msg_1", simulator.ExampleSecret, event) }()
		printed.until("verified: no answer")
		if status := post(t, url, "msg_2", simulator.ExampleSecret, event); status != http.StatusNoContent {
			t.Errorf("the second is answered %d", status)
		}
	}, "--hang", "--times", "1")
	if status := <-answered; status != 0 || r.code != exitOK || !strings.Contains(r.stderr, "2 deliveries of 2 messages") {
		t.Errorf("answered %d: %+v", status, r)
	}
}
