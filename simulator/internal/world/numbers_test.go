package world_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/provider"
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/internal/world"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

var update = flag.Bool("update", false, "add new providers and resources to testdata/numbers.json")

// numbers are the numbers that ids of records carry, by name.
type numbers struct {
	Providers map[string]int `json:"providers"`
	Resources map[string]int `json:"resources"`
}

// TestNumbersNeverChange compares the numbers of providers and resources with
// those that have been released. A changed, missing or reused number would give
// other ids to records of which clients have kept the ids, and -update does not
// accept one: it only adds.
func TestNumbersNeverChange(t *testing.T) {
	t.Parallel()
	now := numbers{Providers: map[string]int{}, Resources: map[string]int{
		vital.ResourceDevice.String(): int(vital.ResourceDevice), vital.Hypnogram.Name: int(vital.Hypnogram.ID),
	}}
	for _, p := range provider.All() {
		now.Providers[p.Slug] = int(p.Number)
	}
	for _, r := range vital.Resources {
		now.Resources[r.Name] = int(r.ID)
		if r.ID < 1 || r.ID > 512 {
			t.Errorf("resource %s has the number %d; ids have room for 1 to 512", r.Name, r.ID)
		}
	}
	path := filepath.Join("testdata", "numbers.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var released numbers
	if err := json.Unmarshal(text, &released); err != nil {
		t.Fatal(err)
	}
	checkNumbers(t, "fixtures/providers.yaml: provider", now.Providers, released.Providers)
	checkNumbers(t, "vital/catalog.go: resource", now.Resources, released.Resources)
	if !*update || t.Failed() {
		return
	}
	if text, err = json.MarshalIndent(released, "", "\t"); err == nil {
		err = os.WriteFile(path, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// checkNumbers reports numbers that differ from the released ones, and with
// -update adds those that are new.
func checkNumbers(t *testing.T, what string, now, released map[string]int) {
	t.Helper()
	whose := map[int]string{}
	for name, number := range released {
		whose[number] = name
		switch have, ok := now[name]; {
		case !ok:
			t.Errorf("%s %q with the number %d is missing", what, name, number)
		case have != number:
			t.Errorf("%s %q has the number %d, but was released with %d", what, name, have, number)
		}
	}
	for name, number := range now {
		if _, known := released[name]; known {
			continue
		}
		switch other, taken := whose[number]; {
		case taken:
			t.Errorf("%s %q has the number %d, which is that of %q; take the next free one", what, name, number, other)
		case *update:
			released[name], whose[number] = number, name
		default:
			t.Errorf("%s %q is new with the number %d; run this test with -update to add it to testdata/numbers.json", what, name, number)
		}
	}
}

// TestKnownIDs compares ids with those that the first release gave to the same
// records.
func TestKnownIDs(t *testing.T) {
	t.Parallel()
	for id, k := range map[string]world.RecordKey{
		"bbf80dcd-c9cc-465a-94c9-86a199d6a6ba": {User: 1, Day: 20_000, Provider: 1, Resource: 1},
		"e37375df-8a12-4db0-be85-74bc7d1502b8": {User: 1<<56 - 1, Day: 65_535, Provider: 41, Resource: vital.ResourceDevice, Ordinal: 63},
		"789310c9-b26a-4933-9058-c97658cd3e02": {User: 12_345, Day: 20_500, Provider: 64, Resource: 60, Ordinal: 7},
	} {
		if got := world.EncodeID(seed.New(1), k).String(); got != id {
			t.Errorf("%+v has the id %s, want %s", k, got, id)
		}
	}
}

// TestRecordIDsDoNotDependOnTheOrderOfProviders gives every provider another
// place in the table, as a row inserted in the middle does. It runs before the
// parallel tests, which share the table.
func TestRecordIDsDoNotDependOnTheOrderOfProviders(t *testing.T) {
	read := func() []string {
		m, id := london(t, world.ConnectOptions{Days: 10})
		m.after(time.Hour)
		return m.records(id, "sleep")
	}
	want := read()
	slices.Reverse(provider.All())
	got := read()
	slices.Reverse(provider.All())
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("with another order of the providers the records are\n%s\nwant\n%s", got, want)
	}
}
