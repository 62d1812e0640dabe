package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/vitalsim/vitalsim/simulator"
)

// TestErrors compares what the program prints for wrong use with a transcript. Each
// line of testdata/errors.txtar that begins with $ is a command, the lines below it
// are its errors, and the files at its end are input. To add a command, add its line
// and run go test ./cmd/vitalsim -run 'TestErrors$' -update.
//
// Words such as $SIM stand for values that differ from run to run: see placeholders.
func TestErrors(t *testing.T) {
	t.Parallel()
	const golden = "testdata/errors.txtar"
	archive, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	values := placeholders(t, archive.Files)
	var got bytes.Buffer
	for line := range strings.Lines(string(archive.Comment)) {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case isCommand:
			fmt.Fprintf(&got, "\n%s%s", line, transcript(t, strings.TrimSpace(command), values))
		case strings.HasPrefix(line, "# "):
			fmt.Fprintf(&got, "\n%s", line)
		}
	}
	got.WriteByte('\n')
	want := string(archive.Comment)
	archive.Comment = bytes.TrimLeft(got.Bytes(), "\n")
	switch {
	case string(archive.Comment) == want:
	case *update:
		if err := os.WriteFile(golden, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("errors differ from %s (-want +got):\n%s", golden, cmp.Diff(want, string(archive.Comment)))
	}
}

// placeholders returns words and what they stand for in commands:
//
//	$SIM     the address of a simulator in which the user app-user-1 is connected
//	$HTML    the address of a web server that responds with 404 and a page
//	$CLOSED  an address at which nothing listens
//	$TAKEN   the address of a listener
//	$DIR     a folder with the files
func placeholders(t *testing.T, files []txtar.File) []string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	sim, err := simulator.New(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sim.Close() })
	user, err := sim.CreateUser(simulator.NewUser{ClientUserID: "app-user-1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.Connect(t.Context(), user.UserID, "fitbit", simulator.ConnectOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := sim.Listen(anyPort); err != nil {
		t.Fatal(err)
	}
	html := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotFound)
		_, _ = fmt.Fprint(w, "<!doctype html><title>Not found</title>")
	}))
	t.Cleanup(html.Close)
	taken, closed := listener(t), listener(t)
	t.Cleanup(func() { taken.Close() })
	closed.Close()
	return []string{
		"$SIM", strings.TrimPrefix(sim.URL(), "http://"), "$HTML", html.Listener.Addr().String(),
		"$TAKEN", taken.Addr().String(), "$CLOSED", closed.Addr().String(), "$DIR", dir,
	}
}

func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", anyPort)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// transcript runs a command line and returns its errors, and its exit code unless it
// is that of wrong input.
func transcript(t *testing.T, line string, values []string) string {
	t.Helper()
	env, args, ok := environment(shellWords(strings.NewReplacer(values...).Replace(line)))
	if !ok {
		t.Fatalf("%q is not a command of vitalsim", line)
	}
	ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Second, errors.New("the command does not end"))
	defer cancel()
	r := vitalsimUntil(ctx, env, args...)
	if r.code == exitOK || context.Cause(ctx) != nil {
		t.Errorf("%s: exit code %d, %v", line, r.code, context.Cause(ctx))
	}
	if r.code == exitInput && r.stdout != "" {
		t.Errorf("%s: wrong input, but stdout has %q", line, r.stdout)
	}
	text := r.stderr
	for i := 0; i < len(values); i += 2 {
		text = strings.ReplaceAll(text, values[i+1], values[i])
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		t.Errorf("%s: the last line of stderr has no end: %q", line, text)
	}
	if r.code != exitInput {
		text += fmt.Sprintf("[exit code %d]\n", r.code)
	}
	return text
}

// environment splits the words of a shell command into variables and the arguments of
// vitalsim.
func environment(words []string) (env map[string]string, args []string, ok bool) {
	env = map[string]string{}
	for i, word := range words {
		name, value, isVariable := strings.Cut(word, "=")
		if !isVariable {
			return env, words[i+1:], word == "vitalsim"
		}
		env[name] = value
	}
	return env, nil, false
}
