package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestResendIsOneAttempt checks that a resend makes one attempt with the same id
// and a fresh signature, whatever the status of the message.
func TestResendIsOneAttempt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		before, then int // what the receiver answers before the resend, and then
		wait         time.Duration
		want         string
	}{
		{"accepted", 204, 204, time.Minute, "success 0s 1m0s"},
		{"accepted, then refused", 204, 500, time.Minute, "success 0s 1m0s"},
		{"given up", 500, 204, 30 * time.Hour, "success 0s 5s 5m5s 35m5s 2h35m5s 7h35m5s 17h35m5s 27h35m5s 30h0m0s"},
		{"given up, in vain", 500, 500, 30 * time.Hour, "fail 0s 5s 5m5s 35m5s 2h35m5s 7h35m5s 17h35m5s 27h35m5s 30h0m0s"},
		{"pending", 500, 204, time.Minute, "success 0s 5s 1m0s"},
		{"pending, in vain", 500, 500, time.Minute, "fail 0s 5s 1m0s 5m5s 35m5s 2h35m5s 7h35m5s 17h35m5s 27h35m5s"},
	} {
		var status atomic.Int64
		status.Store(int64(tt.before))
		ids, signatures := map[string]bool{}, map[string]bool{}
		wall := &ticking{now: time.Now().Add(-time.Minute), step: time.Second}
		d, err := webhook.New(webhook.Config{
			Endpoints: []webhook.Endpoint{{URL: "http://a.invalid", Secret: secret}}, Wall: wall,
			Transport: answers(func(r *http.Request) (int, error) {
				ids[r.Header.Get("svix-id")] = true
				signatures[r.Header.Get("svix-signature")] = true
				return int(status.Load()), nil
			}),
		})
		if err != nil {
			t.Fatal(err)
		}
		c := clock.NewVirtual(clock.Epoch, d)
		m := message("ada", 1)
		d.Send(m)
		advance(t, c, tt.wait)
		status.Store(int64(tt.then))
		if n, err := d.Resend(m.ID, "", c.Now()); err != nil || n != 1 {
			t.Errorf("%s: %d, %v", tt.name, n, err)
		}
		advance(t, c, 48*time.Hour)
		got := d.Log()[0]
		if text := told([]webhook.Delivery{got}, nil)[0]; text != "ada 1  "+tt.want {
			t.Errorf("%s: %s, want %s", tt.name, text, tt.want)
		}
		manual := 0
		for i, a := range got.Attempts {
			if a.Number != i+1 || webhook.VerifySignature(secret, m, a) != nil {
				t.Errorf("%s: attempt %d is %+v", tt.name, i+1, a)
			}
			if a.Manual {
				manual++
			}
		}
		if len(ids) != 1 || len(signatures) != len(got.Attempts) || manual != 1 {
			t.Errorf("%s: %d ids, %d signatures of %d attempts, %d manual", tt.name, len(ids), len(signatures), len(got.Attempts), manual)
		}
		d.Close()
	}
}

// TestResendChoosesEndpoints checks a resend to one endpoint, also to one that did
// not want the message, and to all endpoints of the message.
func TestResendChoosesEndpoints(t *testing.T) {
	t.Parallel()
	d, c := several(t, always(204),
		webhook.Endpoint{URL: "http://a.invalid"}, webhook.Endpoint{URL: "http://b.invalid"},
		webhook.Endpoint{URL: "http://c.invalid", FilterTypes: []string{"other"}}, webhook.Endpoint{URL: "http://d.invalid", Disabled: true})
	all := d.Endpoints()
	names := map[string]string{}
	for i, e := range all {
		names[e.ID] = string(rune('a' + i))
	}
	m := message("ada", 1)
	d.Send(m)
	advance(t, c, time.Second)
	for _, step := range []struct {
		to   string
		n    int
		want []string
	}{
		{"", 2, []string{"ada 1 a success 0s 1s", "ada 1 b success 0s 1s"}},
		{all[1].ID, 1, []string{"ada 1 a success 0s 1s", "ada 1 b success 0s 1s 1s"}},
		{all[2].ID, 1, []string{"ada 1 a success 0s 1s", "ada 1 b success 0s 1s 1s", "ada 1 c success 1s"}},
	} {
		n, err := d.Resend(m.ID, step.to, c.Now())
		if err != nil || n != step.n {
			t.Errorf("resend to %q: %d, %v", step.to, n, err)
		}
		advance(t, c, 0)
		if got := told(d.Log(), names); !slices.Equal(got, step.want) {
			t.Errorf("resend to %q: log %q, want %q", step.to, got, step.want)
		}
	}
	for _, refusal := range []struct {
		message, endpoint string
		want              error
	}{{"msg_x", "", webhook.ErrNoMessage}, {m.ID, "ep_x", webhook.ErrNoEndpoint}, {m.ID, all[3].ID, webhook.ErrDisabled}} {
		if _, err := d.Resend(refusal.message, refusal.endpoint, c.Now()); !errors.Is(err, refusal.want) {
			t.Errorf("resend of %s to %s: %v", refusal.message, refusal.endpoint, err)
		}
	}
	unwanted, _ := several(t, always(204), webhook.Endpoint{URL: "http://a.invalid", FilterTypes: []string{"other"}})
	unwanted.Send(m)
	if _, err := unwanted.Resend(m.ID, "", c.Now()); err == nil || !strings.Contains(err.Error(), "name one") {
		t.Errorf("resend of what nobody wants: %v", err)
	}
}

