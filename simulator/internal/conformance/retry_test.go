package conformance_test

import (
	"bytes"
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

const retriedScenario = `
name: retried
about: A connection with one chunk of history, and time for four attempts at each.
seed: 9
start: 2026-01-05T23:00:00Z
users:
  ada: {client_user_id: app-user-1, time_zone: Europe/London, persona: older-adult}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 1}, resources: [sleep]}
  - advance: 1h
`

// A tickingWall is a wall clock that advances by a second on every reading, so
// that no two signatures have the same timestamp. It fails the test on Sleep.
type tickingWall struct {
	t   *testing.T
	mu  sync.Mutex
	now time.Time
}

func (w *tickingWall) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time.Second)
	return w.now
}

func (w *tickingWall) Sleep(_ context.Context, d time.Duration) error {
	w.t.Errorf("Sleep(%v) on the wall clock", d)
	return nil
}

// TestRetriesAtReceiver has a receiver that rejects each message three times and
// then accepts it.
func TestRetriesAtReceiver(t *testing.T) {
	t.Parallel()
	r := receive(t, func(n int) int {
		if n <= 3 {
			return http.StatusInternalServerError
		}
		return http.StatusNoContent
	})
	wall := &tickingWall{t: t, now: time.Now().Add(-2 * time.Minute)}
	report := playTo(t, r, retriedScenario, simulator.Config{Wall: wall})

	if !report.OK() || len(report.Timeline) < 2 {
		t.Fatalf("%d messages, failures %q; want all accepted in the end", len(report.Timeline), report.Failures)
	}
	verifier, err := svix.NewWebhook(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string][]delivery{}
	for _, d := range r.deliveries() {
		if err := verifier.Verify(d.body, d.header); err != nil {
			t.Errorf("an attempt at %s: %v", d.header.Get("Svix-Id"), err)
		}
		byID[d.header.Get("Svix-Id")] = append(byID[d.header.Get("Svix-Id")], d)
	}
	if len(byID) != len(report.Timeline) {
		t.Errorf("the receiver got %d ids, the report has %d messages", len(byID), len(report.Timeline))
	}
	for _, m := range report.Timeline {
		checkSchedule(t, m)
		checkAttempts(t, m, byID[m.SvixID])
	}
}

func checkSchedule(t *testing.T, m simulator.Delivered) {
	t.Helper()
	want := []struct {
		after  time.Duration
		status int
	}{{0, 500}, {5 * time.Second, 500}, {5*time.Minute + 5*time.Second, 500}, {35*time.Minute + 5*time.Second, 204}}
	if len(m.Attempts) != len(want) {
		t.Fatalf("%s: %d attempts, want %d: %+v", m.EventType, len(m.Attempts), len(want), m.Attempts)
	}
	for i, a := range m.Attempts {
		if after := a.At.Sub(m.At); after != want[i].after || a.StatusCode != want[i].status || a.Number != i+1 || !a.Verified {
			t.Errorf("%s: attempt %d after %v with status %d, verified %v; want %d after %v with status %d",
				m.EventType, a.Number, after, a.StatusCode, a.Verified, i+1, want[i].after, want[i].status)
		}
	}
}

// checkAttempts checks that the deliveries of a message have the same bytes, and
// each its own timestamp and signature.
func checkAttempts(t *testing.T, m simulator.Delivered, attempts []delivery) {
	t.Helper()
	if len(attempts) != 4 {
		t.Errorf("%s: %d requests with the id %s, want 4", m.EventType, len(attempts), m.SvixID)
	}
	stamps, signatures := map[string]bool{}, map[string]bool{}
	for i, a := range attempts {
		if !bytes.Equal(a.body, m.Body) {
			t.Errorf("%s: request %d has different bytes: %s", m.EventType, i+1, cut(a.body))
		}
		stamps[a.header.Get("Svix-Timestamp")] = true
		signatures[a.header.Get("Svix-Signature")] = true
	}
	if len(stamps) != len(attempts) || len(signatures) != len(attempts) {
		t.Errorf("%s: %d timestamps and %d signatures in %d requests; each attempt has its own",
			m.EventType, len(stamps), len(signatures), len(attempts))
	}
}
