package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/simtest"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var update = flag.Bool("update", false, "rewrite the generated parts of the documentation")

const endOfGenerated = "<!-- end of generated -->\n"

// TestGeneratedParts checks the parts of the documentation that are generated
// from the tables of the program.
func TestGeneratedParts(t *testing.T) {
	t.Parallel()
	for _, part := range []struct {
		page, name string
		want       func(*testing.T) string
	}{
		{"providers", "resources", func(*testing.T) string { return resourceTable() }},
		{"faults", "faults", func(*testing.T) string { return faultTable() }},
		{"scenarios", "verbs", func(*testing.T) string { return verbTable() }},
		{"control-api", "control", controlTable},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			file := "../../simulator/docs/" + part.page + ".md"
			begin := "<!-- generated: " + part.name + " -->\n"
			text := readFile(t, file)
			before, rest, ok := strings.Cut(text, begin)
			shown, after, ended := strings.Cut(rest, endOfGenerated)
			if !ok || !ended {
				t.Fatalf("%s lacks the lines %q and %q", file, begin, endOfGenerated)
			}
			want := part.want(t)
			switch {
			case shown == want:
			case *update:
				if err := os.WriteFile(file, []byte(before+begin+want+endOfGenerated+after), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				t.Errorf("%s is out of date; run go test ./cmd/vitalsim -run TestGeneratedParts -update. It should be\n%s", file, want)
			}
		})
	}
}

// cell escapes a text for a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// resourceTable has a row for all resources that the same providers have.
func resourceTable() string {
	var rows, names []string // the rest of each row, and the resources in it
	for _, r := range vital.Resources {
		var generated, recorded []string
		for _, p := range catalog.Providers() {
			switch {
			case slices.Contains(catalog.SuppliedResources(p.Slug), r.Name):
				generated = append(generated, p.Slug)
			case slices.Contains(catalog.ProviderResources(p.Slug), r.Name):
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
	b.WriteString("| Resources | Generated for | From fixtures only |\n|---|---|---|\n")
	for i := range rows {
		fmt.Fprintf(&b, "| %s | %s |\n", names[i], rows[i])
	}
	return b.String()
}

// TestResourceTableIsComplete checks that the table has every resource once,
// and every provider.
func TestResourceTableIsComplete(t *testing.T) {
	t.Parallel()
	table := resourceTable()
	for _, r := range vital.Resources {
		if n := strings.Count(table, "`"+r.Name+"`"); n != 1 {
			t.Errorf("the table has %s %d times", r.Name, n)
		}
	}
	for _, p := range catalog.Providers() {
		if !strings.Contains(table, p.Slug) {
			t.Errorf("the table lacks %s", p.Slug)
		}
	}
}

// faultTable has a row for each key of a fault.
func faultTable() string {
	var b strings.Builder
	b.WriteString("| Side | Key | Value | Effect | Example |\n|---|---|---|---|---|\n")
	for _, k := range catalog.FaultKeys() {
		side := k.Side
		if side == "" {
			side = "both"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | `%s` |\n", side, k.Name, cell(k.Value), cell(k.About), cell(k.Example))
	}
	return b.String()
}

// verbTable has a row for each verb of scenarios.
func verbTable() string {
	var b strings.Builder
	b.WriteString("| Verb | Usage | Examples |\n|---|---|---|\n")
	verbs := catalog.Verbs()
	for _, name := range slices.Sorted(maps.Keys(verbs)) {
		v := verbs[name]
		examples := append([]string{v.Example}, v.More...)
		for i, e := range examples {
			examples[i] = "`" + cell(e) + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", name, cell(v.Usage), strings.Join(examples, "<br>"))
	}
	return b.String()
}

// controlTable has a row for each route of the control API, from the OpenAPI
// document that the simulator serves.
func controlTable(t *testing.T) string {
	sim := simtest.InMemory(t)
	res, err := sim.Client().Get(sim.URL + "/_sim/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res.Status, err)
	}
	var spec struct {
		Paths map[string]map[string]struct {
			Summary    string
			Parameters []struct{ Name, In string }
			Body       struct {
				Content map[string]struct{ Schema schema }
			} `json:"requestBody"`
		}
		Components struct{ Schemas map[string]schema }
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| Request | Parameters | Effect |\n|---|---|---|\n")
	for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
		operations := spec.Paths[path]
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			o := operations[method]
			var names []string
			for _, p := range o.Parameters {
				if p.In == "query" {
					names = append(names, "`?"+p.Name+"`")
				}
			}
			for _, content := range o.Body.Content {
				s := content.Schema
				if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
					s = spec.Components.Schemas[name]
				}
				for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
					names = append(names, "`"+key+"`")
				}
			}
			fmt.Fprintf(&b, "| `%s %s` | %s | %s |\n", strings.ToUpper(method), path, strings.Join(names, ", "), cell(o.Summary))
		}
	}
	return b.String()
}

// A schema is as much of a JSON schema as the table needs. The schema true has
// no properties.
type schema struct {
	Ref        string                     `json:"$ref"`
	Properties map[string]json.RawMessage `json:"properties"`
}

func (s *schema) UnmarshalJSON(text []byte) error {
	if string(text) == "true" {
		return nil
	}
	type plain schema
	return json.Unmarshal(text, (*plain)(s))
}
