package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const examples = "../../simulator/examples"

// need skips a test if a program or an npm package is missing. In CI, it fails
// the test instead.
func need(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("CI") != "":
		t.Fatalf("%s, which a test in CI needs", what)
	default:
		t.Skip(what)
	}
}

func hasProgram(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// example runs a program in the folder of an example and returns its output.
func example(t *testing.T, folder string, env []string, name string, args ...string) (output string, err error) {
	t.Helper()
	cmd := program(t, name, args...)
	cmd.Dir = filepath.Join(examples, folder)
	cmd.Env = append(append(os.Environ(), "NO_COLOR=1"), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestNodeExample runs the example in Node by the command in its first line.
func TestNodeExample(t *testing.T) {
	t.Parallel()
	need(t, hasProgram("npm"), "there is no npm")
	_, err := os.Stat(filepath.Join(examples, "node", "node_modules", "vitest"))
	need(t, err == nil, "the npm packages are missing: npm ci --prefix simulator/examples/node")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(examples, "node", "app.test.js"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	args, ok := strings.CutPrefix(first, "// Run with: vitalsim ")
	if !ok {
		t.Fatalf("it begins with %s", first)
	}
	out, err := example(t, "node", []string{"VITALSIM_TEST_MAIN=1"}, exe, strings.Fields(args)...)
	if err != nil || !strings.Contains(out, "4 passed") || strings.Contains(out, "vitalsim: ") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestCurlExample runs the example with curl against serve.
func TestCurlExample(t *testing.T) {
	t.Parallel()
	need(t, hasProgram("curl") && hasProgram("sh"), "there is no curl, or no shell")
	p := serve(t, nil, "--json", "--start", "now-10d")
	out, err := example(t, "curl", []string{"VITAL_BASE_URL=" + p.ready.URL}, "sh", "nights.sh")
	if err != nil || !strings.Contains(out, "seconds asleep") || !strings.Contains(out, "attempt 1: 503\n") || !strings.HasSuffix(out, "attempt 2: 200\n") {
		t.Errorf("%v: %s", err, out)
	}
}
