package webhook_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestCloseRecordsOpenAttempts checks that Close records every open attempt and
// leaves no goroutine behind.
func TestCloseRecordsOpenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		settled := map[string]int{}
		before := bubble()
		d := heldDispatcher(t, h, func(d webhook.Delivery, a webhook.Attempt) {
			if settled[string(d.Body)]++; d.User != "done" && (a.OK() || a.Error == "" || a.TimedOut) {
				t.Errorf("%s %d: %+v", d.User, d.Seq, a)
			}
		})
		done := message("done", 0)
		d.Send(done)
		for i := range int64(200) { // more than may be open at once
			d.Send(message(fmt.Sprint("user ", i%100), i))
		}
		synctest.Wait()
		h.release(done.Body, 204)
		synctest.Wait()
		begun := h.arrived()
		if len(begun) != webhook.Concurrency+1 {
			t.Fatalf("%d were begun", len(begun))
		}
		if before == 0 || bubble() < before+webhook.Concurrency {
			t.Fatalf("%d goroutines are seen, before there were %d", bubble(), before)
		}
		d.Close()
		if left := bubble(); left != before {
			t.Errorf("%d goroutines stay", left-before)
		}
		for _, body := range begun {
			if settled[body] != 1 {
				t.Errorf("%s settled %d times", body, settled[body])
			}
		}
		for _, m := range d.Log() {
			switch {
			case m.User == "done" && m.Status != webhook.Success, m.User != "done" && m.Status != webhook.Pending:
				t.Errorf("%s: %s with %+v", m.User, m.Status, m.Attempts)
			case len(m.Attempts) > 1:
				t.Errorf("%s: %d attempts", m.User, len(m.Attempts))
			}
		}
		d.Close() // again is fine
	})
}

// bubble is how many goroutines there are in the test's own bubble.
func bubble() int {
	buf := make([]byte, 8<<20)
	self := string(buf[:runtime.Stack(buf, false)]) // goroutine 7 [running, synctest bubble 3]:
	_, self, _ = strings.Cut(self, "synctest bubble ")
	self, _, _ = strings.Cut(self, "]")
	return strings.Count(string(buf[:runtime.Stack(buf, true)]), "synctest bubble "+self+"]")
}

// TestNoAttemptsAfterClose checks that messages sent after Close are kept but not
// attempted.
func TestNoAttemptsAfterClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		d := dispatcher(t, func(*http.Request) (int, error) { tries++; return 500, nil }, nil)
		c := clock.NewVirtual(clock.Epoch, d)
		d.Send(message("ada", 1))
		if err := c.Advance(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		d.Close()
		d.Send(message("ada", 2), message("ben", 3))
		if err := c.Advance(t.Context(), 72*time.Hour); err != nil {
			t.Errorf("advance: %v", err)
		}
		synctest.Wait()
		if due, more := d.Due(); more || tries != 1 {
			t.Errorf("%d attempts, more due at %v: %v", tries, due, more)
		}
		log := d.Log()
		if len(log) != 3 {
			t.Fatalf("%d messages in the log", len(log))
		}
		for _, m := range log {
			if m.Status != webhook.Pending || (len(m.Attempts) == 1) != (m.Seq == 1) {
				t.Errorf("%s %d: %s with %d attempts", m.User, m.Seq, m.Status, len(m.Attempts))
			}
		}
	})
}

// TestCloseEndsFire checks that Close ends a Fire that waits.
func TestCloseEndsFire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := heldDispatcher(t, newHeld(), nil)
		d.Send(message("ada", 1), message("ada", 2))
		fired := make(chan error, 1)
		go func() { fired <- d.Fire(t.Context(), clock.Epoch) }()
		synctest.Wait()
		d.Close()
		if err := <-fired; err != nil {
			t.Errorf("Fire: %v", err)
		}
	})
}
