package webhook_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	inmemory "github.com/vitalsim/vitalsim/simulator/internal/network"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// arrival is a delivery as a receiver sees it.
type arrival struct {
	header http.Header
	body   []byte
	length int64
	wrong  error // of the Svix library
}

// tampered is a dispatcher whose attempts are tampered with, and what arrives.
func tampered(t *testing.T, tamper func(m *webhook.Message, endpointID string, number int, at time.Time) fault.Tampering, answer func(n int) int) (*webhook.Dispatcher, *clock.Virtual, func() []arrival) {
	t.Helper()
	verifier, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var arrived []arrival
	d, err := webhook.New(webhook.Config{
		Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}}, Tamper: tamper,
		Transport: answers(func(r *http.Request) (int, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return 0, err
			}
			mu.Lock()
			defer mu.Unlock()
			arrived = append(arrived, arrival{r.Header.Clone(), body, r.ContentLength, verifier.Verify(body, r.Header)})
			return answer(len(arrived)), nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d, clock.NewVirtual(clock.Epoch, d), func() []arrival {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(arrived)
	}
}

// first tampers with the first attempt at ada's first message.
func first(how fault.Tampering) func(*webhook.Message, string, int, time.Time) fault.Tampering {
	return func(m *webhook.Message, _ string, number int, _ time.Time) fault.Tampering {
		if m.Seq != 1 || number != 1 {
			return fault.Tampering{}
		}
		return how
	}
}

func taken(int) int { return 204 }

// TestTamperedRequests checks the request that each fault sends and how the Svix
// library judges it.
func TestTamperedRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		how   fault.Tampering
		wrong string // of the library's reason; "" where it accepts
		check func(a arrival) bool
	}{
		{fault.Tampering{Fault: "body", Body: func(b []byte) []byte { b[0] = '['; return b }}, "No matching signature", func(a arrival) bool {
			return a.body[0] == '[' && a.length == int64(len(a.body))
		}},
		{fault.Tampering{Fault: "oversized", Body: func(b []byte) []byte { return append(b, make([]byte, 1<<21)...) }}, "No matching signature", func(a arrival) bool {
			return len(a.body) > 1<<21
		}},
		{fault.Tampering{Fault: "empty", Body: func([]byte) []byte { return nil }}, "No matching signature", func(a arrival) bool { return len(a.body) == 0 }},
		{fault.Tampering{Fault: "secret", Secret: other.Reveal()}, "No matching signature", func(a arrival) bool {
			verifier, err := svix.NewWebhook(other.Reveal())
			return err == nil && verifier.Verify(a.body, a.header) == nil
		}},
		{fault.Tampering{Fault: "stale", Shift: -10 * time.Minute}, "too old", nil},
		{fault.Tampering{Fault: "early", Shift: 10 * time.Minute}, "too new", nil},
		{fault.Tampering{Fault: "a little stale", Shift: -4 * time.Minute}, "", nil},
		{fault.Tampering{Fault: "no headers", Header: func(h http.Header) {
			for _, name := range []string{"svix-id", "svix-timestamp", "svix-signature"} {
				delete(h, name)
			}
		}}, "Missing Required Headers", func(a arrival) bool { return a.header.Get("svix-id") == "" }},
		{fault.Tampering{Fault: "content type", Header: func(h http.Header) { h["content-type"] = []string{"text/plain"} }}, "", func(a arrival) bool {
			return a.header.Get("Content-Type") == "text/plain"
		}},
		{fault.Tampering{Secret: other.Reveal(), Shift: time.Hour, Drop: true, Copies: 3}, "", nil}, // without a fault nothing is done
	} {
		answer := map[bool]int{true: 204, false: 401}
		var status int
		d, c, arrived := tampered(t, first(tt.how), func(int) int { return status })
		status = answer[tt.wrong == ""]
		m := message("ada", 1)
		body := bytes.Clone(m.Body)
		d.Send(m)
		advance(t, c, 0)
		status = 204
		advance(t, c, time.Minute) // the retry is as it should be
		all := arrived()
		got := all[0]
		if (got.wrong == nil) != (tt.wrong == "") || got.wrong != nil && !strings.Contains(got.wrong.Error(), tt.wrong) || tt.check != nil && !tt.check(got) {
			t.Errorf("%s: the library says %v, want %q; headers %v", tt.how.Fault, got.wrong, tt.wrong, got.header)
		}
		want := 1
		if tt.wrong != "" {
			want = 2
		}
		if len(all) != want || all[len(all)-1].wrong != nil || !bytes.Equal(all[len(all)-1].body, body) || !bytes.Equal(m.Body, body) {
			t.Errorf("%s: %d arrived, the last one %v %s", tt.how.Fault, len(all), all[len(all)-1].wrong, all[len(all)-1].body)
		}
		logged := d.Log()[0]
		for i, a := range logged.Attempts {
			if want := map[bool]string{true: tt.how.Fault}[i == 0]; a.Fault != want {
				t.Errorf("%s: attempt %d is marked %q", tt.how.Fault, i+1, a.Fault)
			}
			if verified := webhook.VerifySignature(a.Secret, m, a) == nil; verified != (all[i].wrong == nil) || a.Secret != secret {
				t.Errorf("%s: the log says that attempt %d is verified %v, the receiver says %v", tt.how.Fault, i+1, verified, all[i].wrong)
			}
			if h := inmemory.ParsedHeader(logged.RequestHeader(a)); h.Get("svix-id") != all[i].header.Get("svix-id") || h.Get("Content-Type") != all[i].header.Get("Content-Type") {
				t.Errorf("%s: the log has headers %v, sent were %v", tt.how.Fault, h, all[i].header)
			}
			if tt.how.Body != nil && i == 0 && !bytes.Equal(a.Body, got.body) || i > 0 && a.Body != nil {
				t.Errorf("%s: the log has another body than was sent", tt.how.Fault)
			}
		}
	}
}

