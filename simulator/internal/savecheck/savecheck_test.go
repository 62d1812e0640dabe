package savecheck_test

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/savecheck"
)

// embedded is embedded in state.
type embedded struct{}

// state has a field of each kind.
type state struct {
	embedded

	Saved   int `json:"saved,omitempty"`
	Hidden  int `json:"-"`
	Keyless int
	private int
}

func TestStruct(t *testing.T) {
	t.Parallel()
	problem := func(field string) string {
		return field + " of savecheck_test.state: give it a key in JSON, or name it as saved elsewhere or computed; not both"
	}
	for _, tt := range []struct {
		name             string
		exceptions, want []string
	}{
		{"all named", []string{"private", "Hidden", "Keyless"}, nil},
		{"none named", nil, []string{problem("Hidden"), problem("Keyless"), problem("private")}},
		{"one is saved too", []string{"Hidden", "Keyless", "private", "Saved"}, []string{problem("Saved")}},
		{"one is embedded", []string{"Hidden", "Keyless", "private", "embedded"}, []string{problem("embedded")}},
		{"two are gone", []string{"Hidden", "Keyless", "private", "old", "older"}, []string{"savecheck_test.state has no [old older]"}},
	} {
		if got := savecheck.Struct(state{embedded: embedded{}, private: 1}, tt.exceptions...); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
