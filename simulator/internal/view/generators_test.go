package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestEverySummaryHasAGenerator checks that no summary resource of the catalogue
// lacks a part of its row, recorded ones included: their records are described too.
func TestEverySummaryHasAGenerator(t *testing.T) {
	t.Parallel()
	for _, r := range vital.Resources {
		if !r.Kind.Summary() {
			continue
		}
		if s := view.Summaries[r.ID]; s.Revs == nil || s.Record == nil || s.Describe == nil {
			t.Errorf("%s: add a row with Revs, Record and Describe to Summaries in generators.go", r.Name)
		}
	}
}
