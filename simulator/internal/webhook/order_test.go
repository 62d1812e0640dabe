package webhook_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
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

// open are the bodies whose requests wait for an answer, sorted.
func (h *held) open() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.waiting))
}

func (h *held) release(body []byte, status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting[string(body)] <- status
	delete(h.waiting, string(body))
}

func newHeld() *held { return &held{waiting: map[string]chan int{}} }

func heldDispatcher(t *testing.T, h *held, settled func(webhook.Delivery, webhook.Attempt)) *webhook.Dispatcher {
	d, err := webhook.New(webhook.Config{Endpoints: []webhook.Endpoint{webhook.Endpoint{URL: "http://receiver.invalid", Secret: secret}}, Transport: h, Settled: settled})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestUsersDoNotWaitForEachOther checks that ben's message is sent while ada's
// first delivery hangs and her second waits.
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
		if got, want := h.arrived(), []string{string(ada1.Body), string(ada2.Body), string(ben.Body)}; !slices.Equal(got, want) {
			t.Errorf("arrived %q, want %q", got, want)
		}
		ada4 := message("ada", 4)
		d.Send(ada4)
		synctest.Wait()
		if got := h.arrived(); len(got) != 3 {
			t.Errorf("arrived %q, while ada's second is open", got)
		}
		h.release(ada2.Body, 204)
		synctest.Wait()
		if got := h.open(); !slices.Equal(got, []string{string(ada4.Body), string(ben.Body)}) {
			t.Errorf("open %q", got)
		}
	})
}

// TestFirstAttemptsKeepTheirOrder checks that first attempts of a user keep the
// order of sending over many messages.
func TestFirstAttemptsKeepTheirOrder(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	arrived := map[string][]string{}
	d := dispatcher(t, func(r *http.Request) (int, error) {
		body, err := io.ReadAll(r.Body)
		var m struct{ User, Seq json.RawMessage }
		if err == nil {
			err = json.Unmarshal(body, &m)
		}
		mu.Lock()
		defer mu.Unlock()
		arrived[string(m.User)] = append(arrived[string(m.User)], string(m.Seq))
		return 200 + 300*(len(arrived)%2), err
	}, nil)
	want := map[string][]string{}
	for i := range int64(2000) {
		user := fmt.Sprint("user ", i*i%17)
		want[strconv.Quote(user)] = append(want[strconv.Quote(user)], fmt.Sprint(i))
		d.Send(message(user, i))
	}
	if err := d.Fire(t.Context(), clock.Epoch); err != nil {
		t.Fatal(err)
	}
	if len(want) < 5 || !maps.EqualFunc(arrived, want, slices.Equal) {
		t.Errorf("arrived %q, want %q", arrived, want)
	}
}

// TestRetryDelaysNoNewerMessage checks that ada's newer message is sent while her
// retry hangs, and that her retry is sent while the newer message hangs.
func TestRetryDelaysNoNewerMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		old, newer := message("ada", 1), message("ada", 2)
		d.Send(old)
		synctest.Wait()
		h.release(old.Body, 500)
		synctest.Wait()
		fired := make(chan error, 1)
		go func() { fired <- d.Fire(t.Context(), clock.Epoch.Add(5*time.Second)) }()
		synctest.Wait()
		d.Send(newer)
		synctest.Wait()
		if got, want := h.open(), []string{string(old.Body), string(newer.Body)}; !slices.Equal(got, want) {
			t.Fatalf("open %q, want the retry and the newer one %q", got, want)
		}
		h.release(newer.Body, 204)
		synctest.Wait()
		select {
		case err := <-fired:
			t.Errorf("Fire returned %v while a retry was open", err)
		default:
		}
		h.release(old.Body, 204)
		if err := <-fired; err != nil {
			t.Error(err)
		}
		for _, m := range d.Log() {
			if m.Status != webhook.Success || len(m.Attempts) != 3-int(m.Seq) {
				t.Errorf("message %d: %s with %d attempts", m.Seq, m.Status, len(m.Attempts))
			}
		}
	})
}

func TestConcurrencyIsBounded(t *testing.T) {
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
		for n := 99; n >= 0; n-- { // as one ends, one begins; then retries take their turn as well
			h.release([]byte(h.open()[0]), 500)
			synctest.Wait()
			if got, want := len(h.open()), min(webhook.Concurrency, n); got != want {
				t.Fatalf("%d are open when %d are left, want %d", got, n, want)
			}
		}
		go func() { _ = d.Fire(t.Context(), clock.Epoch.Add(5*time.Second)) }()
		synctest.Wait()
		if got := len(h.open()); got != webhook.Concurrency {
			t.Errorf("%d retries are open, want %d", got, webhook.Concurrency)
		}
	})
}
