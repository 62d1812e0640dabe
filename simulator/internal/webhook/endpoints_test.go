package webhook_test

import (
	"errors"
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

// other is a second endpoint's secret: an example.
const other = webhook.Secret("whsec_b3RoZXItZXhhbXBsZS1zZWNyZXQtMTIzNDU2Nzg=")

// byHost is a network of receivers, by the host of their URL.
type byHost map[string]http.RoundTripper

func (n byHost) RoundTrip(r *http.Request) (*http.Response, error) {
	return n[r.URL.Host].RoundTrip(r)
}

func always(status int) http.RoundTripper {
	return answers(func(*http.Request) (int, error) { return status, nil })
}

func several(t *testing.T, network http.RoundTripper, endpoints ...webhook.Endpoint) (*webhook.Dispatcher, *clock.Virtual) {
	t.Helper()
	for i := range endpoints {
		if endpoints[i].Secret == "" {
			endpoints[i].Secret = secret
		}
	}
	d, err := webhook.New(webhook.Config{Endpoints: endpoints, Transport: network, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d, clock.NewVirtual(clock.Epoch, d)
}

func advance(t *testing.T, c *clock.Virtual, by time.Duration) {
	t.Helper()
	if err := c.Advance(t.Context(), by); err != nil {
		t.Fatal(err)
	}
}

// typed is a message of an event type.
func typed(user string, seq int64, eventType string) *webhook.Message {
	m := message(user, seq)
	m.EventType = eventType
	return m
}

// told is what a log says of each delivery: user, sequence, endpoint, status
// and the offsets of its attempts.
func told(log []webhook.Delivery, names map[string]string) (out []string) {
	for _, d := range log {
		line := fmt.Sprint(d.User, " ", d.Seq, " ", names[d.EndpointID], " ", d.Status)
		for _, a := range d.Attempts {
			line += fmt.Sprint(" ", a.At.Sub(clock.Epoch))
		}
		out = append(out, line)
	}
	return out
}

// TestEndpointsReceiveWantedMessages checks filters, a disabled endpoint,
// endpoints' own secrets and custom headers, and that unwanted messages stay in the
// log.
func TestEndpointsReceiveWantedMessages(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string][]string{}
	network := answers(func(r *http.Request) (int, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return 0, err
		}
		mu.Lock()
		defer mu.Unlock()
		seen[r.URL.Host] = append(seen[r.URL.Host], string(body)+" "+r.Header.Get("X-Route"))
		return 204, nil
	})
	d, c := several(t, network,
		webhook.Endpoint{URL: "http://sleep.invalid", FilterTypes: []string{"sleep", "nap"}, Headers: map[string]string{"X-Route": "west"}},
		webhook.Endpoint{URL: "http://steps.invalid", FilterTypes: []string{"steps"}, Secret: other},
		webhook.Endpoint{URL: "http://off.invalid", Disabled: true},
	)
	d.Send(typed("ada", 1, "steps"), typed("ada", 2, "sleep"), typed("ben", 3, "weight"), typed("ben", 4, "nap"), typed("cy", 5, "sleeps"))
	advance(t, c, 0)
	all := d.Endpoints()
	names := map[string]string{all[0].ID: "sleep", all[1].ID: "steps", all[2].ID: "off"}
	want := []string{"ada 1 steps success 0s", "ada 2 sleep success 0s", "ben 3  unwanted", "ben 4 sleep success 0s", "cy 5  unwanted"}
	if got := told(d.Log(), names); !slices.Equal(got, want) {
		t.Errorf("log %q, want %q", got, want)
	}
	slices.Sort(seen["sleep.invalid"])
	if got := fmt.Sprint(seen); got != `map[sleep.invalid:[{"user":"ada","seq":2} west {"user":"ben","seq":4} west] steps.invalid:[{"user":"ada","seq":1} ]]` {
		t.Errorf("received %s", got)
	}
	for _, delivery := range d.Log() {
		for _, a := range delivery.Attempts {
			key := map[string]webhook.Secret{"sleep": secret, "steps": other}[names[delivery.EndpointID]]
			if a.Secret != key || webhook.Verify(key, delivery.Message, a) != nil {
				t.Errorf("%s %d is not signed with its endpoint's secret", delivery.User, delivery.Seq)
			}
		}
	}
	if _, more := d.Due(); more {
		t.Error("something is pending")
	}
}

// TestLogIsSortedByEndpointToo checks the order of deliveries in the log and that
// each delivery has its own retry schedule.
func TestLogIsSortedByEndpointToo(t *testing.T) {
	t.Parallel()
	d, c := several(t, byHost{"a.invalid": always(500), "b.invalid": always(204)}, webhook.Endpoint{URL: "http://a.invalid"}, webhook.Endpoint{URL: "http://b.invalid"})
	d.Send(message("ben", 2), message("ada", 1))
	advance(t, c, time.Minute)
	all := d.Endpoints()
	want := []string{"ada 1 a pending 0s 5s", "ada 1 b success 0s", "ben 2 a pending 0s 5s", "ben 2 b success 0s"}
	if got := told(d.Log(), map[string]string{all[0].ID: "a", all[1].ID: "b"}); !slices.Equal(got, want) {
		t.Errorf("log %q, want %q", got, want)
	}
	if !strings.HasPrefix(all[0].ID, "ep_") || all[0].ID == all[1].ID || d.Added() != 2 {
		t.Errorf("ids %s and %s", all[0].ID, all[1].ID)
	}
	again, _ := several(t, always(204), webhook.Endpoint{URL: "http://elsewhere.invalid"})
	if got := again.Endpoints()[0].ID; got != all[0].ID {
		t.Errorf("the first endpoint of the same seed is %s and %s", got, all[0].ID)
	}
}

// TestHangingEndpointDelaysNoOther checks that another endpoint receives everything
// for the same users while one hangs with all its slots taken.
func TestHangingEndpointDelaysNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hung := newHeld()
		d, _ := several(t, byHost{"hung.invalid": hung, "quick.invalid": always(204)}, webhook.Endpoint{URL: "http://hung.invalid"}, webhook.Endpoint{URL: "http://quick.invalid"})
		quick := d.Endpoints()[1].ID
		for i := range int64(300) {
			d.Send(message(fmt.Sprint("user ", i%100), i))
		}
		synctest.Wait() // no time has passed
		accepted := 0
		for _, m := range d.Log() {
			if m.EndpointID == quick && m.Status == webhook.Success {
				accepted++
			}
		}
		if accepted != 300 || len(hung.arrived()) != webhook.Concurrency {
			t.Errorf("%d accepted by the quick endpoint while %d hang at the other", accepted, len(hung.arrived()))
		}
		d.Close()
	})
}