// TestAcceptedResendEndsRetries checks that an accepted resend also ends a retry
// that is due and waits behind it.
func TestAcceptedResendEndsRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		last := message("ada", 16)
		for i := range int64(17) {
			m := message("ada", i)
			d.Send(m)
			synctest.Wait()
			h.release(m.Body, map[bool]int{true: 500, false: 204}[m.ID == last.ID])
			synctest.Wait()
		}
		for i := range int64(17) { // one more than may be open of one user
			if n, err := d.Resend(message("ada", i).ID, "", clock.Epoch); err != nil || n != 1 {
				t.Fatal(n, err)
			}
			synctest.Wait()
		}
		fired := make(chan error, 1)
		go func() { fired <- d.Fire(t.Context(), clock.Epoch.Add(5*time.Second)) }()
		synctest.Wait()
		if slices.Contains(h.open(), string(last.Body)) {
			t.Fatal("the resend of the last has its turn already")
		}
		for _, body := range slices.Concat(h.open()[:1], []string{string(last.Body)}, h.open()[1:]) {
			h.release([]byte(body), 204)
			synctest.Wait()
		}
		if err := <-fired; err != nil {
			t.Error(err)
		}
		for _, m := range d.Log() {
			if m.Status != webhook.Success || len(m.Attempts) != 2 || !m.Attempts[1].Manual {
				t.Errorf("%d: %s with %+v", m.Seq, m.Status, m.Attempts)
			}
		}
		if n := len(h.arrived()); n != 2*17 {
			t.Errorf("%d requests, want no retry", n)
		}
	})
}

// TestRecoverResendsEverythingMissed checks that recovery sends what failed since a
// time and what was sent while the endpoint was disabled.
func TestRecoverResendsEverythingMissed(t *testing.T) {
	t.Parallel()
	var up atomic.Bool
	d, c := several(t, byHost{"b.invalid": always(204), "a.invalid": answers(func(*http.Request) (int, error) {
		if up.Load() {
			return 204, nil
		}
		return 500, nil
	})}, webhook.Endpoint{URL: "http://a.invalid"}, webhook.Endpoint{URL: "http://b.invalid", FilterTypes: []string{"other"}})
	a, b := d.Endpoints()[0].ID, d.Endpoints()[1].ID
	send := func(eventType string) {
		m := typed("ada", int64(c.Now().Sub(clock.Epoch)/time.Hour), eventType)
		m.ID += fmt.Sprint(m.Seq)
		m.At = c.Now()
		d.Send(m)
		advance(t, c, 30*time.Hour)
	}
	send("test")  // 0h
	send("test")  // 30h
	send("other") // 60h
	change := func(disabled bool) {
		if _, err := d.ChangeEndpoint(a, c.Now(), func(e *webhook.Endpoint) { e.Disabled = disabled }); err != nil {
			t.Fatal(err)
		}
	}
	change(true)
	send("test")  // 90h, which nobody gets
	send("other") // 120h, which only b gets
	if _, err := d.Recover(a, time.Time{}, c.Now()); !errors.Is(err, webhook.ErrDisabled) {
		t.Errorf("recover of a disabled endpoint: %v", err)
	}
	change(false)
	up.Store(true)
	for _, step := range []struct {
		endpoint string
		since    time.Duration
		n        int
	}{{b, 0, 0}, {a, 150 * time.Hour, 0}, {a, 60 * time.Hour, 3}, {a, 60 * time.Hour, 0}, {"", 0, 2}, {"", 0, 0}} {
		n, err := d.Recover(step.endpoint, clock.Epoch.Add(step.since), c.Now())
		if err != nil || n != step.n {
			t.Errorf("recover since %v: %d, %v, want %d", step.since, n, err, step.n)
		}
		advance(t, c, 0)
	}
	for _, m := range d.Log() {
		if m.Status != webhook.Success || m.EndpointID == a && !m.Attempts[len(m.Attempts)-1].Manual {
			t.Errorf("%d: %s, %+v", m.Seq, m.Status, m.Attempts)
		}
	}
	if n := len(d.Log()); n != 5+2 {
		t.Errorf("%d deliveries", n)
	}
	if _, err := d.Recover("ep_x", time.Time{}, c.Now()); !errors.Is(err, webhook.ErrNoEndpoint) {
		t.Errorf("%v", err)
	}
}

// TestRecoverRespectsTheTime checks that an endpoint is not sent messages from
// before the given time.
func TestRecoverRespectsTheTime(t *testing.T) {
	t.Parallel()
	d, c := several(t, always(204), webhook.Endpoint{URL: "http://a.invalid"})
	d.Send(message("ada", 1))
	advance(t, c, time.Hour)
	e, err := d.AddEndpoint(webhook.Endpoint{URL: "http://b.invalid"}, c.Now())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := d.Recover(e.ID, time.Time{}, c.Now()); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := webhook.ParseSecret(e.Secret.Reveal()); err != nil {
		t.Errorf("the endpoint has no secret: %v", err)
	}
}
