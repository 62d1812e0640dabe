package webhook

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

// TestEveryFieldIsSaved checks that a field of what a dispatcher or an inbox keeps has
// a key in JSON, or stands here as one that Save puts elsewhere or Load computes.
func TestEveryFieldIsSaved(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of              any
		elsewhere, load []string // in the struct that State has instead; computed by Load
	}{
		{of: State{}},
		{of: EndpointState{}},
		{of: endpoint{}, elsewhere: []string{"waiting", "held"}, load: []string{"id", "version", "firsts", "retries"}},
		{of: Endpoint{}, elsewhere: []string{"Secret"}},
		{of: health{}},
		{of: former{}},
		{of: MessageState{}},
		{of: Message{}, elsewhere: []string{"Exhausted"}},
		{of: GivenUpState{}},
		{of: DeliveryState{}},
		{of: delivery{}, elsewhere: []string{"Attempts", "endpoint"}, load: []string{"entry", "next"}},
		{of: AttemptState{}},
		{of: Attempt{}, elsewhere: []string{"Secret"}},
		{of: headers{}},
		{of: TryState{}},
		{of: try{}, elsewhere: []string{"delivery"}, load: []string{"place", "withdrawn"}},
		{of: fault.Tampering{}, load: []string{"Fault", "Copies", "Drop", "Pad", "Secret", "Shift", "Body", "Header"}}, // of the text
		{of: TallyState{}},
		{of: Tally{}},
		{of: mark{}},
		{of: InboxState{}},
		{of: Received{}},
		// What is not saved itself.
		{of: entry{}, elsewhere: []string{"message", "deliveries"}, load: []string{"mark", "place", "size", "index"}},
		{of: log{}, elsewhere: []string{"entries", "horizon", "tallies"}, load: []string{"keepAll", "gone", "done", "bytes"}},
		{of: Inbox{}, elsewhere: []string{"state"}, load: []string{"mu", "trusted", "bytes"}},
		{of: Dispatcher{}, elsewhere: []string{"endpoints", "added", "log"}, load: []string{
			"sender", "seed", "app", "timeout", "settled", "attempted", "tamper", "ctx", "cancel", "work", "mu", "closed",
			"open", "openBytes", "idle", "changed", "finished", "unjudged", // nothing is open
		}},
	} {
		typ := reflect.TypeOf(tt.of)
		named := slices.Concat(tt.elsewhere, tt.load)
		for i := range typ.NumField() {
			f := typ.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			saved := f.Anonymous || f.IsExported() && key != "" && key != "-"
			if saved == slices.Contains(named, f.Name) {
				t.Errorf("%s of %s: give it a key in JSON, or say here where it is saved or that Load computes it; not both", f.Name, typ)
			}
			named = slices.DeleteFunc(named, func(name string) bool { return name == f.Name })
		}
		if len(named) > 0 {
			t.Errorf("%s has no %v", typ, named)
		}
	}
}