// TestHangingRetriesLeaveSlots checks that another user's retry and a newer message
// are sent although more retries of one user hang than there are slots.
func TestHangingRetriesLeaveSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHeld()
		d := heldDispatcher(t, h, nil)
		defer d.Close()
		for i := range int64(100) {
			d.Send(message("ada", i))
			synctest.Wait()
			h.release(message("ada", i).Body, 500)
		}
		ben := message("ben", 100)
		d.Send(ben)
		synctest.Wait()
		h.release(ben.Body, 500)
		synctest.Wait()
		go func() { _ = d.Fire(t.Context(), clock.Epoch.Add(5*time.Second)) }()
		synctest.Wait()
		newer := message("ada", 101)
		d.Send(newer)
		synctest.Wait()
		open := h.open()
		if !slices.Contains(open, string(ben.Body)) || !slices.Contains(open, string(newer.Body)) || len(open) < 3 || len(open) > webhook.Concurrency {
			t.Errorf("%d open: ben's retry %v, ada's newer message %v", len(open), slices.Contains(open, string(ben.Body)), slices.Contains(open, string(newer.Body)))
		}
	})
}

// TestRateLimitSpacesAttempts checks that a rate limit spaces first attempts and
// retries over simulated seconds.
func TestRateLimitSpacesAttempts(t *testing.T) {
	t.Parallel()
	for range 3 { // whichever answer comes first
		tries := map[string]int{}
		var mu sync.Mutex
		network := answers(func(r *http.Request) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			if tries[r.Header.Get("svix-id")]++; tries[r.Header.Get("svix-id")] < 2 {
				return 500, nil
			}
			return 204, nil
		})
		d, c := several(t, network, webhook.Endpoint{URL: "http://a.invalid", RateLimit: 3})
		var messages []*webhook.Message
		for i := range int64(8) {
			messages = append(messages, message([]string{"ben", "ada"}[i%2], i))
		}
		d.Send(messages...)
		advance(t, c, time.Hour)
		want := []string{
			"ada 1 a success 0s 5s", "ada 3 a success 0s 5s", "ada 5 a success 0s 5s", "ada 7 a success 1s 6s",
			"ben 0 a success 1s 6s", "ben 2 a success 1s 6s", "ben 4 a success 2s 7s", "ben 6 a success 2s 7s",
		}
		if got := told(d.Log(), map[string]string{d.Endpoints()[0].ID: "a"}); !slices.Equal(got, want) {
			t.Fatalf("log %q, want %q", got, want)
		}
	}
}

