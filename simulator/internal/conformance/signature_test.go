package conformance_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// signedScenario sends events of every kind, one with non-ASCII letters.
const signedScenario = `
name: signed
about: Deliveries for the verifiers.
seed: 5
start: 2026-03-28T22:00:00Z
users:
  ada: {client_user_id: "jürgen/日本 <&>", time_zone: Europe/Berlin, persona: student}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 3, chunks: 2}}
  - advance: 1d
  - update: {user: ada, resource: sleep, set: {efficiency: 93}}
  - advance: 3h
`

// A signedDelivery is a line of input of node/verify.mjs.
type signedDelivery struct {
	Kind      string `json:"kind"` // what was done to it
	ID        string `json:"id"`
	Timestamp string `json:"timestamp"`
	Signature string `json:"signature"`
	Body      []byte `json:"body"` // in base64, as encoding/json writes bytes
	Secret    string `json:"secret"`

	wanted bool // whether a receiver must accept it
}

// A verdict is a line of output of node/verify.mjs.
type verdict struct {
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	Accepted  bool   `json:"accepted"`
	EventType string `json:"event_type"`
	Error     string `json:"error"`
}

func TestSignaturesHoldInGo(t *testing.T) {
	t.Parallel()
	for _, s := range signedDeliveries(t) {
		verifier, err := svix.NewWebhook(s.Secret)
		if err != nil {
			t.Fatal(err)
		}
		err = verifier.Verify(s.Body, http.Header{
			"Svix-Id": {s.ID}, "Svix-Timestamp": {s.Timestamp}, "Svix-Signature": {s.Signature},
		})
		if accepted := err == nil; accepted != s.wanted {
			t.Errorf("%s, %s: accepted is %v, want %v: %v", s.Kind, s.ID, accepted, s.wanted, err)
		}
	}
}

func TestSignaturesHoldInNode(t *testing.T) {
	t.Parallel()
	node := needNode(t)
	deliveries := signedDeliveries(t)
	for i, v := range verdicts(t, node, deliveries) {
		s := deliveries[i]
		switch {
		case v.Accepted != s.wanted:
			t.Errorf("%s, %s: accepted is %v, want %v: %s", s.Kind, s.ID, v.Accepted, s.wanted, v.Error)
		case v.Accepted && !bytes.Contains(s.Body, []byte(`{"event_type":"`+v.EventType+`",`)):
			t.Errorf("%s, %s: the library returns an event of type %q from %s", s.Kind, s.ID, v.EventType, cut(s.Body))
		}
	}
}

// verdicts returns the verdict of npm's svix on each delivery.
func verdicts(t *testing.T, node string, deliveries []signedDelivery) []verdict {
	t.Helper()
	var input, problems bytes.Buffer
	lines := json.NewEncoder(&input)
	for _, s := range deliveries {
		if err := lines.Encode(s); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), node, "verify.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr = "node", &input, &problems
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("node verify.mjs: %v\n%s", err, problems.Bytes())
	}
	answers := bufio.NewScanner(bytes.NewReader(output))
	var all []verdict
	for _, s := range deliveries {
		if !answers.Scan() {
			t.Fatalf("node verify.mjs gave no verdict on %s, %s", s.Kind, s.ID)
		}
		var v verdict
		if err := json.Unmarshal(answers.Bytes(), &v); err != nil {
			t.Fatalf("verdict %s: %v", answers.Bytes(), err)
		}
		if v.Kind != s.Kind || v.ID != s.ID {
			t.Fatalf("verdict on %s, %s; want one on %s, %s", v.Kind, v.ID, s.Kind, s.ID)
		}
		all = append(all, v)
	}
	if answers.Scan() {
		t.Errorf("unexpected verdict: %s", answers.Bytes())
	}
	return all
}

// needNode returns the path of node, or skips if the verifier cannot run.
func needNode(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if inCI() {
		missing = t.Fatalf
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("signatures not verified with npm's svix: node is not installed; get Node 20, then run npm ci in %s", "simulator/internal/conformance/node")
	}
	if _, err := os.Stat(filepath.Join("node", "node_modules", "svix", "package.json")); err != nil {
		missing("signatures not verified with npm's svix: run npm ci in %s", "simulator/internal/conformance/node")
	}
	return node
}

