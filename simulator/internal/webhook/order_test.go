package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// held is a network on which each request waits until it is let go.
type held struct {
	mu      sync.Mutex
	waiting map[string]chan int // by body: the status to answer
	seen    []string
}

func (h *held) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	answer := make(chan int, 1)
	h.mu.Lock()
	h.waiting[string(body)] = answer
	h.seen = append(h.seen, string(body))
	h.mu.Unlock()
	select {
	case status := <-answer:
		return &http.Response{StatusCode: status, Body: http.NoBody, Request: r}, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func (h *held) arrived() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(slices.Values(h.seen))
}

func (h *held) release(body []byte, status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting[string(body)] <- status
}

func newHeld() *held { return &held{waiting: map[string]chan int{}} }

func heldDispatcher(t *testing.T, h *held, settled func(webhook.Delivery, webhook.Attempt)) *webhook.Dispatcher {
	d, err := webhook.New(webhook.Config{Endpoint: webhook.Endpoint{URL: "http://receiver.invalid", Secret: secret}, Transport: h, Settled: settled})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestUsersDoNotWaitForEachOther: ada's first delivery hangs, so her second
// waits, and ben's goes.
func TestUsersDoNotWaitForEachOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		ada1, ada2, ben := message("ada", 1), message("ada", 2), message("ben", 3)
		d.Send(ada1, ada2, ben)
		synctest.Wait()
		if got, want := h.arrived(), []string{string(ada1.Body), string(ben.Body)}; !slices.Equal(got, want) {
			t.Fatalf("arrived %q, want %q", got, want)
		}
		h.release(ada1.Body, 500) // a failure lets the next one go all the same
		synctest.Wait()
		if got := h.arrived(); len(got) != 3 {
			t.Errorf("arrived %q", got)
		}
	})
}

func TestAtMostSoManyAreOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		for i := range int64(100) {
			d.Send(message(fmt.Sprint("user ", i), i))
		}
		synctest.Wait()
		if got := len(h.arrived()); got != webhook.Concurrency {
			t.Errorf("%d are open, want %d", got, webhook.Concurrency)
		}
	})
}

// TestSettledInTimelineOrder releases the answers backwards.
func TestSettledInTimelineOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		var order []string
		d := heldDispatcher(t, h, func(d webhook.Delivery, a webhook.Attempt) {
			order = append(order, fmt.Sprint(d.User, " ", d.Seq, " ", a.Number))
		})
		defer d.Close()
		messages := []*webhook.Message{message("cy", 1), message("ada", 2), message("ben", 3)}
		d.Send(messages...)
		go func() {
			for _, m := range slices.Backward(messages) {
				synctest.Wait()
				h.release(m.Body, 204)
			}
		}()
		if err := d.Fire(t.Context(), clock.Epoch); err != nil {
			t.Fatal(err)
		}
		if want := []string{"ada 2 1", "ben 3 1", "cy 1 1"}; !slices.Equal(order, want) {
			t.Errorf("settled %q, want %q", order, want)
		}
	})
}

func TestFireWaitsUntilItsContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		d.Send(message("ada", 1))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := d.Fire(ctx, clock.Epoch); err == nil {
			t.Error("Fire returned while a delivery was open")
		}
	})
}

// TestCloseRecordsOpenAttempts: nothing of what was begun is lost, and no
// goroutine stays, or the bubble would not end.
func TestCloseRecordsOpenAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		d.Send(message("ada", 1), message("ben", 2))
		synctest.Wait()
		d.Close()
		for _, m := range d.Log() {
			if len(m.Attempts) != 1 || m.Attempts[0].Error == "" || m.Status != webhook.Pending {
				t.Errorf("%s: %s with %+v", m.User, m.Status, m.Attempts)
			}
		}
	})
}

func TestSecretsStayOutOfPrint(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%s", "%+v", "%q"} {
		if got := fmt.Sprintf(verb, struct{ S webhook.Secret }{secret}); strings.Contains(got, "dml0") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	for text, ok := range map[string]bool{
		secret.Reveal(): true, "": false, "hunter2": false, "whsec_": false, "whsec_???": false, "whsec_c2hvcnQ=": false,
	} {
		if _, err := webhook.ParseSecret(text); (err == nil) != ok {
			t.Errorf("parse %q: %v", text, err)
		}
	}
}

func TestMessageIDSaysWhatTheMessageIs(t *testing.T) {
	t.Parallel()
	id := webhook.MessageID(1, "run", "user", "type", "key")
	if len(id) != 31 || !strings.HasPrefix(id, "msg_") || id != webhook.MessageID(1, "run", "user", "type", "key") {
		t.Errorf("id %q", id)
	}
	for _, other := range []string{
		webhook.MessageID(2, "run", "user", "type", "key"), webhook.MessageID(1, "ru", "nuser", "type", "key"),
		webhook.MessageID(1, "run", "user", "type", "kez"), webhook.MessageID(1, "run", "user", "type"),
	} {
		if other == id {
			t.Error("two messages have the same id")
		}
	}
}
