package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// weekPath plays the shipped scenario and returns the path of a GET of the
// week of activity before its end.
func weekPath(b testing.TB) (*simulator.Simulator, string) {
	sim, report := play(b, load(b, "first-connection"), simulator.Config{})
	var user struct {
		UserID string `json:"user_id"`
	}
	if err := json.Unmarshal([]byte(get(b, sim, "/v2/user/resolve/"+report.Timeline[0].ClientUserID)), &user); err != nil {
		b.Fatal(err)
	}
	return sim, "/v2/summary/activity/" + user.UserID + "?start_date=2026-01-01&end_date=2026-01-07"
}

// BenchmarkWeekOverLoopback measures a GET of seven days of activity, in turn with
// a bare net/http handler that writes the same bytes. The metric of-bare is the
// share of the bare handler's rate; compare it within one run only.
func BenchmarkWeekOverLoopback(b *testing.B) {
	sim, path := weekPath(b)
	body := []byte(get(b, sim, path))
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	defer bare.Close()
	full := httptest.NewServer(sim)
	defer full.Close()

	timed := func(url string) time.Duration {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
		began := time.Now()
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil || n != int64(len(body)) {
			b.Fatalf("%d bytes of %d: %v", n, len(body), err)
		}
		return time.Since(began)
	}
	var bareTook, fullTook time.Duration
	for b.Loop() {
		bareTook += timed(bare.URL + path)
		fullTook += timed(full.URL + path)
	}
	b.ReportMetric(float64(bareTook)/float64(fullTook), "of-bare")
	b.ReportMetric(float64(fullTook.Nanoseconds())/float64(b.N), "ns/GET")
}

// BenchmarkWeek measures the same GET without a socket.
func BenchmarkWeek(b *testing.B) {
	sim, path := weekPath(b)
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
	w := discard{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		sim.ServeHTTP(&w, r)
	}
}

// BenchmarkPlan plans the whole of the shipped scenario without sending it.
func BenchmarkPlan(b *testing.B) {
	sc := load(b, "first-connection")
	b.ReportAllocs()
	for b.Loop() {
		plan(b, sc, simulator.Config{})
	}
}

// TestWeekAllocatesLittle bounds the allocations of the hot path: routing, the line
// in the journal, and one record per day, without a copy of the response.
func TestWeekAllocatesLittle(t *testing.T) {
	sim, path := weekPath(t)
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("X-Vital-Api-Key", simulator.ExampleKey)
	w := discard{header: http.Header{}}
	got := testing.AllocsPerRun(200, func() { sim.ServeHTTP(&w, r) })
	t.Logf("%v allocations", got)
	if got > 66 {
		t.Errorf("a GET of seven days makes %v allocations, want at most 66", got)
	}
}

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
