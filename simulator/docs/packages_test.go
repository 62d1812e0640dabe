package docs_test

import (
	"path"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/docs"
)

// TestArchitectureListsThePackages checks that the table of packages in
// architecture.md 2.1 has every package with code of its own.
func TestArchitectureListsThePackages(t *testing.T) {
	t.Parallel()
	page, ok := docs.Find("architecture")
	if !ok {
		t.Fatal("there is no page architecture.md")
	}
	_, table, _ := strings.Cut(page.Text, "\n### 2.1 ")
	table, _, _ = strings.Cut(table, "\n### ")
	packages := map[string]bool{}
	eachFile(t, func(file, _ string) {
		if path.Ext(file) != ".go" || !strings.Contains(file, "/") || strings.Contains(file, "/example") {
			return
		}
		if name := strings.TrimPrefix(path.Dir(file), "simulator/internal/"); name != path.Dir(file) {
			packages["internal/"+name] = true
		} else {
			packages[path.Dir(file)] = true
		}
	})
	if len(packages) < 20 {
		t.Fatalf("only %d packages found", len(packages))
	}
	for name := range packages {
		if !strings.Contains(table, "`"+name+"`") {
			t.Errorf("architecture.md 2.1 lacks the package %s", name)
		}
	}
}