// TestDuplicates checks that copies are the same request and attempts of the same
// delivery, and that one accepted copy is enough.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer func(n int) int
		want   string
		sent   int
	}{
		{"all accepted", taken, "success 0s 0s 0s", 3},
		{"the first refused", func(n int) int { return map[bool]int{true: 409, false: 204}[n == 1] }, "success 0s 0s 0s", 3},
		{"the copies refused", func(n int) int { return map[bool]int{true: 204, false: 409}[n == 1] }, "success 0s 0s 0s", 3},
		{"all refused", func(n int) int { return map[bool]int{true: 500, false: 204}[n <= 3] }, "success 0s 0s 0s 5s", 4},
	} {
		var settled []string
		d, err := webhook.New(webhook.Config{
			Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}}, Tamper: first(fault.Tampering{Fault: "duplicate", Copies: 2}),
			Settled: func(_ webhook.Delivery, a webhook.Attempt) {
				settled = append(settled, fmt.Sprint(a.Number, ".", a.Copy, a.Fault))
			},
			Transport: func() http.RoundTripper {
				n := 0
				seen := map[string]bool{}
				return answers(func(r *http.Request) (int, error) {
					n++
					seen[r.Header.Get("svix-id")+r.Header.Get("svix-timestamp")+r.Header.Get("svix-signature")] = true
					if n == 3 && len(seen) != 1 {
						t.Errorf("%s: the copies differ: %v", tt.name, seen)
					}
					return tt.answer(n), nil
				})
			}(),
		})
		if err != nil {
			t.Fatal(err)
		}
		c := clock.NewVirtual(clock.Epoch, d)
		d.Send(message("ada", 1))
		advance(t, c, 48*time.Hour)
		log := d.Log()
		if got := told(log, nil); len(log) != 1 || got[0] != "ada 1  "+tt.want {
			t.Errorf("%s: log %q, want %q", tt.name, got, tt.want)
		}
		want := []string{"1.0duplicate", "1.1duplicate", "1.2duplicate", "2.0"}[:tt.sent]
		if !slices.Equal(settled, want) {
			t.Errorf("%s: settled %q, want %q", tt.name, settled, want)
		}
		d.Close()
	}
}

// TestDelay checks that a delayed attempt is sent later and does not hold up its
// lane.
func TestDelay(t *testing.T) {
	t.Parallel()
	d, c, arrived := tampered(t, first(fault.Tampering{Fault: "delay", Delay: 10 * time.Minute}), taken)
	d.Send(message("ada", 1), message("ada", 2))
	advance(t, c, 0)
	if got := told(d.Log(), nil); got[0] != "ada 1  pending" || got[1] != "ada 2  success 0s" {
		t.Errorf("log %q", got)
	}
	advance(t, c, time.Hour)
	if got := told(d.Log(), nil); got[0] != "ada 1  success 10m0s" || len(arrived()) != 2 || arrived()[1].wrong != nil {
		t.Errorf("log %q", got)
	}
	if a := d.Log()[0].Attempts[0]; a.Number != 1 || a.Fault != "delay" {
		t.Errorf("%+v", a)
	}
}

