package webhook_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// numbers are the sequence numbers of a log's messages with a status.
func numbers(log []webhook.Delivery, status webhook.Status) (out []int64) {
	for _, d := range log {
		if d.Status == status {
			out = append(out, d.Seq)
		}
	}
	return out
}

// TestLogEvictsOldestAccepted checks that the log evicts the oldest accepted
// messages whatever the order of responses, keeps pending and failed ones, and
// still counts the evicted.
func TestLogEvictsOldestAccepted(t *testing.T) {
	t.Parallel()
	const sent, keeps = 10_400, 10_000
	var first []int64
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 1))
		refuse := map[string]bool{}
		for i := range int64(sent) {
			if i%26 == 0 { // these 400 stay pending
				refuse[message(fmt.Sprint("user ", i%50), i).ID] = true
			}
		}
		d, c := several(t, answers(func(q *http.Request) (int, error) {
			if refuse[q.Header.Get("svix-id")] {
				return 500, nil
			}
			return 204, nil
		}), webhook.Endpoint{URL: "http://a.invalid"})
		order := r.Perm(sent)
		slices.Sort(order[:sent/2]) // half of them in order, half shuffled
		for _, i := range order {
			d.Send(message(fmt.Sprint("user ", i%50), int64(i)))
		}
		advance(t, c, 0)
		log := d.Log()
		accepted, pending := numbers(log, webhook.Success), numbers(log, webhook.Pending)
		if len(accepted) != keeps || len(pending) != 400 {
			t.Fatalf("%d accepted and %d pending are kept", len(accepted), len(pending))
		}
		if s := d.Stats(); s.Accepted != keeps || s.Pending != 400 || s.Done != keeps || s.DoneLimit != keeps || s.Evicted != 0 {
			t.Errorf("%+v", s)
		}
		later := message("zoe", sent)
		later.At = clock.Epoch.Add(time.Second)
		d.Send(later)
		advance(t, c, 2*time.Second)
		log = d.Log()
		accepted = numbers(log, webhook.Success)
		// User 0's come first at the same instant, of them the lowest number.
		if len(accepted) != keeps || slices.Contains(accepted, 50) || !slices.Contains(accepted, sent) || log[0].Seq != 0 {
			t.Errorf("%d accepted are kept, the oldest among them %v", len(accepted), slices.Contains(accepted, 50))
		}
		if first == nil {
			first = accepted
		}
		if !slices.Equal(accepted, first) {
			t.Error("which messages are kept depends on the order of their coming")
		}
		if s := d.Stats(); s.Evicted != 1 || s.Done != keeps {
			t.Errorf("%+v", s)
		}
		if got := fmt.Sprint(d.Evicted()); got != "map[{test user 0  false}:1]" {
			t.Errorf("evicted %s", got)
		}
		if _, err := d.Resend(message("user 0", 50).ID, "", c.Now()); err == nil {
			t.Error("an evicted message is resent")
		}
		// What was refused comes through late, and is the newest then.
		clear(refuse)
		advance(t, c, time.Hour)
		log = d.Log()
		if got := numbers(log, webhook.Success); len(got) != keeps || got[0] != 0 || d.Stats().Evicted != 401 || len(numbers(log, webhook.Pending)) != 0 {
			t.Errorf("%d accepted are kept, from %d on; %+v", len(got), got[0], d.Stats())
		}
	}
}

