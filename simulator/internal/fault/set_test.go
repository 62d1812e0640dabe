package fault_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/clock"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

var at = time.Date(2026, time.January, 5, 8, 0, 0, 0, time.UTC)

// set is a Set with faults.
func set(t testing.TB, texts ...string) *fault.Set {
	t.Helper()
	s := fault.NewSet(42, clock.System)
	for _, text := range texts {
		if _, err := s.Add(parse(t, text)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

var ok = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"ok":true}`)) })

// ask asks for a night of a user and returns the fault that acted.
func ask(s *fault.Set, clientUserID string) string {
	q := fault.Request{
		At: at, Method: "GET", Path: "/v2/summary/sleep/id-of-" + clientUserID, Route: "/v2/summary/sleep/{user_id}",
		User: fault.User{ID: "id-of-" + clientUserID, ClientUserID: clientUserID, Name: "name-of-" + clientUserID},
	}
	act := s.Take(q)
	if act == nil || !act.Serve(httptest.NewRecorder(), httptest.NewRequest(q.Method, q.Path, nil), ok) {
		return ""
	}
	return act.Fault
}

func TestBoundedAndThenItWorks(t *testing.T) {
	t.Parallel()
	s := set(t, "api: {status: 503, times: 2}")
	var acted []string
	for range 4 {
		acted = append(acted, ask(s, "ada"))
	}
	if got := strings.Join(acted, ","); got != "api-1,api-1,," {
		t.Errorf("acted %q", got)
	}
	want := fault.State{Name: "api-1", Fault: "api: {name: api-1, times: 2, status: 503}", Matched: 4, Done: 2, Times: 2, Spent: true}
	if got := s.Active(); len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if len(s.Ledger()) != 2 {
		t.Errorf("ledger %+v", s.Ledger())
	}
}

func TestNthActsOnce(t *testing.T) {
	t.Parallel()
	s := set(t, "api: {path: /v2/summary/sleep/*, user: ada, nth: 3, status: 500}")
	var acted []string
	for i := range 6 {
		ask(s, "ben") // is not counted
		if ask(s, "ada") != "" {
			acted = append(acted, fmt.Sprint(i+1))
		}
	}
	if got := strings.Join(acted, ","); got != "3" || !s.Active()[0].Spent {
		t.Errorf("acted on %s: %+v", got, s.Active())
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	for match, want := range map[string]bool{
		"path: /v2/summary/*":                      true,
		`path: "/v2/summary/{resource}/{user_id}"`: true,
		"path: /v2/summary/sleep/id-of-ada":        true,
		"path: /v2/summary/sleep/id-of-ben":        false,
		"path: /v2/timeseries/*":                   false,
		"method: GET":                              true,
		"method: POST":                             false,
		"user: ada":                                true,
		"user: id-of-ada":                          true,
		"user: name-of-ada":                        true,
		"user: name-of-ben":                        false,
		"share: 1.0":                               true,
		"nth: 2":                                   false,
	} {
		s := set(t, "api: {status: 500, "+match+"}")
		if got := ask(s, "ada") != ""; got != want {
			t.Errorf("%s: acted %v", match, got)
		}
	}
}

// TestTheFirstThatTakesARequestHasItAlone, and the next one when that is spent.
func TestTheFirstThatTakesARequestHasItAlone(t *testing.T) {
	t.Parallel()
	s := set(t, "api: {name: first, status: 503, times: 2}", "api: {name: second, status: 500, nth: 2}")
	var acted []string
	for range 5 {
		acted = append(acted, ask(s, "ada"))
	}
	if got := strings.Join(acted, ","); got != "first,first,,second," {
		t.Errorf("acted %q", got)
	}
}

// TestShareIsDrawnFromTheSeed and from nothing else: neither from what other
// users ask, nor from what other faults there are.
func TestShareIsDrawnFromTheSeed(t *testing.T) {
	t.Parallel()
	const text = "api: {name: some, share: 0.3, times: 1000, status: 500}"
	draws := func(s *fault.Set, others ...string) (out []bool) {
		for range 200 {
			for _, other := range others {
				ask(s, other)
			}
			out = append(out, ask(s, "ada") != "")
		}
		return out
	}
	first := draws(set(t, text))
	if n := count(first); n < 40 || n > 80 {
		t.Errorf("%d of 200 at a share of 0.3", n)
	}
	if !slices.Equal(first, draws(set(t, text), "ben", "cy")) {
		t.Error("other users change the draws of one")
	}
	if !slices.Equal(first, draws(set(t, "api: {path: /v2/user, status: 500}", text))) {
		t.Error("another fault changes the draws of one")
	}
	other := fault.NewSet(43, clock.System)
	if _, err := other.Add(parse(t, text)); err != nil {
		t.Fatal(err)
	}
	if slices.Equal(first, draws(other)) {
		t.Error("another seed draws the same")
	}
	if slices.Equal(first, draws(set(t, strings.Replace(text, "some", "others", 1)))) {
		t.Error("a fault of another name draws the same")
	}
}

func count(draws []bool) (n int) {
	for _, d := range draws {
		if d {
			n++
		}
	}
	return n
}

func TestNames(t *testing.T) {
	t.Parallel()
	s := set(t)
	for _, tt := range []struct{ text, name, reason string }{
		{"api: {status: 500}", "api-1", ""},
		{"api: {name: api-3, status: 500}", "api-3", ""},
		{"api: {status: 500}", "api-4", ""},
		{"delivery: {drop: true}", "delivery-1", ""},
		{"api: {name: api-4, status: 500}", "", `one called "api-4" is active already`},
	} {
		name, err := s.Add(parse(t, tt.text))
		if name != tt.name || (err != nil) != (tt.reason != "") || err != nil && !strings.Contains(err.Error(), tt.reason) {
			t.Errorf("%s: called %q, %v", tt.text, name, err)
		}
	}
	if err := s.Clear("api3"); err == nil || !strings.Contains(err.Error(), `did you mean "api-3"?`) {
		t.Errorf("clear api3: %v", err)
	}
	if err := s.Clear("api-4"); err != nil {
		t.Error(err)
	}
	if _, err := s.Add(parse(t, "api: {name: api-4, status: 500}")); err != nil {
		t.Errorf("a name that was cleared: %v", err)
	}
	if err := s.Clear("all"); err != nil || len(s.Active()) != 0 {
		t.Errorf("clear all: %v, %v", err, s.Active())
	}
	if ask(s, "ada") != "" {
		t.Error("a fault acts that was cleared")
	}
	for range 100 {
		if _, err := s.Add(parse(t, "api: {status: 500}")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Add(parse(t, "api: {status: 500}")); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("one more than the limit: %v", err)
	}
}

// TestLedgerSaysWhatWasDone to whom and when, sorted by time and user.
func TestLedgerSaysWhatWasDone(t *testing.T) {
	t.Parallel()
	s := set(t, "api: {name: slow-then-busy, latency: 1ms, status: 429, retry_after: 2}")
	for _, user := range []string{"ben", "ada", "ben", "ada"} {
		ask(s, user)
	}
	var got []string
	for _, i := range s.Ledger() {
		if i.At != at || i.Side != fault.API || i.Fault != "slow-then-busy" || i.Done != "status: 429, retry_after: 2, latency: 1ms" {
			t.Errorf("%+v", i)
		}
		got = append(got, i.User+" "+i.Request)
	}
	want := []string{
		"ada GET /v2/summary/sleep/id-of-ada", "ada GET /v2/summary/sleep/id-of-ada",
		"ben GET /v2/summary/sleep/id-of-ben", "ben GET /v2/summary/sleep/id-of-ben",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// shuffled is a permutation that differs from run to run, as goroutines do.
func shuffled[E any](s []E) []E {
	s = slices.Clone(s)
	rand.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	return s
}
