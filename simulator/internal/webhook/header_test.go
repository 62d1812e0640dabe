package webhook_test

import (
	"context"
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// ticking is a wall clock that moves by a step at each look.
type ticking struct {
	mu   sync.Mutex
	now  time.Time
	step time.Duration
}

func (w *ticking) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(w.step)
	return w.now
}

func (*ticking) Sleep(context.Context, time.Duration) error { return nil }

// TestEachAttemptIsSignedAnew runs a message through the whole schedule: one
// id and one body, and at each attempt a new time and a signature that holds.
func TestEachAttemptIsSignedAnew(t *testing.T) {
	t.Parallel()
	verifier, err := svix.NewWebhook(secret.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	wall := &ticking{now: time.Now().Add(-2 * time.Minute), step: time.Second}
	began := wall.now
	var stamps, signatures []string
	m := message("ada", 1)
	d, err := webhook.New(webhook.Config{
		Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: "http://receiver.invalid/hook?token=1", Secret: secret}}, Wall: wall,
		Transport: answers(func(r *http.Request) (int, error) {
			body, err := io.ReadAll(r.Body)
			if err == nil {
				err = verifier.Verify(body, r.Header)
			}
			if err != nil || string(body) != string(m.Body) || r.ContentLength != int64(len(m.Body)) || r.Method != http.MethodPost || r.URL.String() != "http://receiver.invalid/hook?token=1" {
				t.Errorf("%s %s %v, body %q: %v", r.Method, r.URL, r.Header, body, err)
			}
			names := slices.Sorted(maps.Keys(r.Header))
			if want := []string{"Accept", "Content-Type", "Svix-Id", "Svix-Signature", "Svix-Timestamp", "User-Agent"}; !slices.Equal(names, want) {
				t.Errorf("headers %q, want %q", names, want)
			}
			for _, name := range names {
				if len(r.Header[name]) != 1 {
					t.Errorf("%s is sent %d times", name, len(r.Header[name]))
				}
			}
			if r.Header.Get("svix-id") != m.ID || r.Header.Get("content-type") != "application/json" {
				t.Errorf("headers %v", r.Header)
			}
			stamps, signatures = append(stamps, r.Header.Get("svix-timestamp")), append(signatures, r.Header.Get("svix-signature"))
			return 500, nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c := clock.NewVirtual(clock.Epoch, d)
	d.Send(m)
	if err := c.Advance(t.Context(), 48*time.Hour); err != nil {
		t.Fatal(err)
	}
	if len(stamps) != 8 || len(slices.Compact(slices.Clone(stamps))) != 8 || len(slices.Compact(slices.Clone(signatures))) != 8 {
		t.Errorf("timestamps %q, signatures %q", stamps, signatures)
	}
	for i, a := range d.Log()[0].Attempts {
		// The wall is looked at as each attempt starts and as it ends.
		want := began.Add(time.Duration(2*i+1) * time.Second).Unix()
		if stamps[i] != strconv.FormatInt(want, 10) || a.Timestamp.Unix() != want || a.Signature != signatures[i] || a.Duration != time.Second || a.Number != i+1 {
			t.Errorf("attempt %d was sent at %s, want %d, and recorded as %+v", i+1, stamps[i], want, a)
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(signatures[i], "v1,"))
		if err != nil || len(raw) != 32 {
			t.Errorf("signature %q: %v", signatures[i], err)
		}
		if err := webhook.Verify(secret, m, a); err != nil {
			t.Errorf("attempt %d does not verify: %v", i+1, err)
		}
	}
}

// TestBodiesAreSentUnchanged checks that any bytes are sent unchanged.
func TestBodiesAreSentUnchanged(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", `{ "a" : 1.0 }` + "\n", "\xff\x00\xfe", `{"html":"<&>"}`, "жук \u2028", strings.Repeat("0123456789", 200_000)} {
		m := message("ada", 1)
		m.Body = []byte(body)
		got := "nothing"
		d := dispatcher(t, func(r *http.Request) (int, error) {
			b, err := io.ReadAll(r.Body)
			got = string(b)
			return 204, err
		}, nil)
		d.Send(m)
		if err := d.Fire(t.Context(), clock.Epoch); err != nil {
			t.Fatal(err)
		}
		if got != body {
			t.Errorf("%.40q arrived as %.40q", body, got)
		}
		if err := webhook.Verify(secret, m, d.Log()[0].Attempts[0]); err != nil {
			t.Errorf("%.40q: %v", body, err)
		}
	}
}

// TestVerifyReportsReason checks that the record of an attempt is verified as a
// delivery is.
func TestVerifyReportsReason(t *testing.T) {
	t.Parallel()
	d := dispatcher(t, func(*http.Request) (int, error) { return 204, nil }, nil)
	m := message("ada", 1)
	d.Send(m)
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	a := d.Log()[0].Attempts[0]
	other := *m
	other.Body = append([]byte(" "), m.Body...)
	stale := a
	stale.Timestamp = a.Timestamp.Add(-time.Hour)
	if webhook.Verify(secret, m, a) != nil || webhook.Verify(secret, &other, a) == nil || webhook.Verify(secret, m, stale) == nil ||
		webhook.Verify("whsec_"+webhook.Secret(strings.Repeat("QUFB", 8)), m, a) == nil || webhook.Verify("whsec_?", m, a) == nil {
		t.Error("Verify takes wrong for right, or right for wrong")
	}
}

func TestAnUnusableSecretIsRefused(t *testing.T) {
	t.Parallel()
	d, err := webhook.New(webhook.Config{Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: "http://receiver.invalid", Secret: "whsec_?"}}})
	if err == nil || d != nil || strings.Contains(err.Error(), "whsec_?") {
		t.Errorf("%v, %v", d, err)
	}
	if in, err := webhook.NewInbox("whsec_?"); err == nil {
		t.Errorf("an inbox %v", in)
	}
}
