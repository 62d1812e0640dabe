package webhook

import (
	"reflect"
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// TestEveryFieldIsSaved checks that each field of a dispatcher is listed as saved
// or as computed, so that an added field is not forgotten.
func TestEveryFieldIsSaved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of             any
		saved, derived []string
	}{
		{Dispatcher{}, []string{"endpoints", "added", "log"}, []string{
			"sender", "seed", "app", "timeout", "settled", "attempted", "tamper", "ctx", "cancel", "work", "mu", "closed",
			"open", "openBytes", "idle", "changed", "finished", "unjudged", // nothing is open
		}},
		{Endpoint{}, []string{"ID", "URL", "Description", "FilterTypes", "RateLimit", "Disabled", "Headers", "Sensitive", "Secret", "CreatedAt", "UpdatedAt"}, nil},
		{endpoint{}, []string{"Endpoint", "id", "ordinal", "removed", "health", "former", "made", "waiting", "held", "second", "spent"},
			[]string{"version", "firsts", "retries"}},
		{health{}, []string{"failures", "since"}, nil},
		{former{}, []string{"secret", "until"}, nil},
		{log{}, []string{"entries", "horizon", "tallies"}, []string{"keepAll", "gone", "done", "bytes"}},
		{entry{}, []string{"message", "deliveries"}, []string{"mark", "place", "size", "index"}},
		{Message{}, []string{"ID", "EventType", "User", "UserID", "At", "Seq", "Body", "Note", "Exhausted"}, nil},
		{delivery{}, []string{"endpoint", "status", "attempts", "begun", "rung", "next", "manual", "accepted"}, []string{"entry"}},
		{Attempt{}, []string{
			"Number", "Copy", "Manual", "Fault", "At", "Timestamp", "Signature", "Secret", "StatusCode", "Error", "TimedOut", "Duration", "Answer", "Body",
			"retryAfter", "headers", "sent", "shift",
		}, nil},
		{headers{}, []string{"values", "sensitive"}, nil},
		{try{}, []string{"delivery", "first", "manual", "due", "at", "number", "drawn", "tampering", "late", "overtake"}, []string{"place", "withdrawn"}},
		{fault.Tampering{}, []string{"Delay", "After", "Text"}, []string{"Fault", "Copies", "Drop", "Secret", "Shift", "Body", "Header"}}, // made of the text
		{Inbox{}, []string{"secrets", "received"}, []string{"mu", "trusted", "bytes"}},
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
			t.Errorf("%s has %v, told of are %v: save what is new in save.go and load.go, or say that it is derived", typ, have, want)
		}
	}
}
