package simulator_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	svix "github.com/svix/svix-webhooks/go"

	"github.com/vitalsim/vitalsim/simulator"
)

// moody is a receiver that takes a delivery, or answers 500, or hangs: drawn
// from the seed, the message and how often it has seen it.
type moody struct {
	seed     uint64
	fails    float64 // share of requests
	hangs    float64
	verifier *svix.Webhook

	mu       sync.Mutex
	seen     map[string]int  // requests by svix-id
	accepted map[string]bool // by svix-id
	requests int
	hung     int
	forged   int
}

// A mood is what the other process says of itself: how many messages it has
// accepted, each counted once, and how many requests it had.
type mood struct{ Accepted, Requests, Hung, Forged int }

func (m *moody) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		_ = json.NewEncoder(w).Encode(m.mood())
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender has gone
	}
	switch m.draw(r.Header.Get("svix-id"), m.verifier.Verify(body, r.Header) == nil) {
	case "hang":
		<-r.Context().Done()
	case "fail":
		w.WriteHeader(http.StatusInternalServerError)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

func (m *moody) draw(id string, genuine bool) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests++
	if !genuine {
		m.forged++
	}
	m.seen[id]++
	sum := sha256.Sum256(fmt.Append(nil, m.seed, id, m.seen[id])) // each draw for itself
	switch share := float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53); {
	case share < m.hangs:
		m.hung++
		return "hang"
	case share < m.fails:
		return "fail"
	}
	m.accepted[id] = true
	delete(m.seen, id)
	return ""
}

func (m *moody) mood() mood {
	m.mu.Lock()
	defer m.mu.Unlock()
	return mood{Accepted: len(m.accepted), Requests: m.requests, Hung: m.hung, Forged: m.forged}
}

// childReceives is the receiver as a process: it prints its URL, and serves
// until its standard input ends.
func childReceives(in io.Reader, out io.Writer) int {
	verifier, err := svix.NewWebhook(simulator.ExampleSecret)
	if err != nil {
		return 1
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 1
	}
	server := &http.Server{Handler: &moody{seed: 1, fails: 0.3, hangs: 0.0005, verifier: verifier, seen: map[string]int{}, accepted: map[string]bool{}}}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		server.Close()
	}()
	fmt.Fprintf(out, "http://%s/webhooks\n", l.Addr())
	_ = server.Serve(l)
	return 0
}
