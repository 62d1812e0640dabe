package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/docs"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestVitalPageHasTheResources checks that the tables of resources in vital.md
// agree with the catalogue: path, kind of sample, unit, and whether the resource
// can be read ungrouped.
func TestVitalPageHasTheResources(t *testing.T) {
	t.Parallel()
	page, ok := docs.Find("vital")
	if !ok {
		t.Fatal("there is no page vital.md")
	}
	rows := map[string]string{} // by resource, of sections 3.1 and 3.2
	_, text, _ := strings.Cut(page.Text, "\n### 3.1 ")
	text, _, _ = strings.Cut(text, "\n## 4. ")
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "| `"); ok {
			name, _, _ = strings.Cut(name, "`")
			rows[name] = strings.TrimSpace(line)
		}
	}
	if len(rows) != len(vital.Resources) {
		t.Errorf("vital.md has %d resources, the catalogue %d", len(rows), len(vital.Resources))
	}
	for _, r := range vital.Resources {
		row, ok := rows[r.Name]
		if !ok {
			t.Errorf("vital.md lacks %s", r.Name)
			continue
		}
		if !strings.Contains(row, r.Path+"`") {
			t.Errorf("the row of %s lacks its path %s: %s", r.Name, r.Path, row)
		}
		if r.Kind != vital.Point && r.Kind != vital.Interval {
			continue
		}
		kind, fixed, ungrouped := "point", "", ""
		switch {
		case r.PointInSchema:
			kind = "point or interval (9.7)"
		case r.Kind == vital.Interval:
			kind = "interval"
		}
		if r.UnitFixed {
			fixed = " fixed"
		}
		if r.Ungrouped {
			ungrouped = "yes"
		}
		begin := fmt.Sprintf("| `%s` | `%s` | %s | `%s`%s |", r.Name, r.Path, kind, r.Unit, fixed)
		if end := "| " + ungrouped + " |"; !strings.HasPrefix(row, begin) || !strings.HasSuffix(row, end) {
			t.Errorf("the row of %s is\n%s\nand should begin with\n%s\nand end with\n%s", r.Name, row, begin, end)
		}
	}
}

// TestVitalPageShowsRealEvents checks that the events shown in vital.md are the
// bytes of the examples that ship, but for white space.
func TestVitalPageShowsRealEvents(t *testing.T) {
	t.Parallel()
	page, ok := docs.Find("vital")
	if !ok {
		t.Fatal("there is no page vital.md")
	}
	shown := 0
	for _, block := range strings.Split(page.Text, "\n```json\n")[1:] {
		block, _, _ = strings.Cut(block, "\n```\n")
		var event struct {
			Type string `json:"event_type"`
		}
		if json.Unmarshal([]byte(block), &event) != nil || event.Type == "" {
			continue // a part of a body, or shortened
		}
		shown++
		want, ok := simulator.ExampleEvent(event.Type)
		if !ok {
			t.Errorf("vital.md shows an event %s, which does not exist", event.Type)
			continue
		}
		wire, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := json.Compact(&got, []byte(block)); err != nil {
			t.Fatal(err)
		}
		if got.String() != string(wire) {
			t.Errorf("vital.md shows\n%s\nand the example is\n%s", got.String(), wire)
		}
	}
	if shown < 2 {
		t.Errorf("vital.md shows %d whole events, want at least 2", shown)
	}
}
