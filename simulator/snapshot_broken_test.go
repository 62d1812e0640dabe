package simulator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
)

// leaves are the places of a document that hold a value, each with a function
// that puts another one there.
func leaves(v any, path string, put func(any), found func(path string, v any, put func(any))) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			leaves(v[key], path+"."+key, func(to any) { v[key] = to }, found)
		}
	case []any:
		for i, item := range v[:min(len(v), 3)] { // the others are alike
			leaves(item, path+"[]", func(to any) { v[i] = to }, found)
		}
	default:
		found(path, v, put)
	}
}

// otherValue is a value of the same type that is unlikely to make sense.
func otherValue(v any) any {
	switch v.(type) {
	case float64:
		return -1
	case string:
		return "x"
	case bool:
		return v != true
	}
	return "x"
}

func unzipped(t *testing.T, file []byte) (head, body []byte) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ = bytes.Cut(text, []byte("\n"))
	return head, body
}

var everyTwist = flag.Bool("twists", false, "twist each kind of value of a snapshot, not every twelfth")

// TestCorruptFilesNeverPanic changes one value of a file at a time and checks that
// the file is rejected or gives a working team.
func TestCorruptFilesNeverPanic(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: restores hundreds of broken snapshots")
	}
	sim := halves(t, simulator.ExampleKey)
	livesFirstHalf(t, sim)
	head, body := unzipped(t, snapshot(t, sim))
	var document any
	if err := json.Unmarshal(body, &document); err != nil {
		t.Fatal(err)
	}
	for _, m := range document.(map[string]any)["webhooks"].(map[string]any)["messages"].([]any) {
		m.(map[string]any)["body"] = "{}" // or each file is large
	}
	seen := map[string]int{}
	refused, lived := 0, 0
	leaves(document, "", nil, func(path string, v any, put func(any)) {
		if seen[path]++; seen[path] > 1 { // once of each kind
			return
		}
		if !*everyTwist && len(seen)%12 != 0 {
			return
		}
		put(otherValue(v))
		defer put(v)
		var file bytes.Buffer
		z := gzip.NewWriter(&file)
		_, _ = z.Write(append(slices.Clone(head), '\n'))
		if err := json.NewEncoder(z).Encode(document); err != nil {
			t.Fatal(err)
		}
		_ = z.Close()
		other := halves(t, simulator.ExampleKey)
		defer other.Close()
		if err := other.Restore(&file); err != nil {
			if refused++; !strings.Contains(err.Error(), "restore: ") && !strings.Contains(err.Error(), "snapshot: ") {
				t.Errorf("%s: %v", path, err)
			}
			return
		}
		lived++
		for _, request := range []string{"POST /_sim/v1/clock/advance", "GET /_sim/v1/messages", "GET /_sim/v1/faults/ledger", "GET /v2/user"} {
			method, path, _ := strings.Cut(request, " ")
			r := httptest.NewRequest(method, path, strings.NewReader(`{"by":"1h"}`))
			r.Header.Set("X-Vital-Api-Key", other.APIKey())
			other.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
	if refused < 3 || lived < 6 {
		t.Errorf("%d were refused, %d lived on", refused, lived)
	}
	t.Logf("%d were refused, %d lived on", refused, lived)
}

// TestApplicationIsRestored checks that the built-in application is restored with
// its data.
func TestApplicationIsRestored(t *testing.T) {
	t.Parallel()
	const text = `
name: probed
users: {ada: {}}
steps:
  - connect: {user: ada, provider: fitbit, backfill: {days: 3}}
  - advance: 30h
  - expect:  {probe: GET /probe/users/ada, json: {providers: {fitbit: connected}}}
`
	sim := start(t, simulator.Config{})
	if report, err := sim.Play(t.Context(), parse(t, text), nil); err != nil || !report.OK() {
		t.Fatalf("%v %+v", err, report)
	}
	other := start(t, simulator.Config{})
	if err := other.Restore(bytes.NewReader(snapshot(t, sim))); err != nil {
		t.Fatal(err)
	}
	var known [2]string
	for i, one := range []*simulator.Simulator{sim, other} {
		ask(t, one, "", "POST", "/_sim/v1/clock/advance", `{"by":"12h"}`)
		w := httptest.NewRecorder()
		one.ServeHTTP(w, httptest.NewRequest("GET", "/_sim/inbox/"+one.TeamID().String()+"/probe/users/ada", nil))
		known[i] = w.Body.String()
	}
	if known[0] != known[1] || !strings.Contains(known[0], `"fitbit":"connected"`) || !strings.Contains(known[0], `"heartrate":`) {
		t.Errorf("%.500s\nbecomes\n%.500s", known[0], known[1])
	}
}
