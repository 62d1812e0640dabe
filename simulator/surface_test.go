package simulator_test

import (
	"reflect"
	"testing"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

// TestPublicTypesAreComplete checks that the public types of endpoints and
// injections have every field of the internal ones. The compiler compares the other
// types.
func TestPublicTypesAreComplete(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		inside, public reflect.Type
		sameTags       bool
	}{
		{reflect.TypeFor[webhook.Endpoint](), reflect.TypeFor[simulator.Endpoint](), false}, // the tags are those of a snapshot
		{reflect.TypeFor[fault.Injection](), reflect.TypeFor[simulator.Injection](), true},
	} {
		for _, f := range reflect.VisibleFields(tt.inside) {
			p, ok := tt.public.FieldByName(f.Name)
			if f.IsExported() && (!ok || tt.sameTags && p.Tag != f.Tag) {
				t.Errorf("%v lacks %s of %v, or its tag", tt.public, f.Name, tt.inside)
			}
		}
	}
}
