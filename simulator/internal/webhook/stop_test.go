package webhook_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestCloseDistinguishesOpenFromQueued checks that an open attempt is recorded with
// the reason of its end and that a queued delivery has no attempt.
func TestCloseDistinguishesOpenFromQueued(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := heldDispatcher(t, newHeld(), nil)
		d.Send(message("ada", 1), message("ada", 2), message("ada", 3))
		synctest.Wait()
		if n := d.Open(); n != 3 {
			t.Errorf("%d are open, want 3", n)
		}
		d.Close()
		if n := d.Open(); n != 0 {
			t.Errorf("%d are open after Close", n)
		}
		for i, m := range d.Log() {
			if want := max(0, 1-i); m.Status != webhook.Pending || len(m.Attempts) != want {
				t.Errorf("message %d: %s with %+v, want %d attempts", i+1, m.Status, m.Attempts, want)
			}
		}
		if why := d.Log()[0].Attempts[0].Error; !strings.Contains(why, "the simulator stopped") {
			t.Errorf("the attempt ended with %q", why)
		}
	})
}

// TestOldAttemptsStayVerified checks that an attempt is verified against its own
// time, since a log is read later than receivers would accept it.
func TestOldAttemptsStayVerified(t *testing.T) {
	t.Parallel()
	d := dispatcher(t, func(*http.Request) (int, error) { return 204, nil }, nil)
	defer d.Close()
	m := message("ada", 1)
	d.Send(m)
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	a := d.Log()[0].Attempts[0]
	other := *m
	other.Body = append([]byte(" "), m.Body...)
	forged := a
	forged.Timestamp = a.Timestamp.Add(-time.Hour) // is part of what was signed
	switch {
	case webhook.VerifySignature(secret, m, a) != nil:
		t.Error("what was sent is refused")
	case webhook.VerifySignature(secret, &other, a) == nil, webhook.VerifySignature(secret, m, forged) == nil,
		webhook.VerifySignature("whsec_?", m, a) == nil:
		t.Error("what was not sent is taken")
	}
}
