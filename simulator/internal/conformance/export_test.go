package conformance_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/catalog"
)

// TestExportsMovedOverClockChange exports a user of each provider and serves the
// export moved over a clock change. All documents must be valid, and corrections
// must be announced.
func TestExportsMovedOverClockChange(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("long: exports every provider three times")
	}
	agreed := agreedSpec(t)
	doc, err := vendor()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range lives[:3] {
		for _, slug := range providersFor(i) {
			t.Run(l.name+" "+slug, func(t *testing.T) {
				t.Parallel()
				c := &collector{vendor: doc}
				dir := t.TempDir()
				exportMoved(t, l, slug, filepath.Join(dir, "moved"))
				for _, start := range []string{"2026-03-09T15:00:00Z", "2026-11-02T08:00:00Z"} {
					before := len(c.docs)
					text, err := withoutRare(filepath.Join(dir, "moved.yaml"), func(rare []string) string { return movedYAML(slug, start, rare) },
						func(sc *simulator.Scenario) error { return c.play(sc, 0) })
					if err != nil {
						t.Fatalf("%v\n%s", err, text)
					}
					if len(c.docs)-before < 20 {
						t.Errorf("only %d documents", len(c.docs)-before)
					}
				}
				for _, d := range c.docs {
					if err := agreed.validate(d.schema, d.tree.plain()); err != nil {
						t.Errorf("%s: %v", d.name, err)
					}
				}
			})
		}
	}
}

// movedYAML returns a scenario with the export of a life and corrections of all
// but rare resources.
func movedYAML(slug, start string, rare []string) string {
	text := fmt.Sprintf("name: moved\nstart: %s\nusers: {ada: {client_user_id: moved, fixture: ./moved}}\nsteps:\n"+
		"  - connect: {user: ada, provider: %s}\n  - advance: 1d\n", start, slug)
	edited := 0
	for _, resource := range catalog.SuppliedResources(slug) {
		if set, ok := editOf(resource); ok && !slices.Contains(rare, resource) {
			text += fmt.Sprintf("  - update: {user: ada, provider: %s, resource: %s, set: %s}\n", slug, resource, set)
			edited++
		}
	}
	text += "  - advance: 1d\n"
	return text + fmt.Sprintf("  - expect: {event: daily.data.*.updated, user: ada, at_least: %d, answered: 2xx}\n", edited)
}

// exportMoved exports a life into a folder whose dates will be moved.
func exportMoved(t *testing.T, l life, slug, dir string) {
	t.Helper()
	if _, err := withoutRare("life.yaml", func(rare []string) string { return l.yaml(slug, rare) }, func(sc *simulator.Scenario) error {
		_, err := simulator.ExportScenario(t.Context(), sc, simulator.Config{}, "ada", simulator.ExportOptions{Dir: dir})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(dir, "fixture.yaml")
	text, err := os.ReadFile(settings)
	if err != nil || !bytes.Contains(text, []byte("dates: absolute")) {
		t.Fatalf("%v: %s", err, text)
	}
	if err := os.WriteFile(settings, bytes.Replace(text, []byte("dates: absolute"), []byte("dates: {newest: 1d}"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
}