// TestChangedEndpoint checks that a new URL and filter apply from the next message
// on.
func TestChangedEndpoint(t *testing.T) {
	t.Parallel()
	d, c := several(t, byHost{"a.invalid": always(500), "b.invalid": always(204)}, webhook.Endpoint{URL: "http://a.invalid", Description: "old"})
	id := d.Endpoints()[0].ID
	d.Send(message("ada", 1))
	advance(t, c, time.Second)
	got, err := d.ChangeEndpoint(id, c.Now(), func(e *webhook.Endpoint) {
		e.URL, e.Description, e.FilterTypes = "http://b.invalid", "new", []string{"other"}
		e.ID, e.Secret, e.CreatedAt = "ep_forged", "whsec_?", time.Time{} // are not its settings
	})
	if err != nil || got.ID != id || got.Description != "new" || got.Secret != secret || got.UpdatedAt.Sub(clock.Epoch) != time.Second {
		t.Errorf("%+v, %v", got, err)
	}
	d.Send(message("ada", 2))
	advance(t, c, time.Hour)
	want := []string{"ada 1 a success 0s 5s", "ada 2  unwanted"}
	if log := told(d.Log(), map[string]string{id: "a"}); !slices.Equal(log, want) {
		t.Errorf("log %q, want %q", log, want)
	}
	if one, err := d.Endpoint(id); err != nil || one.URL != "http://b.invalid" {
		t.Errorf("%+v, %v", one, err)
	}
}

// TestDisablingAndRemovingStopRetries checks that pending deliveries fail and
// nothing more is sent.
func TestDisablingAndRemovingStopRetries(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(d *webhook.Dispatcher, id string) error{
		"disabled": func(d *webhook.Dispatcher, id string) error {
			_, err := d.ChangeEndpoint(id, clock.Epoch, func(e *webhook.Endpoint) { e.Disabled = true })
			return err
		},
		"removed": func(d *webhook.Dispatcher, id string) error { return d.RemoveEndpoint(id) },
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHeld()
			d := heldDispatcher(t, h, nil)
			defer d.Close()
			c := clock.NewVirtual(clock.Epoch, d)
			id := d.Endpoints()[0].ID
			failed, open, queued := message("ada", 1), message("ada", 2), message("ada", 3)
			d.Send(failed)
			synctest.Wait()
			h.release(failed.Body, 500)
			d.Send(open, queued)
			synctest.Wait()
			if err := end(d, id); err != nil {
				t.Fatal(err)
			}
			h.release(open.Body, 500)
			if err := c.Advance(t.Context(), 48*time.Hour); err != nil {
				t.Fatal(err)
			}
			d.Send(message("ada", 4))
			synctest.Wait()
			want := []string{"ada 1 a fail 0s", "ada 2 a fail 0s", "ada 3 a fail", "ada 4  unwanted"}
			if log := told(d.Log(), map[string]string{id: "a"}); !slices.Equal(log, want) || d.Open() != 0 {
				t.Errorf("%s: log %q, want %q; %d open", name, log, want, d.Open())
			}
		})
	}
}

func TestUnknownEndpoints(t *testing.T) {
	t.Parallel()
	d, _ := several(t, always(204))
	_, change := d.ChangeEndpoint("ep_x", clock.Epoch, func(*webhook.Endpoint) {})
	_, get := d.Endpoint("ep_x")
	for _, err := range []error{change, get, d.RemoveEndpoint("ep_x")} {
		if !errors.Is(err, webhook.ErrNoEndpoint) || !strings.Contains(err.Error(), "ep_x") {
			t.Errorf("%v", err)
		}
	}
	d.Send(message("ada", 1))
	if log := d.Log(); len(log) != 1 || log[0].Status != webhook.Unwanted {
		t.Errorf("without endpoints the log has %+v", log)
	}
}
