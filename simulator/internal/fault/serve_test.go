package fault_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// nights is what the handler behind the faults answers.
var nights = `{"sleep":[` + strings.Repeat(`{"id":"1","total":25200},`, 200) + `{"id":"2"}]}`

// wallClock is a wall clock on which sleeping takes no time and is noted.
type wallClock struct {
	mu    sync.Mutex
	slept []time.Duration
}

func (w *wallClock) Now() time.Time { return at }

func (w *wallClock) Sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slept = append(w.slept, d)
	return ctx.Err()
}

func (w *wallClock) total() (sum time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.slept {
		sum += d
	}
	return sum
}

// faulty is a server on a real listener with a fault that acts once, and how
// often the handler behind it was asked.
func faulty(t *testing.T, text string) (url string, s *fault.Set, wall *wallClock, handled func() int) {
	t.Helper()
	wall = &wallClock{}
	s = fault.NewSet(1, wall)
	if _, err := s.Add(parse(t, text)); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	n := 0
	behind := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		mu.Unlock()
		if r.Method == http.MethodPatch {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(nights)))
		_, _ = io.WriteString(w, nights)
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(s, w, r, behind)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/v2/user", s, wall, func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}

// serve answers as whoever has faults does.
func serve(s *fault.Set, w http.ResponseWriter, r *http.Request, behind http.Handler) {
	if act := s.Take(fault.Request{At: at, Method: r.Method, Path: r.URL.Path, Route: r.URL.Path}); act != nil {
		act.Serve(w, r, behind)
		return
	}
	behind.ServeHTTP(w, r)
}

// fetch is a request and its whole answer.
func fetch(t *testing.T, method, url string) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res, string(body), err
}

// works asks once more: the fault is spent.
func works(t *testing.T, url string) {
	t.Helper()
	if res, body, err := fetch(t, http.MethodGet, url); err != nil || res.StatusCode != http.StatusOK || body != nights || res.Header.Get("Vitalsim-Fault") != "" {
		t.Errorf("after the fault: %v, %v", res, err)
	}
}

func TestStatusHasVitalsBody(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		status           int
		body, retryAfter string
	}{
		"status: 401":                 {401, `{"detail":"invalid token"}`, ""},
		"status: 429, retry_after: 7": {429, `{"detail":"Too Many Requests"}`, "7"},
		"status: 429":                 {429, `{"detail":"Too Many Requests"}`, ""},
		"status: 500":                 {500, `{"detail":"Internal Server Error"}`, ""},
		"status: 503, retry_after: 1": {503, `{"detail":"Service Unavailable"}`, "1"},
	} {
		url, _, _, handled := faulty(t, "api: {times: 1, "+text+"}")
		res, body, err := fetch(t, http.MethodGet, url)
		if err != nil {
			t.Fatal(err)
		}
		h := res.Header
		if res.StatusCode != want.status || body != want.body || h.Get("Retry-After") != want.retryAfter ||
			h.Get("Content-Type") != "application/json" || h.Get("Vitalsim-Fault") != "api-1" || handled() != 0 {
			t.Errorf("%s: %d %s %v, handled %d times", text, res.StatusCode, body, h, handled())
		}
		works(t, url)
	}
}

func TestResetIsAReset(t *testing.T) {
	t.Parallel()
	url, s, _, handled := faulty(t, "api: {reset: true, times: 1}")
	client := &http.Client{Transport: &http.Transport{}} // of its own: a used connection would be tried again
	res, err := client.Get(url)
	if err == nil {
		res.Body.Close()
	}
	if !errors.Is(err, syscall.ECONNRESET) || handled() != 0 {
		t.Errorf("got %v, handled %d times", err, handled())
	}
	works(t, url)
	if l := s.Ledger(); len(l) != 1 || l[0].Done != "reset: true" {
		t.Errorf("ledger %+v", l)
	}
}

// TestResetWithoutAConnection ends the request as a server ends it.
func TestResetWithoutAConnection(t *testing.T) {
	t.Parallel()
	defer func() {
		if r := recover(); r != http.ErrAbortHandler {
			t.Errorf("recovered %v", r)
		}
	}()
	ask(set(t, "api: {reset: true}"), "ada")
}

func TestTruncateOwesBytes(t *testing.T) {
	t.Parallel()
	url, _, _, handled := faulty(t, "api: {truncate: true, times: 1}")
	res, body, err := fetch(t, http.MethodGet, url)
	if !errors.Is(err, io.ErrUnexpectedEOF) || res.ContentLength != int64(len(nights)) || body != nights[:len(nights)/2] || handled() != 1 {
		t.Errorf("%v: %d bytes of %d", err, len(body), res.ContentLength)
	}
	works(t, url)
}

