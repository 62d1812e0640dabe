package body

import (
	"testing"

	"github.com/vitalsim/vitalsim/simulator/internal/seed"
)

// TestIllness checks the frequency of illnesses and their effect on the resting heart
// rate. It is internal because restingHR is.
func TestIllness(t *testing.T) {
	t.Parallel()
	population, err := Named("")
	if err != nil {
		t.Fatal(err)
	}
	days, ill := 0, 0
	var beats, of [2]int // resting heart rates against the baseline, well and very ill
	for n := range 50 {
		p, err := population.Draw(seed.New(uint64(n)), "UTC")
		if err != nil {
			t.Fatal(err)
		}
		for d := referenceDate - 1000; d < referenceDate; d++ {
			days++
			if x := p.illness(d); x < 0 || x > 1 {
				t.Fatalf("illness %v", x)
			} else if x > 0 {
				ill++
				if x > 0.5 {
					beats[1], of[1] = beats[1]+p.restingHR(d, 60*p.SleepNeed)-p.HRRest, of[1]+1
				}
			} else {
				beats[0], of[0] = beats[0]+p.restingHR(d, 60*p.SleepNeed)-p.HRRest, of[0]+1
			}
		}
	}
	if share := float64(ill) / float64(days); share < 0.01 || share > 0.06 {
		t.Errorf("ill on %.3f of all days", share)
	}
	if well, badly := beats[0]*100/of[0], beats[1]*100/of[1]; badly < well+300 {
		t.Errorf("resting heart rate against the baseline, in hundredths: %d when well, %d when ill", well, badly)
	}
}
