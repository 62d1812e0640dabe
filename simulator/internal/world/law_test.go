package world_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"
)

var lawSequences = flag.Int("law.sequences", 32, "how many random sequences the law is tested under")

// TestLaw checks the law of the design: a client that reads only what each event
// names ends up equal, byte for byte, to one that reads everything; no event
// without a changed byte, no changed byte without an event.
func TestLaw(t *testing.T) {
	t.Parallel()
	steps := 40
	total := newTally()
	sequences := *lawSequences
	if testing.Short() {
		sequences, steps = min(sequences, 2), 20
		t.Logf("short: %d of %d sequences, of %d steps", sequences, *lawSequences, steps)
	}
	t.Run("sequences", func(t *testing.T) {
		for n := range sequences {
			t.Run(fmt.Sprintf("seed=%d", n), func(t *testing.T) {
				t.Parallel()
				s := newSequence(t, uint64(n))
				for range steps {
					if err := s.step(); err != nil {
						t.Fatalf("%v\n\n%s\nrepeat with: go test ./simulator/internal/world -run 'TestLaw/sequences/seed=%d$' -law.sequences=%d",
							err, strings.Join(s.log, "\n"), n, n+1)
					}
				}
				total.add(s.tally)
			})
		}
	})
	t.Log(total)
	if sequences < 60 || t.Failed() {
		return
	}
	// A driver that does nothing would keep the law too.
	for _, what := range []string{
		"created activity", "updated activity", "created sleep", "updated sleep",
		"historical activity", "historical sleep", "connection",
		"did connect", "did connect again", "did connect while linked", "did disconnect", "did fail", "did sync", "did sync with upload", "did refresh",
		"did update sleep", "did update activity", "did update while not linked", "refused update",
		"did widen resources", "second link", "recorded", "refused deletion",
	} {
		if total.counts[what] < 5 {
			t.Errorf("%d times %q: the sequences do not reach it", total.counts[what], what)
		}
	}
	for _, what := range []string{"created", "updated", "historical", "did update"} {
		if n := total.samples(what); n < 20 {
			t.Errorf("%d times %q of samples: the sequences do not reach it", n, what)
		}
	}
	deletions := 0
	for what, n := range total.counts {
		if strings.HasPrefix(what, "did delete ") {
			deletions += n
		}
	}
	if deletions < 20 {
		t.Errorf("%d deletions: the sequences do not reach them", deletions)
	}
}
