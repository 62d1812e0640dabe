package scenario_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/scenarios"
	"github.com/vitalsim/vitalsim/simulator/internal/scenario"
)

// FuzzParse verifies that no file makes Parse panic, that errors have
// positions in the file, and that valid scenarios can be printed as a
// timeline.
func FuzzParse(f *testing.F) {
	wrong, err := filepath.Glob("testdata/wrong/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range wrong {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	shipped, err := fs.Glob(scenarios.FS, "*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range shipped {
		data, err := fs.ReadFile(scenarios.FS, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, start := range []string{"now", "now-10d", "now+", "2026-03-01", "010", "1_000"} {
		f.Add([]byte("name: a\nstart: " + start + "\nusers: {ada: {}}\nsteps: [{advance: 1d}]\n"))
	}
	for _, v := range scenario.Verbs() {
		f.Add([]byte(scenarioOf("- " + v.Example + "\n")))
	}
	c := catalog()
	f.Fuzz(func(t *testing.T, data []byte) {
		sc, err := scenario.Parse("fuzz.yaml", data, c)
		if err != nil {
			checkErrors(t, "fuzz.yaml", data, err)
			return
		}
		if len(sc.Steps) == 0 || len(sc.Users) == 0 {
			t.Errorf("a scenario of %d users and %d steps", len(sc.Users), len(sc.Steps))
		}
		for _, s := range sc.Steps {
			if s.Text == "" || strings.Contains(s.Text, "\n") || s.Action == nil || s.Line < 1 {
				t.Errorf("step %+v", s)
			}
		}
	})
}
