package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// verifier is a receiver that answers as a correct one does, and notes what came.
type verifier struct {
	*httptest.Server
	mu   sync.Mutex
	came []arrival
}

type arrival struct {
	id, contentType string
	size            int
	refused         string // why; "" where it was accepted
}

func newVerifier(t *testing.T) *verifier {
	t.Helper()
	library, err := svix.NewWebhook(simulator.ExampleSecret)
	if err != nil {
		t.Fatal(err)
	}
	v := &verifier{}
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = library.Verify(body, r.Header)
		}
		a := arrival{id: r.Header.Get("Svix-Id"), contentType: r.Header.Get("Content-Type"), size: len(body)}
		if err != nil {
			a.refused = err.Error()
			w.WriteHeader(http.StatusBadRequest)
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		v.came = append(v.came, a)
	}))
	t.Cleanup(v.Close)
	return v
}

// nightly is a scenario with a fault of the first night's delivery.
const nightly = `
name: nightly
start: 2026-01-05T12:00:00Z
users: {ada: {persona: office-worker, time_zone: Europe/London}}
steps:
  - fault: {delivery: {name: broken, event: daily.data.sleep.created, user: ada, times: 1, %s}}
  - connect: {user: ada, provider: oura, backfill: {days: 3}, resources: [sleep, activity]}
  - advance: 1d
  - expect: {fault: broken, times: 1}
  - expect: {event: daily.data.sleep.created, answered: 2xx, exactly: %d, attempts: %d}
`

// TestFaultsOfDeliveries sends broken deliveries to a receiver that verifies: it
// rejects each for the right reason and accepts the retry.
func TestFaultsOfDeliveries(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		effect  string
		refused string                     // why the first one is; "" where it is accepted
		seen    func(came []arrival) bool  // of the messages that the fault acted upon
		late    func(d time.Duration) bool // how much later than made it was accepted
	}{
		{"duplicate: 2", "", func(came []arrival) bool { return len(came) == 3 }, nil},
		{"delay: 2h", "", nil, func(d time.Duration) bool { return d == 2*time.Hour }},
		{"reorder: 1", "", nil, func(d time.Duration) bool { return d >= 0 && d <= time.Hour }},
		{"tamper: body", "No matching signature found", nil, nil},
		{"secret: wrong", "No matching signature found", nil, nil},
		{"timestamp: stale", "Message timestamp too old", nil, nil},
		{"headers: missing", "Missing Required Headers", nil, nil},
		{"content_type: text/plain", "", func(came []arrival) bool { return came[0].contentType == "text/plain" }, nil},
		{"pad: 300KiB", "", func(came []arrival) bool { return came[0].size == 300<<10 }, nil},
		{"oversize: 300KiB", "No matching signature found", func(came []arrival) bool { return came[0].size == 300<<10 }, nil},
	} {
		receiver := newVerifier(t)
		attempts, others := 1, 2
		if tt.refused != "" {
			attempts, others = 2, 1
		}
		sc := parse(t, fmt.Sprintf(nightly, tt.effect, others, attempts))
		sim, report := play(t, sc, simulator.Config{Target: receiver.URL})
		if !report.OK() {
			t.Errorf("%s: %s", tt.effect, strings.Join(report.Failures, "\n"))
		}
		acts := sim.Faulted()
		if len(acts) != 1 || acts[0].Done != tt.effect || acts[0].User != "ada" || acts[0].EventType != "daily.data.sleep.created" || acts[0].Attempt != 1 {
			t.Errorf("%s: ledger %+v", tt.effect, acts)
			continue
		}
		i := slices.IndexFunc(report.Timeline, func(d simulator.Delivered) bool { return d.SvixID == acts[0].SvixID })
		hit := report.Timeline[i]
		if hit.Attempts[0].Fault != "broken" || hit.Attempts[len(hit.Attempts)-1].Fault != "" && tt.refused != "" {
			t.Errorf("%s: attempts %+v", tt.effect, hit.Attempts)
		}
		receiver.mu.Lock()
		came := slices.DeleteFunc(slices.Clone(receiver.came), func(a arrival) bool { return a.id != hit.SvixID && a.id != "" })
		receiver.mu.Unlock()
		if len(came) == 0 || !strings.Contains(came[0].refused, tt.refused) || (came[0].refused == "") != (tt.refused == "") || came[len(came)-1].refused != "" {
			t.Errorf("%s: came %+v", tt.effect, came)
		} else if tt.seen != nil && !tt.seen(came) {
			t.Errorf("%s: seen %+v", tt.effect, came)
		}
		if last := hit.Attempts[len(hit.Attempts)-1]; tt.late != nil && !tt.late(last.At.Sub(hit.At)) {
			t.Errorf("%s: made at %v, accepted at %v", tt.effect, hit.At, last.At)
		}
	}
}

// TestDroppedUntilRecovered checks that a dropped message counts as failed and that
// the run reports it.
func TestDroppedUntilRecovered(t *testing.T) {
	t.Parallel()
	receiver := newVerifier(t)
	_, report := play(t, parse(t, fmt.Sprintf(nightly, "drop: true", 1, 1)), simulator.Config{Target: receiver.URL})
	_, failed, pending := report.Count()
	if report.OK() || failed != 1 || pending != 0 || len(report.Failures) != 0 || len(report.Faults) != 1 {
		t.Errorf("%d failed, %d pending, %v", failed, pending, report.Failures)
	}
	for _, a := range receiver.came {
		if a.id == report.Faults[0].SvixID {
			t.Error("it was delivered")
		}
	}
}

// TestSameSeedSameFaultsOfDeliveries checks that the seed selects the same
// deliveries whatever the order of responses, and that the faults noted on attempts
// equal those in the ledger.
func TestSameSeedSameFaultsOfDeliveries(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("name: many\nstart: 2026-01-05T12:00:00Z\nusers: {")
	for i := range 12 {
		fmt.Fprintf(&text, "u%d: {}, ", i)
	}
	text.WriteString("}\nsteps:\n")
	for i := range 12 {
		fmt.Fprintf(&text, "  - connect: {user: u%d, provider: oura, backfill: {days: 3}}\n", i)
	}
	text.WriteString(`
  - fault: {delivery: {name: some, event: "daily.data.*", share: 0.2, times: 20, tamper: body}}
  - fault: {delivery: {name: third, event: "historical.data.*", nth: 3, duplicate: 1}}
  - fault: {delivery: {name: again, event: "daily.data.*", attempt: 2, times: 9, secret: wrong}}
  - advance: 1d
`)
	run := func(seed uint64) (ledger string) {
		_, report := play(t, parse(t, text.String()), simulator.Config{Seed: &seed})
		marks := map[string]int{}
		for _, d := range report.Timeline {
			for _, a := range d.Attempts {
				if a.Fault != "" && a.Copy == 0 {
					marks[fmt.Sprint(d.SvixID, a.Number, a.Fault)]++
				}
			}
		}
		for _, i := range report.Faults {
			marks[fmt.Sprint(i.SvixID, i.Attempt, i.Fault)]--
		}
		for what, n := range marks {
			if n != 0 {
				t.Errorf("%s: attempts and ledger differ by %d", what, n)
			}
		}
		return mustJSON(t, report.Faults)
	}
	first := run(1)
	if strings.Count(first, `"fault":"some"`) != 20 || strings.Count(first, `"fault":"third"`) != 1 {
		t.Errorf("ledger %s", first)
	}
	for range 2 {
		if run(1) != first {
			t.Error("the same seed injects something else")
		}
	}
	if run(2) == first {
		t.Error("another seed injects the same")
	}
}