// TestLogBoundsBytes checks the bound on bytes of bodies and responses, and that
// Tallies count the evicted messages by endpoint.
func TestLogBoundsBytes(t *testing.T) {
	t.Parallel()
	body := bytes.Repeat([]byte("x"), 1<<20)
	run := func(keepAll bool) (*webhook.Dispatcher, int) {
		d, err := webhook.New(webhook.Config{
			KeepAll: keepAll, Transport: always(204),
			Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret, FilterTypes: []string{"test"}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(d.Close)
		for i := range int64(70) {
			m := message("ada", i)
			m.Body, m.UserID = body, "1"
			if i < 3 {
				m.EventType = "unwanted"
			}
			d.Send(m)
		}
		if err := d.Fire(t.Context(), clock.Epoch); err != nil {
			t.Fatal(err)
		}
		return d, len(d.Log())
	}
	d, kept := run(false)
	if s := d.Stats(); kept != 64 || s.Bytes != 64<<20 || s.BytesLimit != s.Bytes || s.Evicted != 6 || s.Unwanted != 0 || s.Accepted != 64 {
		t.Errorf("%d are kept, %+v", kept, s)
	}
	want := map[webhook.Tally]int{
		{EventType: "unwanted", User: "ada", UserID: "1", Unwanted: true}: 3,
		{EventType: "test", User: "ada", UserID: "1"}:                     3,
	}
	if got := d.Evicted(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("evicted %v, want %v", got, want)
	}
	if _, kept := run(true); kept != 70 {
		t.Errorf("of a log that keeps all %d are kept", kept)
	}
}

// TestResponsesAreKept checks that the log keeps the beginning of a response and
// the headers that were sent.
func TestResponsesAreKept(t *testing.T) {
	t.Parallel()
	d, c := several(t, network(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 400, Body: io.NopCloser(strings.NewReader(strings.Repeat("no! ", 1000))), Request: r}, nil
	}), webhook.Endpoint{URL: "http://a.invalid", Sensitive: []string{"X-Internal"}, Headers: map[string]string{"X-Route": "west", "Authorization": "Bearer 1", "x-internal": "2"}})
	d.Send(message("ada", 1))
	advance(t, c, 0)
	m := d.Log()[0]
	a := m.Attempts[0]
	if string(a.Answer) != strings.Repeat("no! ", 256) || a.StatusCode != 400 || a.Error != "" {
		t.Errorf("answer of %d bytes, %+v", len(a.Answer), a)
	}
	h := m.RequestHeader(a)
	for name, want := range map[string]string{
		"X-Route": "west", "Authorization": "…", "x-internal": "…", "svix-id": m.ID, "svix-signature": a.Signature, "content-type": "application/json",
	} {
		if got := h[name]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	shown, hidden := d.Endpoints()[0].Masked()
	if fmt.Sprint(shown, hidden) != "map[X-Route:west] [Authorization x-internal]" {
		t.Errorf("shown %v, hidden %v", shown, hidden)
	}
}

// TestFullQueueStopsDrivenClock checks that the clock waits for a full queue and
// that nothing is dropped.
func TestFullQueueStopsDrivenClock(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ messages, size int }{"many": {10_000, 10}, "large": {64, 1 << 20}} {
		synctest.Test(t, func(t *testing.T) {
			h := newHeld()
			d := heldDispatcher(t, h, nil)
			defer d.Close()
			send := func(i int) {
				m := message("ada", int64(i))
				m.Body = append(fmt.Append(nil, i, " "), make([]byte, tt.size)...)
				d.Send(m)
			}
			for i := range tt.messages - 1 {
				send(i)
			}
			synctest.Wait()
			if err := d.Start(clock.Epoch); err != nil {
				t.Errorf("%s, one less than the limit: %v", name, err)
			}
			send(tt.messages)
			if err := d.Start(clock.Epoch); err == nil || !strings.Contains(err.Error(), fmt.Sprint(tt.messages)) {
				t.Errorf("%s, at the limit: %v", name, err)
			}
			h.release([]byte(h.open()[0]), 204)
			synctest.Wait()
			if err := d.Start(clock.Epoch); err != nil {
				t.Errorf("%s, with room again: %v", name, err)
			}
			if s := d.Stats(); s.Open != tt.messages-1 || s.Pending != tt.messages-1 || s.Accepted != 1 || s.OpenLimit != 10_000 {
				t.Errorf("%s: %+v", name, s)
			}
		})
	}
}
