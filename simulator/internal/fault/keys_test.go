package fault_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// catalog is a small part of what Vital has.
var catalog = fault.Catalog{
	Paths: []string{
		"/v2/providers", "/v2/summary/{resource}/{user_id}", "/v2/timeseries/{user_id}/{resource}/grouped", "/v2/user", "/v2/user/{user_id}",
	},
	EventTypes: []string{
		"provider.connection.created", "historical.data.sleep.created", "daily.data.sleep.created", "daily.data.sleep.updated",
		"daily.data.workouts.created",
	},
}

func parse(t testing.TB, text string) fault.Fault {
	t.Helper()
	f, err := fault.Parse(text, catalog)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

// TestKeyTexts: what help prints of a key is true.
func TestKeyTexts(t *testing.T) {
	t.Parallel()
	sides := map[fault.Side]int{}
	for _, k := range fault.Keys() {
		f := parse(t, k.Example)
		if k.Side != "" && f.Side != k.Side || !strings.Contains(k.Example, k.Name+": ") {
			t.Errorf("%s: its example is %s", k.Name, k.Example)
		}
		if written := f.String(); !strings.Contains(written, k.Name+": ") || parse(t, written) != f {
			t.Errorf("%s: %s is written as %s", k.Name, k.Example, written)
		}
		if k.About == "" || k.Value == "" || strings.Contains(k.About+k.Example, "\n") {
			t.Errorf("%s: %+v", k.Name, k)
		}
		sides[k.Side]++
	}
	if sides[fault.API] < 9 || sides[fault.Delivery] < 13 || sides[""] < 5 {
		t.Errorf("keys by side: %v", sides)
	}
}

// TestJSONIsTheSameGrammar, since YAML reads it.
func TestJSONIsTheSameGrammar(t *testing.T) {
	t.Parallel()
	asJSON := parse(t, `{"api": {"path": "/v2/summary/*", "status": 503, "retry_after": 2, "times": 3}}`)
	asYAML := parse(t, "api:\n  path: /v2/summary/*\n  status: 503\n  retry_after: 2\n  times: 3\n")
	if asJSON != asYAML {
		t.Errorf("%s and %s", asJSON, asYAML)
	}
}

// TestEveryFaultIsBounded, also those that do not say.
func TestEveryFaultIsBounded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"api: {status: 500}":                   fault.DefaultTimes,
		"api: {status: 500, times: 3}":         3,
		"delivery: {drop: true, nth: 7}":       1,
		"delivery: {drop: true}":               fault.DefaultTimes,
		"api: {status: 500, times: 100000}":    fault.MaxTimes,
		"api: {latency: 1.5s, share: 1.0}":     fault.DefaultTimes,
		`api: {user: "17", slow_body: 90s}`:    fault.DefaultTimes,
		`delivery: {event: "*", oversize: 1B}`: fault.DefaultTimes,
	} {
		if f := parse(t, text); f.Times != want || parse(t, f.String()) != f {
			t.Errorf("%s: at most %d, want %d; written as %s", text, f.Times, want, f)
		}
	}
}

func TestKeysAreFresh(t *testing.T) {
	t.Parallel()
	fault.Keys()[0].Name = "changed"
	if !slices.ContainsFunc(fault.Keys(), func(k fault.Key) bool { return k.Name == "name" }) {
		t.Error("a caller changed the keys of all")
	}
}
