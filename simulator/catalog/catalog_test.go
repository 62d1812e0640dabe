package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/catalog"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

func Example() {
	fmt.Println(catalog.SimulatesProvider("fitbit"), slices.Contains(catalog.SuppliedResources("fitbit"), "sleep"))
	fmt.Println(slices.Contains(catalog.EventTypes(), "daily.data.sleep.created"))
	fmt.Println(catalog.Verbs()["advance"].Example)
	// Output:
	// true true
	// true
	// advance: 1d12h
}

// TestCatalogIsConsistent ensures that what is simulated exists, and that every
// simulated provider supplies something.
func TestCatalogIsConsistent(t *testing.T) {
	t.Parallel()
	for _, p := range catalog.Providers() {
		resources := catalog.SuppliedResources(p.Slug)
		if !catalog.SimulatesProvider(p.Slug) || len(resources) == 0 {
			t.Errorf("%s is not simulated, or supplies nothing: give it a device and resources in providers.yaml", p.Slug)
		}
		for _, r := range resources {
			if !catalog.SimulatesResource(r) {
				t.Errorf("%s supplies %s, which is not simulated", p.Slug, r)
			}
		}
	}
	if catalog.SuppliedResources("nobody") != nil {
		t.Error("an unknown provider supplies something")
	}
	for _, eventType := range catalog.EventTypes() {
		if other := slices.Contains(vital.OtherEventTypes(), eventType); catalog.SimulatesEvent(eventType) == other {
			t.Errorf("%s is simulated: %t", eventType, !other)
		}
	}
	if catalog.SimulatesEvent("no.such.event") {
		t.Error("an unknown event type is simulated")
	}
	for name, v := range catalog.Verbs() {
		if v.About == "" || !strings.HasPrefix(v.Usage, name) || !strings.HasPrefix(v.Example, name) {
			t.Errorf("verb %s: %+v", name, v)
		}
	}
	for _, k := range catalog.FaultKeys() {
		if k.Name == "" || k.About == "" || k.Example == "" || !slices.Contains([]string{"label", "match", "effect", "detail"}, k.Role) {
			t.Errorf("key of faults: %+v", k)
		}
	}
	if hint := catalog.DidYouMean("slep", []string{"sleep", "body"}); hint != `; did you mean "sleep"?` {
		t.Errorf("hint %q", hint)
	}
}
