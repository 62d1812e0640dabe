package scenario_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// TestWrongScenarios keeps the errors of invalid scenarios in one golden
// file, for review.
func TestWrongScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/wrong/*.yaml")
	if err != nil || len(files) < 24 {
		t.Fatalf("found %d wrong scenarios (%v)", len(files), err)
	}
	var got strings.Builder
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		sc, err := scenario.Parse(name, data, catalog())
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if sc != nil {
			t.Errorf("%s: a scenario beside an error", name)
		}
		checkErrors(t, name, data, err)
		got.WriteString(err.Error() + "\n\n")
	}
	golden(t, "wrong.golden", got.String())
}

// yamlBreaks replaces everything that YAML treats as a line break with a
// newline.
var yamlBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// checkErrors verifies that errors are sorted, on one line each, and at
// positions in the file.
func checkErrors(t *testing.T, file string, data []byte, err error) {
	t.Helper()
	var errs scenario.Errors
	if !errors.As(err, &errs) || len(errs) == 0 {
		t.Fatalf("%s: got %T, want Errors: %v", file, err, err)
	}
	lines := strings.Count(yamlBreaks.Replace(string(data)), "\n") + 1
	for i, e := range errs {
		if e.File != file || e.Line < 1 || e.Line > lines || e.Col < 1 {
			t.Errorf("position %v is outside of the file of %d lines: %v", e.Pos, lines, e)
		}
		if e.Cause == "" || strings.Contains(e.Error(), "\n") {
			t.Errorf("want one line, have %q", e.Error())
		}
		if i > 0 && errs[i-1].Line > e.Line {
			t.Errorf("%v comes after %v", e, errs[i-1])
		}
	}
}

func TestFileTooLarge(t *testing.T) {
	t.Parallel()
	data := []byte("# " + strings.Repeat("x", 1<<20))
	_, err := scenario.Parse("large.yaml", data, catalog())
	if err == nil || !strings.HasPrefix(err.Error(), "large.yaml:1:1: the file is 1048578 bytes long") {
		t.Errorf("got %v", err)
	}
}

func TestErrorsUnwrap(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such user")
	errs := error(scenario.Errors{{Cause: "first"}, {Cause: "second"}})
	first, ok := errors.AsType[*scenario.Error](errs)
	if !ok || first.Cause != "first" || errors.Is(errs, cause) {
		t.Errorf("got %v", first)
	}
}