// order is the sequence numbers of what arrived.
func order(all []arrival) (out []string) {
	for _, a := range all {
		_, seq, _ := strings.Cut(string(a.body), `"seq":`)
		out = append(out, strings.TrimSuffix(seq, "}"))
	}
	return out
}

// TestReorder checks that an attempt is sent after the given number of later
// messages of its lane, directly after them, or within the hour.
func TestReorder(t *testing.T) {
	t.Parallel()
	held := func(after map[int64]int) func(*webhook.Message, string, int, time.Time) fault.Tampering {
		return func(m *webhook.Message, _ string, number int, _ time.Time) fault.Tampering {
			if number == 1 && m.User == "ada" && after[m.Seq] > 0 {
				return fault.Tampering{Fault: "reorder", After: after[m.Seq]}
			}
			return fault.Tampering{}
		}
	}
	for name, tt := range map[string]struct {
		after map[int64]int
		want  []string
	}{
		"behind two":                  {map[int64]int{1: 2}, []string{"2", "3", "1", "4", "5", "6"}},
		"two at once, in their order": {map[int64]int{1: 2, 2: 2}, []string{"3", "4", "1", "2", "5", "6"}},
		"two, crossed":                {map[int64]int{1: 3, 3: 1}, []string{"2", "4", "3", "5", "1", "6"}},
		"the last but one":            {map[int64]int{5: 1}, []string{"1", "2", "3", "4", "6", "5"}},
		"longer than the lane":        {map[int64]int{2: 9}, []string{"1", "3", "4", "5", "6", "2"}},
	} {
		d, c, arrived := tampered(t, held(tt.after), taken)
		var messages []*webhook.Message
		for seq := range int64(6) {
			messages = append(messages, message("ada", seq+1))
		}
		d.Send(messages...)
		advance(t, c, 59*time.Minute)
		if name == "longer than the lane" {
			if got := order(arrived()); len(got) != 5 {
				t.Errorf("%s: %q arrived before the hour was over", name, got)
			}
			advance(t, c, time.Minute)
		}
		if got := order(arrived()); !slices.Equal(got, tt.want) {
			t.Errorf("%s: arrived %q, want %q", name, got, tt.want)
		}
		if s := d.Stats(); s.Accepted != 6 || s.Open != 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// TestReorderWaitsForItsOwnLane checks that only first attempts of the same lane
// count.
func TestReorderWaitsForItsOwnLane(t *testing.T) {
	t.Parallel()
	d, c, arrived := tampered(t, first(fault.Tampering{Fault: "reorder", After: 1}), func(n int) int { return map[bool]int{true: 500, false: 204}[n == 1] })
	d.Send(message("ben", 7), message("ada", 1), message("ben", 8))
	advance(t, c, 10*time.Minute) // in which ben's retry goes
	if got := order(arrived()); !slices.Equal(got, []string{"7", "8", "7"}) {
		t.Errorf("arrived %q", got)
	}
	m := message("ada", 9)
	m.At = c.Now()
	d.Send(m)
	advance(t, c, 0)
	if got := order(arrived()); !slices.Equal(got, []string{"7", "8", "7", "9", "1"}) {
		t.Errorf("arrived %q", got)
	}
	if a := d.Log()[0].Attempts[0]; !a.At.Equal(c.Now()) || a.Number != 1 {
		t.Errorf("%+v", a)
	}
}

// TestDropAndRecover checks that a dropped message fails at once and is sent when
// it is recovered or resent.
func TestDropAndRecover(t *testing.T) {
	t.Parallel()
	every := func(*webhook.Message, string, int, time.Time) fault.Tampering {
		return fault.Tampering{Fault: "drop", Drop: true}
	}
	d, c, arrived := tampered(t, every, taken)
	d.Send(message("ada", 1), message("ada", 2))
	advance(t, c, 48*time.Hour)
	for _, m := range d.Log() {
		if a := m.Attempts[0]; m.Status != webhook.Fail || len(m.Attempts) != 1 || a.OK() || a.Fault != "drop" || !strings.Contains(a.Error, "never left") || m.RequestHeader(a) != nil {
			t.Errorf("%s: %+v", m.Status, m.Attempts)
		}
	}
	if len(arrived()) != 0 {
		t.Errorf("%d arrived", len(arrived()))
	}
	if n, err := d.Resend(message("ada", 1).ID, "", c.Now()); n != 1 || err != nil {
		t.Error(n, err)
	}
	advance(t, c, 0)
	if n, err := d.Recover("", time.Time{}, c.Now()); n != 1 || err != nil {
		t.Error(n, err)
	}
	advance(t, c, 0)
	if got := order(arrived()); !slices.Equal(got, []string{"1", "2"}) || arrived()[0].wrong != nil || d.Stats().Accepted != 2 {
		t.Errorf("arrived %q", got)
	}
}

// TestTamperIsCalledOncePerAttempt checks that the hook is called once per attempt,
// retries included, with its arguments.
func TestTamperIsCalledOncePerAttempt(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	asked := map[string]int{}
	d, c, _ := tampered(t, func(m *webhook.Message, id string, number int, at time.Time) fault.Tampering {
		mu.Lock()
		defer mu.Unlock()
		asked[fmt.Sprint(m.Seq, " ", strings.HasPrefix(id, "ep_"), " ", number, " ", at.Sub(clock.Epoch))]++
		return fault.Tampering{Fault: "delay", Delay: time.Second, After: 1, Copies: 1}
	}, func(n int) int { return map[bool]int{true: 500, false: 204}[n <= 2] })
	d.Send(message("ada", 1))
	advance(t, c, 48*time.Hour)
	want := "map[1 true 1 0s:1 1 true 2 1h0m6s:1]" // a second and an hour later, and the retry five seconds after that
	if got := fmt.Sprint(asked); got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
}

// TestDisabledEndpointGetsNoDelayedAttempts checks that a disabled endpoint gets no
// attempt that was delayed or held back, or both.
func TestDisabledEndpointGetsNoDelayedAttempts(t *testing.T) {
	t.Parallel()
	for name, how := range map[string]fault.Tampering{"delay": {Fault: "delay", Delay: time.Minute}, "reorder": {Fault: "reorder", After: 1}} {
		synctest.Test(t, func(t *testing.T) {
			entered, goOn := make(chan bool), make(chan bool)
			d, err := webhook.New(webhook.Config{
				Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}}, Transport: always(204),
				Tamper: func(m *webhook.Message, _ string, _ int, _ time.Time) fault.Tampering {
					if m.Seq == 2 {
						entered <- true
						<-goOn
					}
					return how
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			d.Send(message("ada", 1), message("ada", 2))
			<-entered
			if _, err := d.ChangeEndpoint(d.Endpoints()[0].ID, clock.Epoch, func(e *webhook.Endpoint) { e.Disabled = true }); err != nil {
				t.Fatal(err)
			}
			close(goOn)
			c := clock.NewVirtual(clock.Epoch, d)
			if err := c.Advance(t.Context(), 48*time.Hour); err != nil {
				t.Fatal(err)
			}
			if got := told(d.Log(), nil); got[0] != "ada 1  fail" || got[1] != "ada 2  fail" {
				t.Errorf("%s: log %q", name, got)
			}
		})
	}
}

// TestPaddedBodiesAreSigned checks that the signature of a padded body holds, and that
// a body that is longer already stays as it is.
func TestPaddedBodiesAreSigned(t *testing.T) {
	t.Parallel()
	m := message("ada", 1)
	for size, want := range map[int]string{300 << 10: string(m.Body) + strings.Repeat(" ", 300<<10-len(m.Body)), 2: string(m.Body)} {
		d, c, arrived := tampered(t, first(fault.Tampering{Fault: "padded", Pad: size}), func(int) int { return 204 })
		d.Send(m)
		advance(t, c, 0)
		got, a := arrived()[0], d.Log()[0].Attempts[0]
		if got.wrong != nil || string(got.body) != want || !a.OK() || webhook.VerifySignature(secret, m, a) != nil {
			t.Errorf("padded to %d: %d bytes arrived, the library says %v; %+v", size, len(got.body), got.wrong, a.OK())
		}
	}
}
