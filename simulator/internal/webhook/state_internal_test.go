package webhook

import (
	"slices"
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
	"github.com/vitalsim/vitalsim/simulator/internal/savecheck"
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
		for _, problem := range savecheck.Struct(tt.of, slices.Concat(tt.elsewhere, tt.load)...) {
			t.Error(problem)
		}
	}
}
