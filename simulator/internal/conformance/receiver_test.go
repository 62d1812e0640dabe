package conformance_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// testSecret signs the deliveries of these tests. It is an example, not a
// secret.
const testSecret = "whsec_Y29uZm9ybWFuY2UtdGVzdHMtb25seS0wMDE=" // "conformance-tests-only-001"

// A delivery is a request as a receiver sees it.
type delivery struct {
	header http.Header
	body   []byte
}

// A receiver is a webhook handler on a server of its own.
type receiver struct {
	url string

	mu       sync.Mutex
	received []delivery
}

// receive starts a receiver. answer returns the status for the nth delivery,
// from 1, of a message.
func receive(t *testing.T, answer func(n int) int) *receiver {
	t.Helper()
	r := &receiver{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			t.Errorf("read a delivery: %v", err)
		}
		w.WriteHeader(answer(r.add(delivery{req.Header.Clone(), body})))
	}))
	t.Cleanup(server.Close)
	r.url = server.URL + "/webhooks"
	return r
}

func (r *receiver) add(d delivery) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = append(r.received, d)
	n := 0
	for _, other := range r.received {
		if other.header.Get("Svix-Id") == d.header.Get("Svix-Id") {
			n++
		}
	}
	return n
}

// deliveries returns all deliveries so far, in order of arrival.
func (r *receiver) deliveries() []delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.received)
}

// playTo plays a scenario against a receiver.
func playTo(t *testing.T, r *receiver, text string, c simulator.Config) *simulator.Report {
	t.Helper()
	sc, err := simulator.ParseScenario("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c.Target, c.Secret = r.url, testSecret
	sim, err := simulator.New(c.For(sc))
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	report, err := sim.Play(context.Background(), sc, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