func TestMalformedDoesNotParse(t *testing.T) {
	t.Parallel()
	url, _, _, _ := faulty(t, "api: {malformed: true, times: 1}")
	res, body, err := fetch(t, http.MethodGet, url)
	if err != nil || res.StatusCode != http.StatusOK || json.Valid([]byte(body)) || res.ContentLength != int64(len(body)) || body != nights[:len(nights)-1] {
		t.Errorf("%v: %v", err, res)
	}
	works(t, url)
}

func TestLatencyAndSlowBodyTakeWallTime(t *testing.T) {
	t.Parallel()
	url, _, wall, _ := faulty(t, "api: {latency: 1s, slow_body: 9s, times: 1}")
	res, body, err := fetch(t, http.MethodGet, url)
	if err != nil || body != nights || res.ContentLength != int64(len(nights)) {
		t.Errorf("%v: %d bytes", err, len(body))
	}
	if wall.total() != 10*time.Second || len(wall.slept) != 10 || wall.slept[0] != time.Second {
		t.Errorf("slept %v", wall.slept)
	}
	works(t, url)
	if wall.total() != 10*time.Second {
		t.Errorf("slept on: %v", wall.slept)
	}
}

// gate is a wall clock that lets a sleeper go on when it is told to.
type gate struct {
	wallClock
	asleep, wake chan struct{}
}

func (g *gate) Sleep(ctx context.Context, _ time.Duration) error {
	select {
	case g.asleep <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-g.wake:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestSlowBodyArrivesInPieces: each piece is at the client while the next one
// waits.
func TestSlowBodyArrivesInPieces(t *testing.T) {
	t.Parallel()
	g := &gate{asleep: make(chan struct{}), wake: make(chan struct{})}
	s := fault.NewSet(1, g)
	if _, err := s.Add(parse(t, "api: {slow_body: 9s, truncate: true}")); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(s, w, r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, nights) }))
	}))
	defer server.Close()
	answers := make(chan *http.Response, 1)
	go func() {
		res, err := http.Get(server.URL)
		if err != nil {
			t.Error(err)
		}
		answers <- res
	}()
	<-g.asleep
	res := <-answers // the header and the first piece, while the body waits
	defer res.Body.Close()
	sent := len(nights) / 2
	piece := make([]byte, sent/10)
	if _, err := io.ReadFull(res.Body, piece); err != nil || string(piece) != nights[:sent/10] {
		t.Errorf("the first piece: %v %q", err, piece)
	}
	for range 8 {
		g.wake <- struct{}{}
		<-g.asleep
	}
	g.wake <- struct{}{}
	rest, err := io.ReadAll(res.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || string(piece)+string(rest) != nights[:sent] {
		t.Errorf("%v after %d bytes", err, len(rest))
	}
}

// TestAClientThatGivesUpEndsTheWait and does not reach the handler.
func TestAClientThatGivesUpEndsTheWait(t *testing.T) {
	t.Parallel()
	g := &gate{asleep: make(chan struct{}), wake: make(chan struct{})}
	s := fault.NewSet(1, g)
	if _, err := s.Add(parse(t, "api: {latency: 5m}")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-g.asleep
		cancel()
	}()
	r := httptest.NewRequest("GET", "/v2/user", nil).WithContext(ctx)
	serve(s, httptest.NewRecorder(), r, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the request was carried out") }))
	if len(s.Ledger()) != 1 {
		t.Errorf("ledger %+v", s.Ledger())
	}
}

// TestNothingToSpoil: an answer without a body passes, and is not in the ledger.
func TestNothingToSpoil(t *testing.T) {
	t.Parallel()
	for _, effect := range []string{"truncate: true", "malformed: true", "slow_body: 2s"} {
		url, s, _, _ := faulty(t, "api: {times: 1, "+effect+"}")
		res, body, err := fetch(t, http.MethodPatch, url)
		if err != nil || res.StatusCode != http.StatusNoContent || body != "" || res.Header.Get("Vitalsim-Fault") != "" || len(s.Ledger()) != 0 || s.Active()[0].Spent {
			t.Errorf("%s: %v %v, ledger %v", effect, res, err, s.Ledger())
		}
		if _, body, _ := fetch(t, http.MethodGet, url); body == nights && effect != "slow_body: 2s" || len(s.Ledger()) != 1 {
			t.Errorf("%s: the next one is not spoiled", effect)
		}
	}
}

// TestEffectsCombine: a refusal can be slow and broken as well.
func TestEffectsCombine(t *testing.T) {
	t.Parallel()
	url, _, wall, handled := faulty(t, "api: {status: 503, latency: 1s, malformed: true, times: 1}")
	res, body, err := fetch(t, http.MethodGet, url)
	if err != nil || res.StatusCode != 503 || body != `{"detail":"Service Unavailable"` || wall.total() != time.Second || handled() != 0 {
		t.Errorf("%v %v %q after %v", res, err, body, wall.total())
	}
}
