package body

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// TestRegularCyclesAreFoundFast compares the shortcut in luteal with the full
// computation of the cycle.
func TestRegularCyclesAreFoundFast(t *testing.T) {
	t.Parallel()
	population, err := Named("")
	if err != nil {
		t.Fatal(err)
	}
	women := 0
	for n := range 60 {
		p, err := population.Draw(seed.New(uint64(n)), "UTC")
		if err != nil {
			t.Fatal(err)
		}
		if p.cycle == 0 {
			continue
		}
		women++
		for d := referenceDate - 400; d < referenceDate+400; d++ {
			if c := p.cycleAround(d); p.luteal(d) != c.Luteal(d) || c.Days() != p.cycle {
				t.Fatalf("persona %d, %s: luteal %v, %+v", n, d, p.luteal(d), c)
			}
		}
		for d := -referenceDate; d < -referenceDate+60; d++ {
			if c := p.cycleAround(d); p.luteal(d) != c.Luteal(d) {
				t.Fatalf("persona %d, %s: luteal %v, %+v", n, d, p.luteal(d), c)
			}
		}
	}
	if women < 10 {
		t.Errorf("only %d women", women)
	}
}
