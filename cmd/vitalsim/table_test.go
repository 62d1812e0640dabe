package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var update = flag.Bool("update", false, "rewrite the README's table of resources and providers")

// The table stands between these lines of the README.
const (
	tableBegin = "<!-- The table is written by: go test ./cmd/vitalsim -run TestReadmeTable -update -->\n"
	tableEnd   = "<!-- End of the table. -->\n"
)

// TestReadmeTable: the README says which provider has which resource, as the table
// of providers and the generators have it.
func TestReadmeTable(t *testing.T) {
	t.Parallel()
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableBegin)
	shown, after, ended := strings.Cut(rest, tableEnd)
	if !ok || !ended {
		t.Fatalf("the README lacks the lines %q and %q", tableBegin, tableEnd)
	}
	want := resourceTable()
	if shown == want {
		return
	}
	if *update {
		if err := os.WriteFile(file, []byte(before+tableBegin+want+tableEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("the README's table is old; go test ./cmd/vitalsim -run TestReadmeTable -update makes it anew. It should be\n%s", want)
}

// resourceTable has a row for all resources that the same providers have.
func resourceTable() string {
	var rows, names []string // the rest of each row, and the resources in it
	for _, r := range vital.Resources {
		var generated, recorded []string
		for _, p := range simulator.Providers() {
			switch {
			case slices.Contains(simulator.SuppliedResources(p.Slug), r.Name):
				generated = append(generated, p.Slug)
			case slices.Contains(simulator.ProviderResources(p.Slug), r.Name):
				recorded = append(recorded, p.Slug)
			}
		}
		if generated == nil && recorded == nil {
			recorded = []string{"any provider"}
		}
		row := strings.Join(generated, ", ") + " | " + strings.Join(recorded, ", ")
		if i := slices.Index(rows, row); i >= 0 {
			names[i] += ", `" + r.Name + "`"
			continue
		}
		rows, names = append(rows, row), append(names, "`"+r.Name+"`")
	}
	var b strings.Builder
	b.WriteString("| Resources | Generated for | From fixtures alone |\n|---|---|---|\n")
	for i := range rows {
		fmt.Fprintf(&b, "| %s | %s |\n", names[i], rows[i])
	}
	return b.String()
}

// TestTableIsWhole: every resource stands there once, and every provider.
func TestTableIsWhole(t *testing.T) {
	t.Parallel()
	table := resourceTable()
	for _, r := range vital.Resources {
		if n := strings.Count(table, "`"+r.Name+"`"); n != 1 {
			t.Errorf("%s stands there %d times", r.Name, n)
		}
	}
	for _, p := range simulator.Providers() {
		if !strings.Contains(table, p.Slug) {
			t.Errorf("%s is missing", p.Slug)
		}
	}
}
