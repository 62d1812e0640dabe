package simulator_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"io"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

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

// otherValues are values that are unlikely to make sense in the place of v.
func otherValues(v any) []any {
	switch v := v.(type) {
	case float64:
		return []any{-1, 0, 1 << 53, 1.5, nil, "x"}
	case string:
		values := []any{"x", "", nil, 7}
		if _, err := time.Parse(time.RFC3339, v); err == nil {
			values = append(values, "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z")
		}
		if _, err := time.Parse(time.DateOnly, v); err == nil {
			values = append(values, "0001-01-01", "9999-12-31")
		}
		return values
	case bool:
		return []any{!v, nil}
	}
	return []any{"x", -1}
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

var everyTwist = flag.Bool("twists", false, "try each other value of each kind of value of a snapshot, not every twentieth")

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
	seen := map[string]bool{}
	tried, refused, lived := 0, 0, 0
	leaves(document, "", nil, func(path string, v any, put func(any)) {
		if seen[path] { // once of each kind
			return
		}
		seen[path] = true
		for _, other := range otherValues(v) {
			if tried++; !*everyTwist && tried%20 != 0 {
				continue
			}
			put(other)
			if err := liveOn(t, zipDocument(t, head, document)); err == nil {
				lived++
			} else if refused++; !strings.HasPrefix(err.Error(), "restore: ") && !strings.HasPrefix(err.Error(), "read snapshot: ") {
				t.Errorf("%s = %v: %v", path, other, err)
			}
		}
		put(v)
	})
	if refused < 10 || lived < 10 {
		t.Errorf("%d were refused, %d lived on", refused, lived)
	}
	t.Logf("%d were refused, %d lived on", refused, lived)
}

// zipDocument returns the file of a snapshot.
func zipDocument(t *testing.T, head []byte, document any) []byte {
	t.Helper()
	var file bytes.Buffer
	z := gzip.NewWriter(&file)
	_, _ = z.Write(append(slices.Clone(head), '\n'))
	if err := json.NewEncoder(z).Encode(document); err != nil {
		t.Fatal(err)
	}
	_ = z.Close()
	return file.Bytes()
}

// liveOn restores a snapshot, and lets its team live for 36 hours and answer. It
// returns the error of the restore.
func liveOn(t *testing.T, file []byte) error {
	t.Helper()
	sim := halves(t, simulator.ExampleKey)
	defer sim.Close()
	if err := sim.Restore(bytes.NewReader(file)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a team that computes for ever fails
	defer cancel()
	if err := sim.Advance(ctx, 36*time.Hour); err != nil && ctx.Err() != nil {
		t.Errorf("36 hours of a broken team do not end: %v", err)
	}
	for _, request := range []string{"GET /_sim/v1/messages", "GET /_sim/v1/faults/ledger", "GET /v2/user", "POST /_sim/v1/snapshot"} {
		method, path, _ := strings.Cut(request, " ")
		r := httptest.NewRequestWithContext(ctx, method, path, nil)
		r.Header.Set("X-Vital-Api-Key", sim.APIKey())
		sim.ServeHTTP(httptest.NewRecorder(), r)
	}
	return nil
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
