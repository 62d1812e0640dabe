package world

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestEveryFieldIsSaved holds that a field of what a world keeps has a key in
// JSON, or stands here as one that Load computes.
func TestEveryFieldIsSaved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of      any
		derived []string
	}{
		{State{}, nil},
		{user{}, []string{"id", "tag", "index", "seed", "ids", "scramble", "persona", "cache"}},
		{given{}, nil},
		{NewUser{}, []string{"Archetype", "Fixture"}}, // of the texts in given
		{keeper{}, nil},
		{connection{}, []string{"profile", "recording", "fallback", "phase"}},
		{session{}, nil},
		{cover{}, nil},
		{history{}, nil},
		{window{}, nil},
		{target{}, nil},
		{edit{}, nil},
		{failure{}, nil},
		{task{}, []string{"user"}},
		{chunk{}, nil},
	} {
		typ := reflect.TypeOf(tt.of)
		for i := range typ.NumField() {
			f := typ.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			saved := f.Anonymous || f.IsExported() && key != "" && key != "-"
			if saved == slices.Contains(tt.derived, f.Name) {
				t.Errorf("%s of %s: give it a key in JSON, or compute it in Load and say here that it is derived; not both", f.Name, typ)
			}
		}
	}
	// The rest of a world: State has it, or New and Load compute it.
	kept := []string{"order", "created", "keepers", "tasks", "seq", "sent"}
	derived := []string{"values", "ids", "start", "scramble", "salt", "team", "cache", "limits", "pullDelay", "mu", "users", "byClient", "byTag"}
	typ := reflect.TypeFor[World]()
	for i := range typ.NumField() {
		if name := typ.Field(i).Name; !slices.Contains(append(kept, derived...), name) {
			t.Errorf("%s of World is new: save it in State, or say here that it is derived", name)
		}
	}
}
