package world

import (
	"reflect"
	"slices"
	"testing"
)

// TestEveryFieldIsSaved, or can be computed: whoever adds one to what a world
// keeps decides here which it is.
func TestEveryFieldIsSaved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of             any
		saved, derived []string
	}{
		{World{}, []string{"order", "created", "first", "keepers", "tasks", "seq", "sent"},
			[]string{"values", "ids", "start", "scramble", "salt", "team", "cache", "limits", "mu", "users", "byClient", "byTag"}},
		{user{}, []string{"clientID", "ordinal", "createdOn", "given", "info", "deletedAt", "connections"},
			[]string{"id", "tag", "seed", "ids", "scramble", "persona", "cache"}},
		{NewUser{}, []string{"ClientUserID", "FallbackTimeZone", "FallbackBirthDate", "IngestionStart", "IngestionEnd", "Persona", "Archetype", "Zone", "Fixture"}, nil},
		{connection{}, []string{"profile", "sessions", "lastSync", "extras", "uploads", "covers", "edits", "recording", "keeps", "failed", "demo", "fallback", "lastPull", "relinking"},
			[]string{"phase"}},
		{session{}, []string{"from", "to", "synced"}, nil},
		{cover{}, []string{"resource", "from", "liveFrom", "windows", "history", "sent"}, nil},
		{history{}, []string{"from", "to", "scheduled", "started", "ended"}, nil},
		{window{}, []string{"from", "to", "pulledAt"}, nil},
		{edit{}, []string{"resource", "day", "ordinal", "source", "micros", "at", "fields"}, nil},
		{failure{}, []string{"at", "errorType"}, nil},
		{task{}, []string{"at", "user", "provider", "link", "chunk"}, nil},
		{chunk{}, []string{"resource", "from", "to", "number", "of", "way"}, nil},
	} {
		typ := reflect.TypeOf(tt.of)
		var have []string
		for i := range typ.NumField() {
			have = append(have, typ.Field(i).Name)
		}
		want := append(slices.Clone(tt.saved), tt.derived...)
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("%s has %v, told of are %v: save what is new in state.go and load.go, or say that it is derived", typ, have, want)
		}
	}
}