// signedDeliveries returns deliveries as they arrived at a receiver, and forged,
// replayed and outdated versions of one of them.
func signedDeliveries(t *testing.T) []signedDelivery {
	t.Helper()
	r := receive(t, func(int) int { return http.StatusNoContent })
	report := playTo(t, r, signedScenario, simulator.Config{})
	if !report.OK() || len(report.Timeline) < 10 {
		t.Fatalf("the scenario sent %d messages and ended with %v", len(report.Timeline), report.Failures)
	}
	var all []signedDelivery
	for _, d := range r.deliveries() {
		genuine := signedDelivery{
			Kind: "genuine", ID: d.header.Get("Svix-Id"), Timestamp: d.header.Get("Svix-Timestamp"),
			Signature: d.header.Get("Svix-Signature"), Body: d.body, Secret: testSecret, wanted: true,
		}
		all = append(all, genuine)
		all = append(all, forgedDeliveries(t, genuine)...)
	}
	return all
}

func forgedDeliveries(t *testing.T, genuine signedDelivery) []signedDelivery {
	t.Helper()
	change := func(kind string, accepted bool, f func(*signedDelivery)) signedDelivery {
		s := genuine
		s.Kind, s.wanted = kind, accepted
		f(&s)
		return s
	}
	signer, err := svix.NewWebhook(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	signedAt := func(at time.Time) func(*signedDelivery) {
		return func(s *signedDelivery) {
			s.Timestamp = strconv.FormatInt(at.Unix(), 10)
			if s.Signature, err = signer.Sign(s.ID, at, s.Body); err != nil {
				t.Fatal(err)
			}
		}
	}
	now := time.Now()
	wrongSecret := "whsec_" + base64.StdEncoding.EncodeToString([]byte("another-secret-altogether"))
	return []signedDelivery{
		change("body tampered with", false, func(s *signedDelivery) {
			s.Body = bytes.Replace(s.Body, []byte(`"user_id":"`), []byte(`"user_id":"0`), 1)
		}),
		change("body with an extra newline", false, func(s *signedDelivery) { s.Body = append(bytes.Clone(s.Body), '\n') }),
		change("wrong secret", false, func(s *signedDelivery) { s.Secret = wrongSecret }),
		change("another id", false, func(s *signedDelivery) { s.ID += "x" }),
		change("timestamp moved without a new signature", false, func(s *signedDelivery) {
			seconds, err := strconv.ParseInt(s.Timestamp, 10, 64)
			if err != nil {
				t.Fatalf("svix-timestamp: %v", err)
			}
			s.Timestamp = strconv.FormatInt(seconds+1, 10)
		}),
		change("signed again just now", true, signedAt(now)),
		change("signed six minutes ago", false, signedAt(now.Add(-6*time.Minute))),
		change("signed six minutes ahead", false, signedAt(now.Add(6*time.Minute))),
		change("signed with the old secret and the new one", true, func(s *signedDelivery) {
			s.Signature = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + s.Signature
		}),
	}
}

// TestDeliveryHeaders checks the headers of deliveries.
func TestDeliveryHeaders(t *testing.T) {
	t.Parallel()
	r := receive(t, func(int) int { return http.StatusNoContent })
	report := playTo(t, r, signedScenario, simulator.Config{})
	deliveries := r.deliveries()
	if len(deliveries) != len(report.Timeline) {
		t.Fatalf("%d deliveries arrived, the report has %d messages", len(deliveries), len(report.Timeline))
	}
	sent := map[string]simulator.Delivered{}
	for _, d := range report.Timeline {
		sent[d.SvixID] = d
	}
	for _, d := range deliveries {
		id := d.header.Get("Svix-Id")
		if !bytes.Equal(d.body, sent[id].Body) {
			t.Errorf("%s: the report differs from the bytes that arrived: %s", id, cut(d.body))
		}
		if got := d.header.Get("Content-Type"); got != "application/json" {
			t.Errorf("%s: content type %q, want application/json", id, got)
		}
		for _, name := range []string{"Svix-Id", "Svix-Timestamp", "Svix-Signature"} {
			if values := d.header.Values(name); len(values) != 1 {
				t.Errorf("%s: header %s has values %q, want one", id, name, values)
			}
		}
		delete(sent, id) // ids are unique
	}
}
