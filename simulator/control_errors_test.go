package simulator_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestControlErrors compares how the control API answers wrong requests with a
// transcript. Each line of testdata/control_errors.txt that begins with > is a request,
// KEY METHOD PATH BODY, and the lines below it are its answer: the status with the
// error, each further problem, and the other keys. To add a request, add its line and
// run go test ./simulator -run TestControlErrors -update.
//
// The requests are for one team, in which app-user-1 is connected to Fitbit.
func TestControlErrors(t *testing.T) {
	t.Parallel()
	const golden = "testdata/control_errors.txt"
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	sim := start(t, simulator.Config{})
	link(t, sim, simulator.ExampleKey, "app-user-1")
	var got bytes.Buffer
	for line := range strings.Lines(string(want)) {
		request, isRequest := strings.CutPrefix(line, "> ")
		switch {
		case isRequest:
			fmt.Fprintf(&got, "\n%s%s", line, controlError(t, sim, strings.TrimSpace(request)))
		case strings.HasPrefix(line, "# "):
			fmt.Fprintf(&got, "\n%s", line)
		}
	}
	text := bytes.TrimLeft(got.Bytes(), "\n")
	switch {
	case bytes.Equal(text, want):
	case *update:
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("errors differ from %s (-want +got):\n%s", golden, cmp.Diff(string(want), string(text)))
	}
}

// controlError sends a request and returns the answer as text.
func controlError(t *testing.T, sim *simulator.Simulator, line string) string {
	t.Helper()
	words := strings.SplitN(line, " ", 4)
	key, method, path, body := words[0], words[1], words[2], ""
	if len(words) > 3 {
		body = words[3]
	}
	if key == "key" {
		key = simulator.ExampleKey
	}
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("X-Vital-Api-Key", key)
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	theSpec(t).conforms(t, r, w.Code, w.Header(), w.Body.Bytes())
	var answer struct {
		Error    string
		Problems []string
	}
	var other map[string]json.RawMessage
	for _, into := range []any{&answer, &other} {
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %d %s", line, w.Code, w.Body)
		}
	}
	if w.Code < http.StatusBadRequest || w.Code >= http.StatusInternalServerError || answer.Error == "" {
		t.Errorf("%s: %d %s", line, w.Code, w.Body)
	}
	text := fmt.Sprintf("%d %s\n", w.Code, answer.Error)
	for _, p := range answer.Problems {
		text += "    " + strings.ReplaceAll(p, "\n", "\n    ") + "\n"
	}
	delete(other, "error")
	delete(other, "problems")
	if len(other) > 0 {
		rest, err := json.Marshal(other)
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("    %s\n", rest)
	}
	return text
}
