package scenarios_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vitalsim/vitalsim/simulator"
)

var update = flag.Bool("update", false, "rewrite the golden timelines")

// TestScenariosPass: every shipped scenario, played against the built-in inbox,
// meets its own expectations.
func TestScenariosPass(t *testing.T) {
	t.Parallel()
	for _, name := range simulator.ScenarioNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc, err := simulator.LoadScenario(name)
			if err != nil {
				t.Fatal(err)
			}
			sim, err := simulator.New(simulator.Config{}.For(sc))
			if err != nil {
				t.Fatal(err)
			}
			defer sim.Close()
			report, err := sim.Play(t.Context(), sc, nil)
			if err != nil || !report.OK() || report.Expectations == 0 {
				t.Errorf("%v; %d expectations, failures %q", err, report.Expectations, report.Failures)
			}
			if len(sc.Warnings) > 0 {
				t.Errorf("warnings %v", sc.Warnings)
			}
		})
	}
}

// TestReadmeNamesEveryScenario, and none that does not ship; and each says in
// its first two lines what happens and what it catches.
func TestReadmeNamesEveryScenario(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(readme)) {
		if strings.HasPrefix(line, "| `") {
			rows++
		}
	}
	for _, name := range simulator.ScenarioNames() {
		if !strings.Contains(string(readme), "| `"+name+"` |") {
			t.Errorf("README.md does not name %s", name)
		}
		text, err := os.ReadFile(name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitN(string(text), "\n", 3)
		if name != "first-connection" && name != "recorded-cases" && !(strings.HasPrefix(lines[0], "# ") && strings.HasPrefix(lines[1], "# Catches ")) {
			t.Errorf("%s does not say in two lines what happens and what it catches", name)
		}
	}
	if rows != len(simulator.ScenarioNames()) {
		t.Errorf("README.md has %d rows, %d scenarios ship", rows, len(simulator.ScenarioNames()))
	}
}

// TestTimelines holds every shipped scenario against its golden timeline,
// including a checksum of each body: the bytes are the same on every machine.
func TestTimelines(t *testing.T) {
	t.Parallel()
	for _, name := range simulator.ScenarioNames() {
		sc, err := simulator.LoadScenario(name)
		if err != nil {
			t.Fatal(err)
		}
		if sc.Name != name {
			t.Errorf("%s.yaml calls itself %q", name, sc.Name)
		}
		plan, err := simulator.PlanScenario(context.Background(), sc, simulator.Config{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.MarshalIndent(plan, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(golden, append(got, '\n'), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatalf("%v; go test ./scenarios -update writes it", err)
		}
		if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), strings.Split(string(got), "\n")); diff != "" {
			t.Errorf("%s: timeline changed (-golden +now); if that was meant, go test ./scenarios -update\n%s", name, diff)
		}
	}
}
