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
	for inside, public := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[webhook.Endpoint](): reflect.TypeFor[simulator.Endpoint](),
		reflect.TypeFor[fault.Injection]():  reflect.TypeFor[simulator.Injection](),
	} {
		for _, f := range reflect.VisibleFields(inside) {
			p, ok := public.FieldByName(f.Name)
			if f.IsExported() && (!ok || p.Tag != f.Tag) {
				t.Errorf("%v lacks %s of %v, or its tag", public, f.Name, inside)
			}
		}
	}
}
