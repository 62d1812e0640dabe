package simulator_test

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/vitalsim/vitalsim/"

// layers are the packages from the ground up. A package may import those above
// it in the table, never those below.
var layers = []struct{ pkg, why string }{
	{"fixtures", "data that people edit"},
	{"scenarios", "data that people edit"},
	{"simulator/docs", "holds pages that people read"},
	{"simulator/internal/codec", "writes structs by their tags; knows nothing of Vital"},
	{"simulator/vital", "says what the wire looks like, and nothing of how it is made"},
	{"simulator/internal/apierror", "words the errors of Vital"},
	{"simulator/internal/pydantic", "reads text as Vital's framework does; knows nothing of Vital's routes"},
	{"simulator/internal/wire", "reads, edits and writes records and samples"},
	{"simulator/clock", "is time, and knows nothing that happens in it"},
	{"simulator/internal/near", "compares words"},
	{"simulator/internal/file", "reads files, whatever they hold"},
	{"simulator/internal/glob", "matches words"},
	{"simulator/internal/jsonlint", "finds mistakes in JSON, whatever it says"},
	{"simulator/internal/savecheck", "finds fields without a key in JSON, whatever a struct holds"},
	{"simulator/internal/node", "reads YAML, whatever it says"},
	{"simulator/internal/network", "carries HTTP, whoever asks and answers"},
	{"simulator/internal/seed", "is randomness, and knows nothing that is drawn from it"},
	{"simulator/internal/event", "describes an event; knows neither who makes nor who delivers it"},
	{"simulator/internal/fault", "misbehaves on command; knows neither the world nor who delivers"},
	{"simulator/internal/feed", "remembers what happens, whatever it is"},
	{"simulator/internal/journal", "remembers requests"},
	{"simulator/internal/provider", "knows facts about providers"},
	{"simulator/internal/body", "plans days, whoever looks at them"},
	{"simulator/internal/view", "sees a day through a provider; knows no connections or events"},
	{"simulator/internal/example", "has an example of each event"},
	{"simulator/internal/fixture", "reads recorded data; knows no team"},
	{"simulator/internal/world", "keeps a team's state; knows no HTTP and no delivery"},
	{"simulator/internal/webhook", "delivers bytes; does not know what they say"},
	{"simulator/internal/receiver", "is an application that integrates Vital, and knows what any client knows"},
	{"simulator/internal/store", "writes down what is kept; knows nobody who uses it"},
	{"simulator/internal/scenario", "plays steps on a team that it declares"},
	{"simulator/internal/team", "is one team and all its commands; knows no HTTP API"},
	{"simulator/internal/rest", "frames Vital's two APIs; knows none of their routes"},
	{"simulator/internal/api", "translates HTTP"},
	{"simulator/record", "is a client of Vital's API"},
	{"simulator/internal/management", "translates HTTP for organizations"},
	{"simulator/internal/control", "drives teams over HTTP"},
	{"simulator/catalog", "lists what the parts know, and does nothing"},
	{"simulator", "wires all of it"},
	{"simulator/simtest", "adapts it to Go tests"},
	{"simulator/simtest/example", "is somebody's application, which knows nothing of simulators"},
	{"simulator/internal/conformance", "judges the whole from outside"},
	{"cmd/vitalsim", "can do what a Go test can do"},
}

// apart are packages that are neighbours in the table and must not know each
// other all the same.
var apart = map[string][]string{
	"simulator/internal/webhook":    {"simulator/internal/world", "simulator/internal/view", "simulator/internal/body", "simulator/vital"},
	"simulator/internal/scenario":   {"simulator/internal/api", "simulator/internal/world", "simulator/internal/webhook"},
	"simulator/internal/api":        {"simulator/internal/webhook"},
	"simulator/internal/control":    {"simulator/internal/management", "simulator/internal/api"},
	"simulator/internal/body":       {"simulator/internal/provider"},
	"simulator/internal/receiver":   {"simulator/internal/api", "simulator/internal/world", "simulator/internal/fixture", "simulator/internal/webhook", "simulator/internal/fault"},
	"simulator/record":              {"simulator/internal/api", "simulator/internal/world", "simulator/internal/fixture", "simulator/internal/webhook"},
	"simulator/vital":               {"fixtures", "scenarios"},
	"simulator/clock":               {"simulator/vital"},
	"simulator/internal/seed":       {"simulator/vital", "simulator/clock"},
	"simulator/internal/management": {"simulator/internal/world", "simulator/internal/api"},
}

func TestImportsFollowTheLayers(t *testing.T) {
	t.Parallel()
	level := map[string]int{}
	for i, l := range layers {
		level[l.pkg] = i
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], module)
		from, known := level[pkg]
		if !known {
			t.Errorf("%s has no place in the table of layers", pkg)
			continue
		}
		seen++
		for _, imported := range fields[1:] {
			imp, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			if to, known := level[imp]; !known || to >= from {
				t.Errorf("%s must not import %s: it %s", pkg, imp, layers[from].why)
			}
			for _, other := range apart[pkg] {
				if imp == other {
					t.Errorf("%s must not import %s: it %s", pkg, imp, layers[from].why)
				}
			}
		}
	}
	if seen < len(layers)-2 {
		t.Errorf("%d packages listed, %d in the table", seen, len(layers))
	}
}
