package view_test

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// TestLabResultsAreConsistent checks that the results of a visit have one time, satisfy
// Friedewald's formula, come from a laboratory, and show the person's allergies.
func TestLabResultsAreConsistent(t *testing.T) {
	t.Parallel()
	visits, highest := 0, map[string]vital.Decimal{}
	totals := map[vital.Decimal]bool{}
	for n := range 30 {
		l := lookAt(t, view.NewCache(), "manual", n, "asthma", hardDates[n%6].zone)
		for d := date(2026, 1, 1); d < date(2027, 1, 1); d++ {
			found := map[string]vital.Decimal{}
			first, last := int64(0), int64(0)
			l.points("cholesterol", d, func(p view.Point) {
				if found[p.Detail.Type.V] = p.Value; first == 0 {
					first = p.Unix
				}
				last = p.Unix
			})
			if len(found) == 0 {
				continue
			}
			visits++
			totals[found["total"]] = true
			rest := found["total"] - found["hdl"] - found["ldl"] - found["triglycerides"]*10/22
			if len(found) != 4 || rest < -1 || rest > 1 || last-first > minute {
				t.Errorf("%s: %v, %d seconds apart", d, found, last-first)
			}
			l.points("ige", d, func(p view.Point) {
				highest[p.Detail.Type.V] = max(highest[p.Detail.Type.V], p.Value)
			})
			l.points("igg", d, func(p view.Point) {
				if p.Detail.Type.V == "cat" {
					t.Errorf("%s: %+v, a cat is no food", d, p)
				}
			})
		}
		for _, name := range []string{"cholesterol", "ige", "igg"} {
			if series, _ := l.Series(named(name)); series.SourceOf(&l.Lens, 0).Type != "lab" {
				t.Errorf("%s comes from %v", name, series.SourceOf(&l.Lens, 0))
			}
		}
	}
	if visits < 10 || len(totals) < visits*3/4 || highest["cat"] < 4*highest["peanut"] {
		t.Errorf("%d visits with %d totals, antibodies up to %v", visits, len(totals), highest)
	}
}
