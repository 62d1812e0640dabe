package simulator_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// long asks for the soak in its full length.
var long = flag.Bool("soak", false, "soak with 200 users for 60 simulated days instead of a few")

// A soak is how much is asked of the simulator.
type soak struct {
	users, early, late int // days at which the heap is compared
	least              int // deliveries
}

// counting counts what leaves.
type counting struct {
	next http.RoundTripper
	n    atomic.Int64
}

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.n.Add(1)
	return c.next.RoundTrip(r)
}

// TestSoak delivers for weeks to a receiver in another process that fails three
// requests in ten and sometimes hangs, and checks that everything arrives, the heap
// does not grow and no goroutine stays.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("long: sends thousands of messages")
	}
	size := soak{users: 12, early: 3, late: 6, least: 1000}
	if *long {
		size = soak{users: 200, early: 20, late: 60, least: 100_000}
	}
	receiver := receiverProcess(t)
	before := ours()
	transport := webhook.NewTransport()
	out := &counting{next: transport}
	sim, err := simulator.New(simulator.Config{Target: receiver, Transport: out, DeliveryTimeout: 250 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer sim.Close()
	began := time.Now()
	providers := []string{"fitbit", "oura", "whoop_v2", "garmin", "apple_health_kit"}
	var users []string
	for i := range size.users {
		user, err := sim.CreateUser(simulator.NewUser{ClientUserID: fmt.Sprint("app-user-", i)})
		if err != nil {
			t.Fatal(err)
		}
		if err := sim.Connect(t.Context(), user.UserID, providers[i%len(providers)], simulator.ConnectOptions{Days: 2}); err != nil {
			t.Fatal(err)
		}
		users = append(users, "/v2/user/"+user.UserID.String()+"/"+providers[i%len(providers)])
	}
	var heaps []uint64
	for day := 1; day <= size.late; day++ {
		if err := sim.Advance(t.Context(), 24*time.Hour); err != nil {
			t.Fatal(err)
		}
		if day == size.early || day == size.late {
			heaps = append(heaps, heap())
			t.Logf("day %d after %v: heap %.1f MiB, %+v", day, time.Since(began).Round(time.Second), float64(heaps[len(heaps)-1])/(1<<20), sim.Stats())
		}
	}
	for _, path := range users { // nothing new from here on
		if status, v := ask(t, sim, sim.APIKey(), "DELETE", path, ""); status != 200 {
			t.Fatalf("deregister: %d %v", status, v)
		}
	}
	if err := sim.Advance(t.Context(), 28*time.Hour); err != nil { // to the end of every ladder
		t.Fatal(err)
	}
	s := sim.Stats()
	t.Logf("at the end of the ladders: %+v", s)
	if s.Pending != 0 {
		t.Errorf("%d are still pending", s.Pending)
	}
	rounds := 0
	for ; sim.Stats().Failed > 0 && rounds < 20; rounds++ {
		if _, err := sim.Recover(t.Context(), "", time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	s = sim.Stats()
	got := askReceiver(t, receiver)
	t.Logf("%d messages in %d requests (%d hung), %d failed on the whole ladder and came back in %d rounds, took %v",
		got.Accepted, got.Requests, got.Hung, failedOnce(sim), rounds, time.Since(began).Round(time.Second))
	switch total := s.Accepted + s.Evicted; {
	case s.Failed+s.Pending+s.Unwanted+s.Open != 0 || total < size.least:
		t.Errorf("%+v", s)
	case total != got.Accepted: // whose signatures hold, so that they are ours
		t.Errorf("%d messages were made, the receiver accepted %d", total, got.Accepted)
	// One that timed out before the receiver had read it has left and not arrived.
	case got.Requests > int(out.n.Load()) || got.Forged != 0 || *long && got.Hung == 0:
		t.Errorf("%d requests left, %d arrived, %d of them forged, %d hung", out.n.Load(), got.Requests, got.Forged, got.Hung)
	}
	// Whoever waits counts what the log has forgotten.
	code, v := ask(t, sim, "", "POST", "/_sim/v1/wait", fmt.Sprintf(`{"event_type":"*","at_least":%d,"timeout":"1s"}`, got.Accepted))
	if evicted, _ := v["evicted"].(float64); code != 200 || int(evicted) != s.Evicted || *long && evicted == 0 {
		t.Errorf("wait for all: %d, %v of %d evicted", code, v["evicted"], s.Evicted)
	}
	if *long && float64(heaps[1]) > 1.1*float64(heaps[0]) {
		t.Errorf("the heap has grown from %d to %d bytes between day %d and day %d", heaps[0], heaps[1], size.early, size.late)
	}
	if err := sim.Close(); err != nil {
		t.Error(err)
	}
	if left := ours(); left != before {
		t.Errorf("%d goroutines of the simulator stay", left-before)
	}
	transport.CloseIdleConnections()
}

// failedOnce is how many of the kept messages needed to be recovered.
func failedOnce(sim *simulator.Simulator) (n int) {
	for _, d := range sim.Timeline() {
		if d.Attempts[len(d.Attempts)-1].Manual {
			n++
		}
	}
	return n
}

// heap is what lives on it after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what the first has freed of pools
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// ours is how many goroutines run in the simulator's packages, tests apart.
func ours() (n int) {
	var text strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&text, 2); err != nil {
		return -1
	}
	for stack := range strings.SplitSeq(text.String(), "\n\n") {
		if strings.Contains(stack, "vitalsim/simulator/internal/") || strings.Contains(stack, "vitalsim/simulator/clock") {
			n++
		}
	}
	return n
}

// receiverProcess starts the receiver and returns its URL; it ends with the test.
func receiverProcess(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe)
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_CHILD=receive")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(url)
}

func askReceiver(t *testing.T, url string) (m mood) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&m); err != nil {
		t.Fatal(err)
	}
	return m
}
