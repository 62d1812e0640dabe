package webhook_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestRotationOverlapsADay checks that each attempt of the whole schedule is signed
// with the secrets valid at its simulated time, the newest first.
func TestRotationOverlapsADay(t *testing.T) {
	t.Parallel()
	d, c := several(t, always(500), webhook.Endpoint{URL: "http://a.invalid"})
	id := d.Endpoints()[0].ID
	d.Send(message("ada", 1))
	advance(t, c, 4*time.Second)
	second, err := d.RotateSecret(id, other, c.Now())
	if err != nil || second != other {
		t.Fatalf("%s, %v", second, err)
	}
	advance(t, c, 5*time.Hour) // of which four attempts are made
	third, err := d.RotateSecret(id, "", c.Now())
	if err != nil {
		t.Fatal(err)
	}
	advance(t, c, 48*time.Hour)
	want := [][]webhook.Secret{
		{secret}, {other, secret}, {other, secret}, {other, secret}, {other, secret},
		{third, other, secret}, {third, other, secret}, {third, other}, // 27h35m after the start
	}
	m := d.Log()[0]
	if len(m.Attempts) != len(want) {
		t.Fatalf("%d attempts", len(m.Attempts))
	}
	for i, a := range m.Attempts {
		signatures := strings.Split(a.Signature, " ")
		if len(signatures) != len(want[i]) || a.Secret != want[i][0] {
			t.Errorf("attempt %d has %d signatures, want %d", i+1, len(signatures), len(want[i]))
			continue
		}
		for j, key := range want[i] {
			alone := a
			alone.Signature = signatures[j]
			if webhook.Verify(key, m.Message, alone) != nil || webhook.Verify(key, m.Message, a) != nil {
				t.Errorf("attempt %d: signature %d is not that of secret %d", i+1, j+1, j+1)
			}
		}
	}
	if e, err := d.Endpoint(id); err != nil || e.Secret != third || e.UpdatedAt.Sub(clock.Epoch) != 5*time.Hour+4*time.Second {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestGeneratedSecrets(t *testing.T) {
	t.Parallel()
	made := func(seed uint64) (out []webhook.Secret) {
		d, err := webhook.New(webhook.Config{Seed: seed, Endpoints: []webhook.Endpoint{{URL: "http://a.invalid"}, {URL: "http://b.invalid"}}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(d.Close)
		for _, e := range d.Endpoints() {
			rotated, err := d.RotateSecret(e.ID, "", clock.Epoch)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, e.Secret, rotated)
		}
		return out
	}
	first, again := made(1), made(1)
	seen := map[webhook.Secret]bool{}
	for i, s := range append(first, made(2)...) {
		if _, err := webhook.ParseSecret(s.Reveal()); err != nil || seen[s] {
			t.Errorf("secret %d: %v, seen before %v", i, err, seen[s])
		}
		seen[s] = true
	}
	for i := range first {
		if first[i] != again[i] {
			t.Errorf("secret %d differs in two runs", i)
		}
	}
}

func TestRotationRefuses(t *testing.T) {
	t.Parallel()
	d, _ := several(t, always(204), webhook.Endpoint{URL: "http://a.invalid"})
	id := d.Endpoints()[0].ID
	if _, err := d.RotateSecret(id, "hunter2", clock.Epoch); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%v", err)
	}
	if _, err := d.RotateSecret("ep_x", other, clock.Epoch); !errors.Is(err, webhook.ErrNoEndpoint) {
		t.Errorf("%v", err)
	}
	// The secret that it has already is none to overlap with.
	if _, err := d.RotateSecret(id, secret, clock.Epoch); err != nil {
		t.Error(err)
	}
	d.Send(message("ada", 1))
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	if got := d.Log()[0].Attempts[0].Signature; strings.Contains(got, " ") {
		t.Errorf("signature %q", got)
	}
}

// TestRotationBackToAnOldSecret checks that a secret that returns makes one
// signature, not two.
func TestRotationBackToAnOldSecret(t *testing.T) {
	t.Parallel()
	d, _ := several(t, always(204), webhook.Endpoint{URL: "http://a.invalid"})
	id := d.Endpoints()[0].ID
	for _, key := range []webhook.Secret{other, secret} {
		if _, err := d.RotateSecret(id, key, clock.Epoch); err != nil {
			t.Fatal(err)
		}
	}
	d.Send(message("ada", 1))
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	a := d.Log()[0].Attempts[0]
	if n := len(strings.Fields(a.Signature)); n != 2 || a.Secret != secret {
		t.Errorf("%d signatures", n)
	}
}

func TestInboxTrustsARotatedSecret(t *testing.T) {
	t.Parallel()
	in, sign := inbox(t)
	if err := in.Trust("whsec_?"); err == nil {
		t.Error("trusts what is no secret")
	}
	d, c := several(t, answers(func(r *http.Request) (int, error) { return receive(in, r), nil }), webhook.Endpoint{URL: "http://inbox.invalid"})
	if _, err := d.RotateSecret(d.Endpoints()[0].ID, other, clock.Epoch); err != nil {
		t.Fatal(err)
	}
	advance(t, c, webhook.Overlap)
	m := message("ada", 1)
	m.At = c.Now()
	d.Send(m)
	advance(t, c, 0)
	if err := in.Trust(other); err != nil {
		t.Fatal(err)
	}
	advance(t, c, time.Minute)
	if got := d.Log()[0].Attempts; len(got) != 2 || got[0].StatusCode != 401 || got[1].StatusCode != 204 {
		t.Errorf("attempts %+v", got)
	}
	if code := receive(in, sign("msg_1", time.Now(), []byte("{}"))); code != 204 {
		t.Errorf("the first secret: %d", code)
	}
}
